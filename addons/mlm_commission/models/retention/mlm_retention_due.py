# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from odoo.addons.mlm_base.const import TERMINATED

BATCH = 500


class MlmRetentionDue(models.Model):
    """Former partners whose data no law asks to keep any longer, before anything is erased."""

    _name = "mlm.retention.due"
    _description = "Data Due for Erasure"
    _order = "date_free, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", readonly=True)
    date_free = fields.Date(string="Free Since", readonly=True)
    rule_id = fields.Many2one(
        "mlm.retention.rule", string="Last Rule", readonly=True, ondelete="set null"
    )
    state = fields.Selection(
        selection=[("due", "Due"), ("done", "Erased")], default="due", required=True, readonly=True
    )
    done_at = fields.Datetime(readonly=True)
    done_by = fields.Many2one("res.users", readonly=True)

    _partner_uniq = models.Constraint("UNIQUE(partner_id)", "This partner is on the list.")

    @api.model
    def _cron_propose(self):
        """Bring the list up to date: nothing is erased here."""
        today = fields.Date.context_today(self)
        self.search([("state", "=", "due")]).unlink()
        done = self.search([]).partner_id
        partners = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search(
                [
                    ("mlm_state", "=", TERMINATED),
                    ("mlm_legal_hold", "=", False),
                    ("id", "not in", done.ids),
                ]
            )
        )
        for batch in split_every(BATCH, partners.ids, partners.browse):
            kept = batch._mlm_kept_until()
            self.create(
                [
                    {
                        "partner_id": partner.id,
                        "company_id": partner.mlm_company_id.id,
                        "date_free": kept[partner][0],
                        "rule_id": kept[partner][1].id,
                    }
                    for partner in batch
                    if kept[partner][0] <= today
                ]
            )

    def action_erase(self):
        """Erase the personal data of the chosen partners, after looking again.

        :raise UserError: a hold was set, or a record has come since that must be kept
        """
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_compliance")):
            raise AccessError(self.env._("Only compliance officers erase data."))
        self.check_access("read")
        today = fields.Date.context_today(self)
        due = self.sudo().filtered(lambda row: row.state == "due")
        kept = due.partner_id._mlm_kept_until()
        for row in due:
            partner = row.partner_id
            if partner.mlm_legal_hold or partner.mlm_state != TERMINATED:
                raise UserError(
                    self.env._("%(name)s is held or active again.", name=partner.display_name)
                )
            if kept[partner][0] > today:
                raise UserError(
                    self.env._(
                        "%(name)s must be kept until %(date)s: %(rule)s.",
                        name=partner.display_name,
                        date=kept[partner][0],
                        rule=kept[partner][1].name,
                    )
                )
        due.partner_id._mlm_erase()
        due.write({"state": "done", "done_at": fields.Datetime.now(), "done_by": self.env.uid})
