# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import re

from odoo import Command, http
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

from .route_table import OWN, PUBLIC, QUESTION, RECORD, ROUTES, STAFF, TOKEN

PASSWORD = "a long secret 7"
SECRETS = ("Verborgen", "victim@example.org", "0171 5550199", "Geheimweg", "1985-07-13")
# Who tries it, and what of the victim's data a sponsor may read by the visibility matrix.
READERS = ("upline", "downline", "crossline", "stranger", "customer", None)
ALLOWED = {"upline": {"Verborgen"}}


@tagged("post_install", "-at_install")
class TestPortalRoutes(TaxCommon, HttpCase):
    """Everybody around a partner tries every route of our modules with that partner's numbers."""

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

    def live_routes(self):
        """Return {rule: (type, methods)} of all endpoints that our modules define or override."""
        modules = sorted(self.registry._init_modules)
        Http = self.env["ir.http"]
        found = {}
        for address, endpoint in Http._generate_routing_rules(modules, Http._get_converters()):
            if endpoint.func.__module__.startswith("odoo.addons.mlm_"):
                found[address] = (endpoint.routing["type"], endpoint.routing.get("methods"))
        return found

    def log_in(self, name):
        if name:
            self.authenticate(f"route_{name}", PASSWORD)
        else:
            self.logout()

    def address(self, rule):
        return re.sub(
            r"<(?:\w+:)?(\w+)>", lambda m: str(self.numbers.get(m[1], self.victim.id)), rule
        )

    def answers(self, rule, kind, methods):
        """Yield the answers to a route with the victim's numbers by all its methods."""
        address = self.address(rule)
        if kind == "jsonrpc":
            yield self.url_open(address, json={"jsonrpc": "2.0", "params": self.questions})
            return
        if not methods or "GET" in methods:
            yield self.url_open(address)
        if methods and "POST" in methods:
            form = {"csrf_token": http.Request.csrf_token(self), "reason": "not mine"}
            yield self.url_open(address, data=form | {"partner_id": self.victim.id})

    def test_every_route_has_a_row(self):
        missing = self.live_routes().keys() - ROUTES.keys()
        self.assertFalse(missing, "say in route_table.py how these routes treat strangers")
        self.assertIn("/my/team", self.live_routes())

    def test_records_of_others(self):
        live = {rule: how for rule, how in self.live_routes().items() if ROUTES[rule] == RECORD}
        self.assertGreaterEqual(len(live), 8)
        for name in READERS:
            self.log_in(name)
            for rule, how in live.items():
                with self.subTest(reader=name, rule=rule):
                    for answer in self.answers(rule, *how):
                        if name:
                            self.assertEqual(answer.status_code, 404)
                        else:
                            self.assertIn("/web/login", answer.url)
                        self.assert_no_secret(answer, name)
        self.env.invalidate_all()
        self.assertFalse(self.statement.move_id.mlm_objection_ids)

    def test_owner_gets_them(self):
        """The same addresses answer their owner: the 404 above is about who asks."""
        self.log_in("victim")
        for rule, (kind, methods) in self.live_routes().items():
            if ROUTES[rule] == RECORD and (not methods or "GET" in methods):
                with self.subTest(rule=rule):
                    [answer, *_more] = self.answers(rule, kind, methods)
                    self.assertEqual(answer.status_code, 200)

    def test_pages_tell_nothing_of_others(self):
        chosen = (OWN, PUBLIC, TOKEN, QUESTION)
        for name in READERS:
            self.log_in(name)
            for rule, how in self.live_routes().items():
                if ROUTES[rule] not in chosen:
                    continue
                with self.subTest(reader=name, rule=rule):
                    for answer in self.answers(rule, *how):
                        self.assertLess(answer.status_code, 500)
                        self.assert_no_secret(answer, name)
                        if not name and ROUTES[rule] == OWN:
                            self.assertIn("/web/login", answer.url)

    def test_staff_routes(self):
        for name in READERS:
            self.log_in(name)
            for rule, how in self.live_routes().items():
                if ROUTES[rule] == STAFF:
                    with self.subTest(reader=name, rule=rule):
                        for answer in self.answers(rule, *how):
                            refused = answer.status_code in (403, 404) or "/web/login" in answer.url
                            self.assertTrue(refused, answer.status_code)

    def test_former_members_see_documents_only(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'terminated' WHERE id = %s", [self.victim.id]
        )
        self.env.invalidate_all()
        self.log_in("victim")
        base = f"/my/commissions/{self.statement.id}"
        for path in ("/my/commissions", base, f"{base}/statement.pdf", f"{base}/document.pdf"):
            self.assertEqual(self.url_open(path).status_code, 200, path)
        for path in ("/my/team", "/my/team.csv", "/my/team/tree", "/my/invite"):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        self.assertTrue(self.url_open("/my/network").url.endswith("/my/commissions"))
        self.assertNotIn("/my/team", self.url_open("/my").text)

    def assert_no_secret(self, answer, reader):
        if "pdf" in answer.headers.get("Content-Type", ""):
            return
        for secret in set(SECRETS) - ALLOWED.get(reader, set()):
            self.assertNotIn(secret, answer.text)
