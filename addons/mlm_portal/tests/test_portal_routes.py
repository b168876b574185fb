# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import http
from odoo.tests import tagged

from .common_victim import ALLOWED, READERS, SECRETS, VictimCommon
from .route_table import OWN, PUBLIC, QUESTION, RECORD, ROUTES, STAFF, TOKEN


@tagged("post_install", "-at_install")
class TestPortalRoutes(VictimCommon):
    """Everybody around a partner tries every route of our modules with that partner's numbers."""

    def live_routes(self):
        """Return {rule: (type, methods)} of all endpoints that our modules define or override."""
        modules = sorted(self.registry._init_modules)
        Http = self.env["ir.http"]
        found = {}
        for address, endpoint in Http._generate_routing_rules(modules, Http._get_converters()):
            if endpoint.func.__module__.startswith("odoo.addons.mlm_"):
                found[address] = (endpoint.routing["type"], endpoint.routing.get("methods"))
        return found

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
