# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import Command
from odoo.tests import HttpCase, new_test_user

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

PASSWORD = "a long secret 7"
SECRETS = ("Verborgen", "victim@example.org", "0171 5550199", "Geheimweg", "1985-07-13")
# Who tries it, and what of the victim's data a sponsor may read by the visibility matrix.
READERS = ("upline", "downline", "crossline", "stranger", "customer", None)
ALLOWED = {"upline": {"Verborgen"}}


class VictimCommon(TaxCommon, HttpCase):
    """A partner with all that a partner can have, and a reader for each place around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.victim = cls.partner
        cls.people = {
            "upline": cls.top,
            "victim": cls.victim,
            "downline": cls.reseller,
            "crossline": cls.make_member("Carla Cross", cls.type_distributor, cls.top),
            "stranger": cls.make_member("Stan Stranger", cls.type_distributor),
            "customer": cls.customer,
        }
        for name, partner in cls.people.items():
            new_test_user(
                cls.env(su=True),
                f"route_{name}",
                "base.group_portal",
                partner_id=partner.id,
                password=PASSWORD,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
        cls.victim.sudo().write(
            {
                "name": "Viktor Verborgen",
                "email": "victim@example.org",
                "phone": "0171 5550199",
                "street": "Geheimweg 7",
                "mlm_birthdate": "1985-07-13",
            }
        )

    def setUp(self):
        super().setUp()
        self.sell(self.victim, [(self.soap, 2)])
        self.sell(self.reseller, [(self.soap, 2)])
        statements = self.close_march()
        self.statement = statements.filtered(lambda s: s.partner_id == self.victim)
        self.assertTrue(self.statement._settle("2026-04-18"), self.statement.block_reason)
        self.summary = (
            self.env["mlm.year.summary"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.victim.id,
                    "year": 2026,
                    "state": "released",
                    "pdf_file": base64.b64encode(b"%PDF-1.7 Verborgen"),
                    "csv_file": base64.b64encode(b"name;Verborgen"),
                }
            )
        )
        line = self.env["mlm.commission.line"].search(
            [
                ("run_id", "=", self.statement.run_id.id),
                ("partner_id", "=", self.victim.id),
            ],
            limit=1,
        )
        tree = self.env["mlm.tree"]._get_sponsor_tree(self.company)
        place = self.env["mlm.place"].search(
            [("tree_id", "=", tree.id), ("partner_id", "=", self.victim.id)]
        )
        acceptance = self.env["mlm.agreement.acceptance"].search(
            [("partner_id", "=", self.victim.id)], limit=1
        )
        copy = (
            self.env["mlm.data.request"]
            .sudo()
            .create({"partner_id": self.victim.id, "kind": "access"})
        )
        copy._export_job()
        self.numbers = {
            "acceptance_id": acceptance.id,
            "request_id": copy.id,
            "statement_id": self.statement.id,
            "line_id": line.id,
            "summary_id": self.summary.id,
            "kind": "pdf",
            "page": 1,
            "code": "ZZZZ9999",
            "token": "0" * 40,
            "path": "shop",
            "step": "person",
            **self.numbers_of_the_shop(),
        }
        self.questions = {
            "tree_id": tree.id,
            "place_id": place.id,
            "holding_id": 1,
            "words": self.victim.mlm_member_number,
            "list_id": 1,
            "value": "victim@example.org",
            "subscription_type": "email",
        }

    def numbers_of_the_shop(self):
        """Return records of the victim of modules that need not be there."""
        numbers = {}
        customer = self.env["res.partner"].create(
            {
                "name": "Secret Customer of the Victim",
                "mlm_type_id": self.env.ref("mlm_base.partner_type_customer").id,
                "mlm_sponsor_id": self.victim.id,
                "mlm_state": "active",
            }
        )
        if "mlm.shared.cart" in self.env:
            cart = self.env["mlm.shared.cart"].sudo().create({"partner_id": self.victim.id})
            numbers |= {"customer_id": customer.id, "cart_id": cart.id}
        if "mlm.sponsor.question" in self.env:
            ticket = self.env["helpdesk.ticket"].sudo()
            ticket = ticket.create(
                {"name": "Secret", "description": "Secret", "partner_id": customer.id}
            )
            question = self.env["mlm.sponsor.question"].sudo()
            question = question.create({"ticket_id": ticket.id, "question": "A secret question"})
            numbers |= {"question_id": question.id}
        if "mlm.team.mail" in self.env:
            numbers |= {"mail_id": self.team_mail().id}
        if "mlm.training" in self.env:
            numbers |= {"certificate_id": self.certificate_of_the_victim().id}
        if "mlm.contact.note" in self.env:
            note = self.note_of_the_victim(customer)
            numbers |= {"person_id": customer.id, "note_id": note.id}
        if "mlm.partner.page" in self.env:
            words = {"headline": "Verborgen", "story": "Verborgen"}
            self.env["mlm.partner.page"]._save(self.victim, words)
            self.env["mlm.partner.message"]._deliver(
                self.victim, {"name": "Verborgen", "email": "v@example.org", "text": "Geheimweg"}
            )
        if "mlm.autoship" not in self.env:
            return numbers
        goods = self.env["product.product"].create({"name": "Linden soap", "type": "consu"})
        autoship = self.env["mlm.autoship"].create(
            {
                "partner_id": self.victim.id,
                "line_ids": [Command.create({"product_id": goods.id, "quantity": 1})],
            }
        )
        return numbers | {"autoship_id": autoship.id, "word": "skip"}

    def team_mail(self):
        """Return a mail of the victim to its team."""
        text = self.env["mlm.claim.text"].sudo()
        text = text.create({"name": "Secret", "text": "Secret", "lang": "en_US", "channel": "team"})
        return (
            self.env["mlm.team.mail"]
            .sudo()
            .create(
                {
                    "partner_id": self.victim.id,
                    "company_id": self.company.id,
                    "text_id": text.id,
                    "subject": "Verborgen writes",
                    "week": "2026-03-02",
                    "number_in_week": 1,
                }
            )
        )

    def certificate_of_the_victim(self):
        """Return a passed training of the victim."""
        course = self.env["slide.channel"].sudo().create({"name": "Secret Course"})
        training = self.env["mlm.training"].sudo()
        training = training.create({"name": "Secret", "channel_id": course.id})
        return self.env["mlm.training.record"]._keep(training, self.victim, how="hand")

    def note_of_the_victim(self, customer):
        return (
            self.env["mlm.contact.note"]
            .sudo()
            .create(
                {
                    "partner_id": customer.id,
                    "author_id": self.victim.id,
                    "is_private": True,
                    "summary": "A secret note",
                }
            )
        )

    def log_in(self, name):
        if name:
            self.authenticate(f"route_{name}", PASSWORD)
        else:
            self.logout()
