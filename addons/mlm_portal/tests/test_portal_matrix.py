# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.models.matrix import mlm_next_rank


@tagged("post_install", "-at_install")
class TestPortalMatrix(TaxCommon):
    """Top sponsors Partner, Partner sponsors Reseller: the matrix decides what Top may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.visibility"].search([("company_id", "=", cls.company.id)]).unlink()
        cls.users = {
            partner: new_test_user(
                cls.env(su=True),
                f"matrix_{number}",
                "base.group_portal",
                partner_id=partner.id,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for number, partner in enumerate(cls.top | cls.partner | cls.reseller | cls.customer)
        }
        cls.partner.write({"name": "Paul Partner", "email": "paul@example.org", "city": "Kassel"})
        cls.reseller.write({"name": "Rita Reseller", "email": "rita@example.org", "city": "Ulm"})

    def setUp(self):
        super().setUp()
        self.sell(self.partner, [(self.soap, 2)])
        self.close_march()
        self.env.flush_all()

    def seen(self, reader, domain=(), **keywords):
        # Each question of a browser has a memory of its own.
        self.env.invalidate_all()
        members = self.env["mlm.team.member"].with_user(self.users[reader])
        return members.search_read(list(domain), **keywords)

    def names(self, reader, domain=(), **keywords):
        return [row["name"] for row in self.seen(reader, domain, **keywords)]

    def consent(self, partner, code, is_given=True):
        purpose = self.env.ref(f"mlm_portal.consent_purpose_{code}")
        self.env["mlm.consent"].sudo()._record(partner, purpose, is_given, "test")

    def both(self, member):
        """Return the member as the top reads it in the list and as by the tree's way."""
        [row] = self.seen(self.top, [("number", "=", member.mlm_member_number)])
        distance = 1 if member == self.partner else 2
        rights = self.top._mlm_rights_by_member({member.id: distance})[member.id]
        for fact in ("city", "email", "personal_volume", "group_volume", "rank", "status"):
            if fact not in rights:
                self.assertFalse(row[fact], f"{fact} only in the list")
        self.assertEqual(row["is_full_name"], "full_name" in rights)
        return row

    # === DEFAULTS OF LEGAL.md F === #

    def test_defaults(self):
        paul, rita = self.both(self.partner), self.both(self.reseller)
        self.assertEqual((paul["name"], paul["city"], paul["level"]), ("Paul Partner", "Kassel", 1))
        self.assertEqual((rita["name"], rita["city"], rita["level"]), ("Rita R.", False, 2))
        self.assertFalse(paul["email"] or rita["email"] or paul["last_order"])
        self.assertTrue(rita["joined"].day == 1 and rita["number"] and rita["status"])
        self.assertGreater(paul["personal_volume"], 0)
        self.assertEqual(rita["personal_volume"], 0)

    def test_consent_opens_and_closes(self):
        self.consent(self.reseller, "partner_site")
        self.assertEqual(self.both(self.reseller)["name"], "Rita R.", "another purpose")
        self.consent(self.reseller, "team_name")
        rita = self.both(self.reseller)
        self.assertEqual(
            (rita["name"], rita["city"], rita["email"]), ("Rita Reseller", "Ulm", False)
        )
        self.consent(self.reseller, "team_contact")
        self.assertEqual(self.both(self.reseller)["email"], "rita@example.org")
        self.consent(self.reseller, "team_name", False)
        self.assertEqual(self.both(self.reseller)["name"], "Rita R.")

    # === CONFIGURATION === #

    def row(self, **values):
        return self.env["mlm.visibility"].sudo().create({"company_id": self.company.id, **values})

    def test_own_row_of_the_company(self):
        self.row(reader="sponsor", fact="full_name", access="never")
        self.assertEqual(self.names(self.top), ["Paul P.", "Rita R."])
        self.row(reader="upline", fact="full_name", access="always", distance_max=2)
        self.assertEqual(self.names(self.top), ["Paul P.", "Rita Reseller"])

    def test_levels_at_most(self):
        self.row(reader="upline", fact="full_name", access="always", distance_max=1)
        self.assertEqual(self.both(self.reseller)["name"], "Rita R.")

    def test_leader_by_rank(self):
        row = self.row(reader="leader", fact="full_name", access="always", rank_code="gold")
        self.assertEqual(self.both(self.reseller)["name"], "Rita R.", "there is no such rank")
        version = self.env["mlm.member.result"]._mlm_latest(self.top).run_id.plan_version_id
        Rank = self.env["mlm.plan.rank"].sudo()
        silver, gold = Rank.create(
            [
                {"version_id": version.id, "code": "silver", "sequence": 1},
                {"version_id": version.id, "code": "gold", "sequence": 2},
            ]
        )
        self.env.flush_all()
        for rank, name in ((silver, "Rita R."), (gold, "Rita Reseller")):
            self.env.cr.execute(
                "UPDATE mlm_member_result SET rank_id = %s WHERE partner_id = %s",
                [rank.id, self.top.id],
            )
            self.env.invalidate_all()
            self.assertEqual(self.both(self.reseller)["name"], name)
        row.unlink()
        self.assertEqual(self.both(self.reseller)["name"], "Rita R.")

    def test_placement_only(self):
        member = self.reseller.id
        rights = self.partner._mlm_rights_by_member({member: None}, placed={member})
        self.assertFalse(rights[member])
        self.row(reader="placement", fact="rank", access="always")
        rights = self.partner._mlm_rights_by_member({member: None}, placed={member})
        self.assertEqual(rights[member], {"rank"})
        self.assertFalse(self.partner._mlm_rights_by_member({member: None})[member])

    def test_rows_that_nobody_may_write(self):
        for values in (
            {"reader": "sponsor", "fact": "contact", "access": "always"},
            {"reader": "upline", "fact": "city", "access": "consent"},
            {"reader": "leader", "fact": "city", "access": "always"},
        ):
            with self.assertRaises(ValidationError):
                self.row(**values)

    # === HOSTILE === #

    def test_nobody_sees_up_or_across(self):
        self.assertEqual(self.names(self.partner), ["Rita Reseller"])
        for reader in (self.reseller, self.customer):
            self.assertEqual(self.names(reader), [])

    def test_no_way_around_hidden_facts(self):
        """Search, order, grouping and reading by number tell no more than the list."""
        secret = [("name", "ilike", "Reseller")]
        self.assertEqual(self.names(self.top, secret), [])
        self.assertEqual(self.names(self.top, [("email", "ilike", "rita")]), [])
        self.assertEqual(self.names(self.top, ["!", ("city", "=", False)]), ["Paul Partner"])
        members = self.env["mlm.team.member"].with_user(self.users[self.top])
        groups = members.formatted_read_group([], ["email"], ["__count"])
        self.assertEqual([group["email"] for group in groups], [False])
        foreign = members.search([]).ids
        mine = self.env["mlm.team.member"].with_user(self.users[self.reseller])
        self.assertFalse(mine.search([("id", "in", foreign)]))
        self.assertFalse(mine.browse(foreign).exists())

    def test_nobody_writes(self):
        members = self.env["mlm.team.member"].with_user(self.users[self.top])
        with self.assertRaises(AccessError):
            members.search([], limit=1).write({"name": "x"})
        for model in ("mlm.visibility", "mlm.member.result", "mlm.consent", "mlm.place"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.users[self.top]).search([])

    def test_suspended_and_former_readers(self):
        self.assertEqual(len(self.names(self.top)), 2)
        for state in ("suspended", "terminated"):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_partner SET mlm_state = %s WHERE id = %s", [state, self.top.id]
            )
            self.env.invalidate_all()
            self.assertEqual(self.names(self.top), [], state)
            self.assertEqual(self.top._mlm_team(), (0, []))
            told = self.env["mlm.explanation"].with_user(self.users[self.top])
            self.assertFalse(told._members(self.partner.ids)[self.partner.id]["visible"])

    def test_rule_alone_is_a_fence(self):
        """Even if the view held everybody, the rule shows the own range only."""
        members = self.env["mlm.team.member"].with_user(self.users[self.partner])
        domain = (
            self.env["ir.rule"]
            .with_user(self.users[self.partner])
            ._compute_domain("mlm.team.member", "read")
        )
        of_all = (
            self.env["mlm.member.result"]
            .sudo()
            .search([("run_id", "=", self.march.final_run_id.id)])
        )
        told = str(domain.optimize_full(members))
        result = self.env["mlm.member.result"]._mlm_latest(self.partner)
        self.assertIn(str(result.position + result.team_size), told)
        self.assertGreater(len(of_all), result.team_size)


@tagged("post_install", "-at_install")
class TestPortalSpeed(TaxCommon):
    """Pages ask as many questions for forty members as for two, and keep what they found."""

    def setUp(self):
        super().setUp()
        self.sell(self.partner, [(self.soap, 2)])
        self.count()

    def count(self):
        self.march._new_run("trial")._execute()

    def statements(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def pages(self):
        """Return the number of statements of start page, team and structure, each seen before."""
        found = []
        for page in (
            self.top._mlm_dashboard,
            lambda: self.top._mlm_team({}, 0, 50),
            self.top._mlm_tree_open,
        ):
            page()
            found.append(self.statements(page))
        return found

    def test_statements_do_not_grow_with_the_team(self):
        small = self.pages()
        for number in range(20):
            front = self.make_member(f"Front {number}", self.type_distributor, self.top)
            self.make_member(f"Below {number}", self.type_distributor, front)
        self.count()
        self.assertEqual(self.top._mlm_team()[0], 42)
        self.assertEqual(self.pages(), small)

    def test_next_rank_is_computed_once(self):
        result = self.env["mlm.member.result"]._mlm_latest(self.top)
        Stored = self.env["mlm.next.rank"].sudo()
        domain = [("run_id", "=", result.run_id.id)]
        self.assertFalse(Stored.search(domain), "small teams are computed when asked for")
        first = Stored._of(result)
        self.assertEqual(len(Stored.search(domain)), 1)
        with patch.object(type(result), "_distance_to_next_rank") as again:
            self.assertEqual(Stored._of(result), first)
        again.assert_not_called()
        told = result._distance_to_next_rank()
        self.assertEqual(first["next"], told["next"])

    def test_run_keeps_what_leaders_are_told(self):
        new_test_user(
            self.env(su=True), "kept", "base.group_portal", partner_id=self.top.id, name="Top"
        )
        self.patch(mlm_next_rank, "LARGE_TEAM", 1)
        self.count()
        result = self.env["mlm.member.result"]._mlm_latest(self.top)
        stored = self.env["mlm.next.rank"].sudo().search([("run_id", "=", result.run_id.id)])
        self.assertEqual(stored.partner_id, self.top, "who has no login is not kept")
        kept = stored._of(result)
        stored.unlink()
        self.assertEqual(kept, self.env["mlm.next.rank"]._of(result), "as computed alone")

    def test_week_does_not_hide_the_month(self):
        """A week that began later: the team still shows the month, the week stands beside it."""
        week = self.env["mlm.period"].create({"kind": "week", "date_from": "2026-03-30"})
        run = week._new_run("trial")
        run._execute()
        latest = self.env["mlm.member.result"]._mlm_latest_each(self.top)
        self.assertEqual(latest.run_id.period_id.mapped("kind"), ["month", "week"])
        dashboard = self.top._mlm_dashboard()
        self.assertEqual(dashboard["figures"]["period"], "2026-03")
        self.assertEqual([one["period"] for one in dashboard["other_figures"]], [week.name])
