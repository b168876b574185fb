# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

NUMBER_SEQUENCE = "mlm.member.number"
FIRST_NUMBER = 1000001


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_market_id = fields.Many2one(
        comodel_name="mlm.market",
        string="Market for Other Countries",
        help="Members whose country is in no market's country group get this one.",
    )
    mlm_sponsor_revision = fields.Integer(
        string="Sponsor Revision",
        readonly=True,
        default=0,
        copy=False,
        help="Counts the changes of sponsors. Its row serialises them, see _mlm_lock_sponsors.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._mlm_number_sequences()
        return companies

    def _mlm_number_sequences(self):
        """Return {company: its sequence of member numbers} (sudo); missing ones are made.

        Companies get theirs when they are created or when the module is installed, so that two
        first registrations at the same time find it.
        """
        Sequence_sudo = self.env["ir.sequence"].sudo()
        found = {
            sequence.company_id: sequence
            for sequence in Sequence_sudo.search(
                [("code", "=", NUMBER_SEQUENCE), ("company_id", "in", self.ids)]
            )
        }
        missing = [company for company in self if company not in found]
        created = Sequence_sudo.create(
            [
                {
                    "name": self.env._("Member numbers of %(company)s", company=company.name),
                    "code": NUMBER_SEQUENCE,
                    "company_id": company.id,
                    "implementation": "no_gap",
                    "number_next": FIRST_NUMBER,
                    "padding": 7,
                }
                for company in missing
            ]
        )
        return found | dict(zip(missing, created, strict=True))

    @api.model
    def _mlm_create_number_sequences(self):
        """Give all companies their sequence; called when the module is installed."""
        self.search([])._mlm_number_sequences()

    def _mlm_lock_sponsors(self):
        """Let only one transaction at a time change sponsors in these companies.

        A lock alone would not do: a transaction that waited would go on with its old snapshot and
        not see the change it waited for. Because the row is changed, PostgreSQL lets the second
        one fail with a serialisation error, Odoo repeats it, and then it sees everything.
        """
        self.flush_model(["mlm_sponsor_revision"])
        self.env.cr.execute(
            SQL(
                "UPDATE res_company"
                " SET mlm_sponsor_revision = coalesce(mlm_sponsor_revision, 0) + 1"
                " WHERE id = ANY(%s)",
                sorted(self.ids),
            )
        )
        self.invalidate_recordset(["mlm_sponsor_revision"])


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    _mlm_member_number_uniq = models.UniqueIndex(
        f"(company_id) WHERE code = '{NUMBER_SEQUENCE}'",
        "This company has its sequence of member numbers already.",
    )
