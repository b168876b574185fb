# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import LivechatCommon


@tagged("post_install", "-at_install")
class TestRouting(LivechatCommon):
    """Chats reach who speaks the language and knows those who ask; else anybody who is free."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.german = cls.env["res.lang"].search([("code", "=", "de_DE")])
        Expertise = cls.env["im_livechat.expertise"]
        cls.knows_partners = Expertise.create({"name": "Test partners"})
        cls.knows_market = Expertise.create({"name": "Test market"})
        cls.env["mlm.livechat.route"].create(
            [
                {"role": "partner", "expertise_id": cls.knows_partners.id},
                {"market_id": cls.market.id, "expertise_id": cls.knows_market.id},
            ]
        )
        cls.expert = cls.make_operator("lc_expert")
        cls.expert.livechat_expertise_ids = cls.knows_partners | cls.knows_market
        cls.germanist = cls.make_operator("lc_germanist", lang="de_DE")
        cls.chat.user_ids = [Command.link(cls.expert.id), Command.link(cls.germanist.id)]

    def operator_of(self, login, lang="en_US"):
        self.log_in(login)
        self.opener.cookies["frontend_lang"] = lang
        channel = self.open_chat()
        return channel.livechat_operator_id.user_ids, channel

    def test_partners_reach_who_knows_partners(self):
        operator, channel = self.operator_of("lc_partner")
        self.assertEqual(operator, self.expert)
        self.assertEqual(channel.livechat_expertise_ids, self.knows_partners | self.knows_market)

    def test_by_market_for_customers_too(self):
        operator, channel = self.operator_of("lc_customer")
        self.assertEqual(operator, self.expert)
        self.assertEqual(channel.livechat_expertise_ids, self.knows_market)

    def test_strangers_need_no_expertise(self):
        __, channel = self.operator_of(None)
        self.assertFalse(channel.livechat_expertise_ids)

    def test_the_language_comes_first(self):
        operator, __ = self.operator_of("lc_partner", "de_DE")
        self.assertEqual(operator, self.germanist)
        self.expert.livechat_lang_ids = self.german
        operator, __ = self.operator_of("lc_partner", "de_DE")
        self.assertEqual(operator, self.expert)

    def test_anybody_who_is_free(self):
        self.go_home(self.expert, self.germanist)
        operator, __ = self.operator_of("lc_partner", "de_DE")
        self.assertEqual(operator, self.operator)

    def test_nobody_is_there(self):
        self.go_home(self.expert, self.germanist, self.operator)
        self.log_in("lc_partner")
        self.assertFalse(self.open_chat())

    def test_opening_hours(self):
        self.chat.mlm_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Mornings",
                "tz": "Europe/Berlin",
                "attendance_ids": [
                    Command.clear(),
                    Command.create(
                        {"name": "Monday", "dayofweek": "0", "hour_from": 8, "hour_to": 12}
                    ),
                ],
            }
        )
        for moment, is_open in (
            ("2026-03-02 07:00:00", True),
            ("2026-03-02 06:59:00", False),
            ("2026-03-02 11:00:00", False),
            ("2026-03-03 08:00:00", False),
        ):
            with self.subTest(moment), freeze_time(moment):
                self.chat.invalidate_recordset(["available_operator_ids"])
                self.assertEqual(bool(self.chat.available_operator_ids), is_open)
