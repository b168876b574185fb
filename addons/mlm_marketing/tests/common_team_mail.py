# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

# Browser tests log in with the login as password.
PASSWORD = "team_leader"


class TeamMailCommon(TaxCommon):
    """Top leads Partner, Reseller and Cross; all but Cross agreed to mails of their line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"email": "office@sunny.example", "mlm_team_mails_per_week": 2})
        cls.cross = cls.make_member("Carla Cross", cls.type_distributor, cls.top)
        cls.stranger = cls.make_member("Stan Stranger", cls.type_distributor)
        cls.team = cls.partner | cls.reseller | cls.cross
        for member in cls.team | cls.top | cls.stranger:
            member.sudo().email = f"{member.name.split()[0].lower()}@private.example"
        cls.purpose = cls.env.ref("mlm_marketing.consent_purpose_team_mail")
        cls.agree(cls.partner | cls.reseller | cls.stranger)
        cls.text = cls.approved_text()
        cls.user = new_test_user(
            cls.env(su=True),
            "team_leader",
            "base.group_portal",
            name=cls.top.name,
            email=cls.top.email,
            partner_id=cls.top.id,
            password=PASSWORD,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.sell(self.partner, [(self.soap, 2)])
        self.close_march()

    @classmethod
    def agree(cls, members, given=True):
        for member in members:
            cls.env["mlm.consent"].sudo()._record(member, cls.purpose, given, "test")

    @classmethod
    def approved_text(cls, text="Look at <b>the</b> news.\n\nYours, {name}", **values):
        claims = cls.env["mlm.claim.text"].sudo()
        values = {"name": "News", "lang": "en_US", "channel": "team", **values}
        claim = claims.create({"text": text, "company_id": cls.company.id, **values})
        claim.write({"state": "approved"})
        return claim

    def queue(self, leader=None, **values):
        """Let a leader send a mail to its team."""
        return (
            self.env["mlm.team.mail"]
            .with_user(self.user)
            ._queue(leader or self.top, {"text": str(self.text.id), **values})
        )

    def send(self, mail):
        """Let the mail go out; return the mails in the outgoing queue."""
        mail.mailing_id.sudo()._action_send_mail()
        return self.env["mail.mail"].sudo().search([("mailing_id", "=", mail.mailing_id.id)])

    def recipients(self, mail):
        return self.env["res.partner"].browse(mail.mailing_id.sudo()._get_recipients())
