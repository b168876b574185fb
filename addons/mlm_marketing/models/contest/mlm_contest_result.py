# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class MlmContestResult(models.Model):
    """Somebody's place in a contest, as the ledger said when it was ranked."""

    _name = "mlm.contest.result"
    _description = "Place in a Contest"
    _log_access = False
    _order = "contest_id, place, id"
    _rec_name = "partner_id"

    contest_id = fields.Many2one(
        "mlm.contest", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contest_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    place = fields.Integer(readonly=True, aggregator=None, help="Who has the same, shares a place.")
    score = fields.Float(digits=(16, 2), readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    prize_ids = fields.Many2many("mlm.contest.prize", compute="_compute_prize_ids")
    reward_ids = fields.Many2many("mlm.reward", string="Rewards", readonly=True)

    _once = models.Constraint("UNIQUE(contest_id, partner_id)", "Everybody has one place.")

    @api.depends("place", "contest_id.prize_ids")
    def _compute_prize_ids(self):
        for result in self:
            result.prize_ids = result.contest_id.prize_ids.filtered(
                lambda prize, place=result.place: prize.place_from <= place <= prize.place_to
            )

    def _make_rewards(self):
        """Plan the prizes that cost something; accountancy gives them and settles their tax."""
        for result in self:
            contest = result.contest_id
            result.reward_ids = self.env["mlm.reward"].create(
                [
                    {
                        "name": f"{contest.name}: {prize.name}",
                        "company_id": contest.company_id.id,
                        "partner_id": result.partner_id.id,
                        "cost": prize.cost,
                        "origin": f"contest/{contest.id}/{prize.id}",
                    }
                    for prize in result.prize_ids
                    if prize.cost
                ]
            )
