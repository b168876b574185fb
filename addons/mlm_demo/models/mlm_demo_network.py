# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import datetime

from odoo import Command, api, models
from odoo.exceptions import UserError

from ..story.catalog import AGREEMENT, SELF_BILLING
from ..story.network import as_csv
from ..story.people import account_number

YEAR_BEGINS = datetime.date(2026, 1, 2)


class MlmDemo(models.AbstractModel):
    """The members: imported from one file, as a company that changes its software would do."""

    _inherit = "mlm.demo"

    @api.model
    def _build_network(self, people):
        record = self.env["mlm.network.import"].create(
            {
                "name": "lindenhof-netzwerk.csv",
                "file": base64.b64encode(as_csv(people)),
                "company_id": self.env.company.id,
            }
        )
        if not record._run(check_only=False):
            raise UserError("\n".join(record.problem_ids.mapped("reason")))
        members = self._members(people)
        self._accept_agreement(people, members, "Vertriebspartnervertrag", "partner", AGREEMENT)
        self._accept_agreement(
            people, members, "Gutschriftvereinbarung", "self_billing", SELF_BILLING
        )
        self._declare_taxes(people, members)
        accounts = self.env["res.partner.bank"].create(
            [
                {
                    "acc_number": account_number(person.index + 1),
                    "partner_id": member.id,
                    "allow_out_payment": True,
                }
                for person, member in zip(people, members, strict=True)
                if person.is_partner
            ]
        )
        # They have been known for long: new accounts would have to wait for a day.
        accounts.sudo().mlm_changed_at = "2026-01-02"

    @api.model
    def _members(self, people):
        """Return the members in the order of the story."""
        found = {
            member.ref: member
            for member in self.env["res.partner"].search(
                [("ref", "in", [person.reference for person in people])]
            )
        }
        return [found[person.reference] for person in people]

    @api.model
    def _accept_agreement(self, people, members, name, code, text):
        """Partners have signed; the applicants have not yet."""
        agreement = self.env["mlm.agreement"].create(
            {
                "name": name,
                "code": code,
                "is_self_billing": code == "self_billing",
                "company_id": self.env.company.id,
                "partner_type_ids": [
                    Command.set(
                        self.env["mlm.partner.type"].search([("needs_agreement", "=", True)]).ids
                    )
                ],
            }
        )
        version = self.env["mlm.agreement.version"].create(
            {
                "agreement_id": agreement.id,
                "name": "1.0",
                "date_from": datetime.date(2024, 1, 1),
                "text": text,
            }
        )
        version.action_publish()
        self.env["mlm.agreement.acceptance"].create(
            [
                {
                    "partner_id": member.id,
                    "version_id": version.id,
                    "method": "import",
                    "accepted_at": datetime.datetime.combine(person.joined, datetime.time(10)),
                }
                for person, member in zip(people, members, strict=True)
                if person.is_partner and person.state != "applicant"
            ]
        )

    @api.model
    def _declare_taxes(self, people, members):
        """Each partner has a tax number and declared its status when the year began."""
        partners = [
            (person, member)
            for person, member in zip(people, members, strict=True)
            if person.is_partner
        ]
        for person, member in partners:
            member.mlm_tax_number = person.tax_number
        self.env["mlm.tax.status"].create(
            [
                {
                    "partner_id": member.id,
                    "company_id": self.env.company.id,
                    "status": person.tax_status,
                    "date_from": person.joined,
                    "date_declared": max(person.joined, YEAR_BEGINS),
                    "source": "import",
                }
                for person, member in partners
            ]
        )
