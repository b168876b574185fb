# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import difflib

from odoo import api, fields, models

from ..engine.dump import dump
from ..engine.forms import compare_plans
from ..engine.language import LanguageError
from ..plan_words import label, translated


class MlmPlanComparison(models.TransientModel):
    """What differs between two plan versions, in words and as text."""

    _name = "mlm.plan.comparison"
    _description = "Comparison of Plan Versions"

    version_id = fields.Many2one(
        "mlm.plan.version", string="New", required=True, ondelete="cascade"
    )
    old_id = fields.Many2one(
        "mlm.plan.version",
        compute="_compute_old_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('id', '!=', version_id)]",
    )
    company_id = fields.Many2one(related="version_id.company_id")
    changes = fields.Html(compute="_compute_changes", sanitize=False)
    difference = fields.Html(compute="_compute_changes", sanitize=False, string="As Text")

    @api.depends("version_id")
    def _compute_old_id(self):
        for wizard in self:
            version = wizard.version_id
            others = version.plan_id.version_ids - version
            before = others.filtered(lambda other, version=version: other.number < version.number)
            wizard.old_id = (before or others).sorted("number")[-1:]

    @api.depends("version_id", "old_id")
    @api.depends_context("lang")
    def _compute_changes(self):
        for wizard in self:
            old, new = wizard.old_id, wizard.version_id
            if not old or not new:
                wizard.changes = wizard.difference = False
                continue
            (old | new).check_access("read")
            values = wizard._values(old, new)
            render = self.env["ir.qweb"]._render
            wizard.changes = render("mlm_commission.plan_changes", values)
            wizard.difference = render("mlm_commission.plan_difference", values)

    def _values(self, old, new):
        try:
            changes = compare_plans(old._document()["plan"], new._document()["plan"])
        except LanguageError as error:
            return {
                "error": translated(self.env, error),
                "sections": [],
                "lines": _text_difference(old, new),
            }
        sections = {}
        for change in changes:
            title, place = self._place(change.path)
            sections.setdefault(title, []).append(
                {
                    "place": place,
                    "change": change.change,
                    "old": _shown(change.old),
                    "new": _shown(change.new),
                }
            )
        return {
            "error": False,
            "sections": list(sections.items()),
            "lines": _text_difference(old, new),
        }

    def _place(self, path):
        """Return a change's section ("Rank: gold") and its place there in words."""
        env = self.env
        titles = {"ranks": env._("Rank"), "bonuses": env._("Bonus"), "trees": env._("Tree")}
        title, steps = env._("General"), path
        if path[0] in titles and len(path) > 1:
            title, steps = f"{titles[path[0]]}: {path[1]}", path[2:]
        words = [
            env._("No. %(number)s", number=step) if isinstance(step, int) else self._word(step)
            for step in steps
        ]
        return title, " / ".join(words)

    def _word(self, step):
        """Return the word for a key; codes of ranks and the like stay as they are."""
        codes = {entry.code for entry in self.old_id.rank_ids | self.version_id.rank_ids}
        return step if step in codes else label(self.env, "keys", step)


def _shown(value):
    """A value as short YAML."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    text = dump(value, default_flow_style=None, width=60).strip()
    return text.removesuffix("\n...").removesuffix("...").strip()


def _text_difference(old, new):
    """Lines (mark, text) of a unified difference of the two definitions."""
    lines = difflib.unified_diff(
        (old.definition or "").splitlines(),
        (new.definition or "").splitlines(),
        old.display_name,
        new.display_name,
        lineterm="",
    )
    return [(line[:1], line) for line in lines]
