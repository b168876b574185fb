# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .. import plan_words


class MlmExplanation(models.AbstractModel):
    _inherit = "mlm.explanation"

    def _named(self, told, version):
        """An explanation with names for people in place of the codes of a plan: of bonuses and
        their kinds, of ranks and trees.

        :param told: data of an explanation, or a part of it; it stays as it is
        :param version: mlm.plan.version record whose plan it is
        """
        names = self._names_by_key(version.sudo())

        def named(data, key=None):
            if isinstance(data, dict):
                parts = {name: named(part, name) for name, part in data.items()}
                if "bonus" in data and "kind" in data:
                    parts["kind"] = plan_words.label(self.env, "kinds", data["kind"])
                return parts
            if isinstance(data, list | tuple):
                return [named(part, key) for part in data]
            return names.get(key, {}).get(data, data) if isinstance(data, str) else data

        return named(told)

    def _names_by_key(self, version):
        """Names of codes by the key under which these stand in explanations."""
        ranks = {rank.code: rank.display_name for rank in version.rank_ids}
        Tree = version.env["mlm.tree"].with_context(active_test=False)
        trees = Tree.search([("company_id", "=", version.company_id.id)])
        return {
            "bonus": {bonus.code: bonus.display_name for bonus in version.bonus_ids},
            "rank": ranks,
            "next": ranks,
            "head_rank": ranks,
            "tree": {
                "sponsor": plan_words.label(self.env, "trees", "sponsor"),
                **{tree.code: tree.name for tree in trees},
            },
        }
