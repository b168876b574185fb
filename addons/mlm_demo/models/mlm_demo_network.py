# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import datetime

from odoo import Command, api, models
from odoo.exceptions import UserError

from ..story.catalog import AGREEMENT
from ..story.network import as_csv
from ..story.people import account_number


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
        self._accept_agreement(people, members)
        self.env["res.partner.bank"].create(
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
    def _accept_agreement(self, people, members):
        """Partners have signed; the applicants have not yet."""
        agreement = self.env["mlm.agreement"].create(
            {
                "name": "Vertriebspartnervertrag",
                "code": "partner",
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
                "text": AGREEMENT,
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
