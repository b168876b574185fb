# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class MlmTree(models.Model):
    """New partners and the trees that take them in by themselves."""

    _inherit = "mlm.tree"

    @api.model
    def _enrol(self, partner_ids):
        """Give new partners a place in their company's trees, or a row in the holding tank.

        Registration never fails on a tree: whom the strategy cannot place waits, with the
        reason, in the holding tank.

        :param partner_ids: contacts in the order of enrolment; customers, members who have a
            place or wait for one, and members of other companies are left out
        """
        trees_sudo = self.sudo().search([("kind", "!=", "sponsor"), ("auto_enrol", "=", True)])
        for tree in trees_sudo if partner_ids else ():
            new_ids = tree._not_waiting(tree._placeable(partner_ids, same_company=True))
            if not new_ids:
                continue
            if tree.holding_days or tree._needs_choice():
                tree._hold_or_root(new_ids)
            else:
                tree._place_members(new_ids, on_problem="hold")

    def _needs_choice(self):
        """Return whether nobody but a person chooses places in this tree."""
        self.ensure_one()
        return self.kind == "binary" and self.strategy == "manual"

    def _hold_or_root(self, partner_ids):
        """Let members wait; whoever has nobody above has nothing to wait for and is a root."""
        partners = self.env["res.partner"].browse(partner_ids)
        roots = partners.filtered(lambda partner: not partner.mlm_sponsor_id)
        if roots:
            self._place_members(roots.ids, on_problem="hold")
        others = partners - roots
        if others:
            self.env["mlm.holding"]._enter(self, others.ids)

    def _not_waiting(self, partner_ids):
        """Return those of the list who do not wait in this tree, in order."""
        if not partner_ids:
            return []
        self.env["mlm.holding"].flush_model()
        waiting = {
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT partner_id FROM mlm_holding WHERE tree_id = %s"
                    " AND state = 'waiting' AND partner_id = ANY(%s)",
                    self.id,
                    partner_ids,
                )
            )
        }
        return [partner_id for partner_id in partner_ids if partner_id not in waiting]
