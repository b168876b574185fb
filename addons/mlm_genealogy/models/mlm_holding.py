# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 200
PLACERS = "mlm_base.group_mlm_clerk"


class MlmHolding(models.Model):
    """A member who waits for a place in a tree.

    The sponsor or the staff may choose the place within the window; afterwards the strategy of
    the tree does. The rows stay: they are the log of who placed whom, when and how.
    """

    _name = "mlm.holding"
    _inherit = ["mail.thread"]
    _description = "Holding Tank"
    _order = "state desc, deadline, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    tree_id = fields.Many2one(
        "mlm.tree", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="tree_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sponsor_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("placed", "Placed"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
        tracking=True,
    )
    date_entered = fields.Date(
        required=True, readonly=True, default=fields.Date.context_today, string="Waiting since"
    )
    deadline = fields.Date(
        readonly=True,
        index=True,
        help="From this day on the strategy of the tree places the member. "
        "Empty: somebody has to choose.",
    )
    problem = fields.Char(readonly=True, help="Why the member could not be placed by itself.")
    method = fields.Selection(
        [("staff", "Staff"), ("sponsor", "Sponsor"), ("strategy", "Strategy")],
        readonly=True,
        string="Placed by",
    )
    placed_by_id = fields.Many2one("res.users", readonly=True, string="User")
    placed_at = fields.Datetime(readonly=True)
    place_id = fields.Many2one("mlm.place", readonly=True, ondelete="restrict")

    _waiting_uniq = models.UniqueIndex(
        "(tree_id, partner_id) WHERE state = 'waiting'", "This member waits in this tree already."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        # Only the chatter's own fields are written from outside.
        fields_given = {name for name in vals if name in self._fields}
        if not self.env.su and {
            name for name in fields_given if not name.startswith(("message_", "activity_"))
        }:
            raise AccessError(
                self.env._("The holding tank is its own log. Use its buttons to place a member.")
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_choose_place(self):
        """Open the dialog in which a place is chosen for these members."""
        self._check_waiting()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose a Place"),
            "res_model": "mlm.holding.place",
            "view_mode": "form",
            "target": "new",
            "context": {"default_holding_ids": self.ids},
        }

    def action_place_by_strategy(self):
        """Place these members by the strategy of their tree, now."""
        self._check_staff()
        self._check_waiting()
        self._place_by_strategy(on_problem="raise")

    def action_cancel(self):
        """Take these members out of the holding tank without a place."""
        self._check_staff()
        self._check_waiting()
        self.sudo().write({"state": "cancelled"})

    def action_open_place(self):
        """Show where the member was placed."""
        self.ensure_one()
        return self.place_id.action_open_hierarchy()

    # === BUSINESS METHODS === #

    @api.model
    def _enter(self, tree, partner_ids, problems=None):
        """Put members into the holding tank of a tree (sudo); who waits already is left alone.

        :param partner_ids: members without a place in the tree
        :param dict problems: why the strategy could not place them; they wait without deadline
        """
        holding_sudo = self.sudo()
        waiting = holding_sudo.search(
            [
                ("tree_id", "=", tree.id),
                ("state", "=", "waiting"),
                ("partner_id", "in", partner_ids),
            ]
        )
        for holding in waiting if problems else ():
            holding.write({"problem": problems.get(holding.partner_id.id), "deadline": False})
        known = set(waiting.partner_id.ids)
        today = fields.Date.context_today(self)
        deadline = today + timedelta(days=tree.holding_days) if tree.holding_days else False
        by_hand = tree.kind == "binary" and tree.strategy == "manual"
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        created = holding_sudo.with_context(tracking_disable=True).create(
            [
                {
                    "tree_id": tree.id,
                    "partner_id": partner.id,
                    "sponsor_id": partner.mlm_sponsor_id.id,
                    "date_entered": today,
                    "deadline": False if by_hand or problems else deadline,
                    "problem": (problems or {}).get(partner.id),
                }
                for partner in partners
                if partner.id not in known
            ]
        )
        if tree.holding_max and not by_hand:
            holding_sudo._place_above_limit(tree, created.sponsor_id)
        return created

    @api.model
    def _place_above_limit(self, tree, sponsors):
        """Place the oldest members of sponsors for whom more wait than the tree allows."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM (
                    SELECT id, row_number() OVER (PARTITION BY sponsor_id
                                                  ORDER BY date_entered DESC, id DESC) AS no
                      FROM mlm_holding WHERE tree_id = %s AND state = 'waiting'
                       AND problem IS NULL AND sponsor_id = ANY(%s)) n
                 WHERE no > %s ORDER BY id""",
                tree.id,
                sponsors.ids,
                tree.holding_max,
            )
        )
        self.browse([row[0] for row in rows])._place_by_strategy()

    def _place_by_hand(self, parent, leg=0, sponsor=None):
        """Place one waiting member where somebody chose.

        :param parent: mlm.place under which it goes
        :param int leg: 0 = first free leg
        :param sponsor: res.partner who chooses, when it is the sponsor and not the staff; it may
            only choose for the members it sponsors and only places in its own team
        :return: the new mlm.place
        """
        self.ensure_one()
        if sponsor is None:
            self._check_staff()
        else:
            self._check_sponsor_choice(parent, sponsor)
        self._check_waiting()
        self._lock()
        place = self.tree_id._place(self.partner_id, parent, leg)
        self._log_placed({self.partner_id.id: place.id}, "sponsor" if sponsor else "staff")
        return place

    def _place_by_strategy(self, on_problem="hold"):
        """Place these waiting members in the order of their arrival; one pass per tree."""
        for tree, holdings in self.sorted("id").grouped("tree_id").items():
            holdings._lock()
            placed = tree.sudo()._place_members(holdings.partner_id.ids, on_problem=on_problem)
            holdings._log_placed(placed, "strategy")

    def _log_placed(self, placed, method):
        """Close the rows of members that have a place now.

        :param dict placed: partner id -> place id
        """
        now = fields.Datetime.now()
        for holding in self.sudo().with_context(tracking_disable=len(self) > 50):
            if holding.partner_id.id in placed:
                holding.write(
                    {
                        "state": "placed",
                        "method": method,
                        "placed_by_id": self.env.uid,
                        "placed_at": now,
                        "place_id": placed[holding.partner_id.id],
                        "problem": False,
                    }
                )

    # === CRON === #

    @api.model
    def _cron_place(self):
        """Place members whose window has ended, in batches that are committed one by one."""
        domain = [
            ("state", "=", "waiting"),
            ("deadline", "!=", False),
            ("deadline", "<=", fields.Date.context_today(self)),
            ("tree_id.active", "=", True),
        ]
        cron = self.env["ir.cron"]
        remaining = self.search_count(domain)
        cron._commit_progress(remaining=remaining)
        while remaining:
            holdings = self.search(domain, order="tree_id, id", limit=BATCH)
            holdings = holdings.try_lock_for_update().filtered_domain(domain)
            if not holdings:
                break
            holdings._place_by_strategy()
            remaining = self.search_count(domain)
            if not cron._commit_progress(len(holdings), remaining=remaining):
                break

    # === CHECKS === #

    def _lock(self):
        try:
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is placing this member right now. Please try again.")
            ) from error

    def _check_staff(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(PLACERS):
            raise AccessError(
                self.env._("Only commission clerks and administrators place members.")
            )

    def _check_waiting(self):
        done = self.filtered(lambda holding: holding.state != "waiting")
        if done or not self:
            raise UserError(
                self.env._(
                    "%(member)s is not waiting any more. Reload the page.",
                    member=done[:1].partner_id.display_name or self.env._("The member"),
                )
            )

    def _check_sponsor_choice(self, parent, sponsor):
        tree = self.tree_id
        own = parent.partner_id == sponsor or (
            parent.tree_id == tree and tree._leg_of(parent.partner_id.id, sponsor.id)
        )
        if self.sponsor_id != sponsor or parent.tree_id != tree or not own:
            raise UserError(
                self.env._(
                    "Sponsors choose places in their own team for the partners they have "
                    "sponsored themselves."
                )
            )
        if self.deadline and self.deadline <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The time to choose a place for %(member)s is over.",
                    member=self.partner_id.display_name,
                )
            )
