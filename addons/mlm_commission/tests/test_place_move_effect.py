# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import CommissionCommon

TEAM_PLAN = """plan:
  currency: USD
  trees: {team: {kind: unilevel}}
  ranks:
    - {code: silver, require: [{measure: group_volume, tree: team, min: 100}]}
  bonuses:
    - {code: level, kind: level, tree: team, rates: [10, 5]}
"""
# beside it, paid on the rows of each week
WEEK_PLAN = f"""{TEAM_PLAN}    - {{code: quick, kind: level, tree: team, rates: [25], period: week}}
"""


class PlaceMoveCommon(CommissionCommon):
    """Team tree: top → partner → deep, top → other. Soap: 10 PV, 8 CV.

    Deep buys 10 (100 PV, 80 CV), partner and other 2 each (20 PV, 16 CV).
    """

    DEFINITION = TEAM_PLAN

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.env["mlm.plan.version"].create(
            {"plan_id": cls.plan.id, "date_from": "2026-03-01", "definition": cls.DEFINITION}
        )
        cls.version._release()
        cls.other = cls.make_member("Other", cls.type_distributor, cls.top)
        cls.deep = cls.make_member("Deep", cls.type_distributor, cls.partner)
        cls.team = cls.env["mlm.tree"].create(
            {"name": "Team", "code": "team", "kind": "unilevel", "auto_enrol": False}
        )
        cls.places = {}
        for member, above in (
            (cls.top, None),
            (cls.partner, cls.top),
            (cls.other, cls.top),
            (cls.deep, cls.partner),
        ):
            parent = cls.places.get(above, cls.env["mlm.place"])
            cls.places[member] = cls.team._place(member, parent, date="2026-01-01")
        for member, pieces in ((cls.deep, 10), (cls.partner, 2), (cls.other, 2)):
            cls.sell(member, [(cls.soap, pieces)], date="2026-03-10")

    def request(self, member, parent):
        return self.env["mlm.place.move"].create(
            {
                "place_id": self.places[member].id,
                "parent_to_id": self.places[parent].id,
                "reason": "Wrong line at registration",
                "date_effective": "2026-03-20",
            }
        )


@tagged("post_install", "-at_install")
class TestPlaceMoveEffect(PlaceMoveCommon):
    def test_volume_rank_and_earnings_before_and_after(self):
        # Now: partner 10 % of 80 = 8; top 5 % of 80 + 10 % of 16 + 10 % of 16 = 7.20.
        # Moved below top: partner 0; top 10 % of 80 + 3.20 = 11.20.
        move = self.request(self.deep, self.top)
        move.action_preview_earnings()
        effect = move.earnings_effect
        self.assertEqual(effect["members"], [self.partner.id, self.top.id])
        self.assertEqual(effect["amount"], [["8.00", "0.00"], ["7.20", "11.20"]])
        # Partner's group falls from 120 to 20 PV, below silver; top keeps 140.
        self.assertEqual(effect["rank"], [["silver", None], ["silver", "silver"]])
        self.assertEqual(effect["volume"][0], ["120.0000", "20.0000"])
        self.assertEqual(effect["volume"][1], ["140.0000", "140.0000"])
        self.assertEqual((effect["changed"], effect["ranks_changed"]), (2, 1))
        self.assertEqual(effect["total"], ["15.20", "11.20"])
        self.assertEqual(move._preview_range(), (self.march.date_from, self.march.date_to))
        self.assertIn("Earnings after", move.preview_html)
        self.assertIn("Partner", move.preview_html)
        # Nothing was written.
        self.assertFalse(self.env["mlm.run"].search([("period_id", "=", self.march.id)]))
        self.assertEqual(self.places[self.deep].parent_id, self.places[self.partner])

    def test_it_is_what_the_period_pays_after_the_move(self):
        move = self.request(self.deep, self.other)
        move.action_preview_earnings()
        effect = move.earnings_effect
        self.places[self.deep]._hang_over(self.places[self.other], 0, self.day("2026-03-20"))
        run = self.march._close()
        paid = dict(
            self.env["mlm.commission.line"]._read_group(
                [("run_id", "=", run.id)], ["partner_id"], ["amount:sum"]
            )
        )
        paid = {partner.id: amount for partner, amount in paid.items()}
        for member, (_before, after) in zip(effect["members"], effect["amount"], strict=True):
            self.assertAlmostEqual(paid.get(member, 0), float(after))

    def test_submitting_works_it_out_for_whoever_decides(self):
        move = self.request(self.deep, self.top)
        self.assertFalse(move.earnings_effect)
        move.date_effective = "2099-01-01"
        move.with_context(queue_job__no_delay=True).action_submit()
        self.assertEqual(move.earnings_effect["changed"], 2)

    def test_another_request_is_worked_out_anew(self):
        move = self.request(self.deep, self.top)
        move.action_preview_earnings()
        move.parent_to_id = self.places[self.other]
        self.assertFalse(move.earnings_effect)

    def test_where_nothing_can_be_worked_out_it_says_why(self):
        below = self.request(self.partner, self.deep)
        below.action_preview_earnings()
        self.assertIn("would close a circle", below.earnings_effect["problem"])
        self.team.code = "unused"
        move = self.request(self.deep, self.top)
        move.action_preview_earnings()
        self.assertTrue(move.earnings_effect["unused"])
        self.assertIn("does not use the tree", move.preview_html)
        self.march.sudo().state = "closed"
        self.env["mlm.period"].search([("state", "=", "open")]).sudo().state = "closed"
        move.action_preview_earnings()
        self.assertIn("no open period", move.earnings_effect["problem"])

    def test_readers_do_not_start_it(self):
        user = new_test_user(self.env, "effect_reader", "mlm_base.group_mlm_user")
        move = self.request(self.deep, self.top).with_user(user)
        with self.assertRaises(AccessError):
            move.action_preview_earnings()


@tagged("post_install", "-at_install")
class TestPlaceMoveWeeks(PlaceMoveCommon):
    """Week 11 is [9 March, 16 March), week 12 ends on the 22nd, week 14 in April."""

    DEFINITION = WEEK_PLAN

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.weeks = cls.env["mlm.period"].create(
            [
                {"kind": "week", "date_from": day}
                for day in ("2026-03-09", "2026-03-16", "2026-03-30")
            ]
        )
        cls.sell(cls.deep, [(cls.soap, 1)], date="2026-03-18")

    def test_weeks_that_change_are_added_to_the_month(self):
        # Month: partner 10 % of 88; top 5 % of 88 + 10 % of 32, then 10 % of 88 + 3.20.
        # Week 12, from the 20th on: 25 % of 8 go to partner, then to top. Week 11 is over by then.
        move = self.request(self.deep, self.top)
        move.action_preview_earnings()
        effect = move.earnings_effect
        self.assertEqual(effect["period"], "2026-03, 2026-W12")
        self.assertEqual(effect["members"], [self.partner.id, self.top.id])
        self.assertEqual(effect["amount"], [["10.80", "0.00"], ["7.60", "14.00"]])
        self.assertEqual(effect["total"], ["18.40", "14.00"])
        self.assertEqual(effect["rank"][0], ["silver", None])

    def test_closed_weeks_are_not_shown(self):
        self.weeks[0]._close()
        self.weeks[1]._close()
        move = self.request(self.deep, self.top)
        move.action_preview_earnings()
        self.assertEqual(move.earnings_effect["period"], "2026-03")
        self.assertEqual(move.earnings_effect["amount"], [["8.80", "0.00"], ["7.60", "12.00"]])

    def test_a_week_that_crosses_the_months_end_belongs_to_the_next_one(self):
        move = self.request(self.deep, self.top)
        move.date_effective = "2026-03-31"
        self.assertEqual(move._preview_period(), self.march)
        self.assertFalse(move._preview_weeks(self.march))
        april = self.march._next()
        move.date_effective = "2026-04-02"
        self.assertEqual(move._preview_period(), april)
        self.assertEqual(move._preview_weeks(april), self.weeks[2])
