# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

import psycopg2

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

from ..const import ANALYZE_THRESHOLD, BULK_THRESHOLD
from ..placement import NeedsChoice
from ..session import PlacingSession

COPY_PLACES = """COPY mlm_place (id, tree_id, company_id, partner_id, parent_id, leg, position_no,
    sponsor_id, date_from, active, child_seq, create_uid, create_date, write_uid, write_date)
    FROM STDIN"""


class MlmTree(models.Model):
    """Placing members. None of these methods checks rights: their callers do."""

    _inherit = "mlm.tree"

    def _place_members(self, partner_ids, stated=None, date=None, on_problem="raise"):
        """Place members by the tree's strategy, in the given order; all or nothing.

        The search begins at the place of the sponsor, or of the first member up the sponsor line
        who has a place; with nobody there the member becomes a root (monoline: the end of the
        line). Members who are placed already and customers are left out.

        :param partner_ids: ids in the order of placement, for example of enrolment
        :param dict stated: partner id -> (parent partner id, leg), where somebody chose; leg 0 =
            first free leg
        :param date date: day from which the places count, default today
        :param str on_problem: "raise", or "hold": who cannot be placed waits in the holding tank
        :return: dict partner id -> id of its new place
        :raise UserError: the tree is filled by hand, or a stated place cannot be taken
        """
        self.ensure_one()
        if self.kind == "sponsor":
            raise UserError(
                self.env._("The sponsor tree follows the sponsors of the contacts by itself.")
            )
        partner_ids = self._placeable(partner_ids)
        if not partner_ids:
            return {}
        if len(partner_ids) <= BULK_THRESHOLD and self.kind != "board":
            return self._place_one_by_one(partner_ids, stated or {}, date, on_problem)
        self._lock_exclusive()
        session = self._open_session()
        problems = {}
        for partner_id in partner_ids:
            try:
                session.place(partner_id, (stated or {}).get(partner_id))
            except (NeedsChoice, ValueError, KeyError) as error:
                problems[partner_id] = self._problem_text(partner_id, error)
                if on_problem == "raise":
                    raise UserError(problems[partner_id]) from error
        placed = self._write_session(session, date)
        self._hold_problems(problems)
        return placed

    def _place_one_by_one(self, partner_ids, stated, date, on_problem):
        placed, problems = {}, {}
        self._lock_shared()
        for partner in self.env["res.partner"].browse(partner_ids):
            try:
                if partner.id in stated:
                    parent_partner_id, leg = stated[partner.id]
                    parent = self._main_place(parent_partner_id)
                else:
                    parent, leg = self._find_spot(partner)
            except (NeedsChoice, KeyError) as error:
                problems[partner.id] = self._problem_text(partner.id, error)
                if on_problem == "raise":
                    raise UserError(problems[partner.id]) from error
            else:
                placed[partner.id] = self._place(partner, parent, leg, date=date).id
        self._hold_problems(problems)
        return placed

    def _place(self, partner, parent, leg=0, date=None):
        """Put one member in a certain place.

        :param partner: res.partner record
        :param parent: mlm.place record, empty for a root
        :param int leg: 1, 2, …; 0 = the first free leg (or no leg in trees without legs)
        :param date date: day from which the place counts, default today
        :return: the new mlm.place (sudo)
        :raise UserError: wrong tree, occupied or missing leg, member placed already, customer
        """
        self.ensure_one()
        self._lock_shared()
        position = self._check_may_be_placed(partner)
        leg = self._take_leg(parent, leg)
        place_sudo = (
            self.env["mlm.place"]
            .sudo()
            .create(
                {
                    "tree_id": self.id,
                    "partner_id": partner.id,
                    "parent_id": parent.id,
                    "leg": leg,
                    "position_no": position,
                    "sponsor_id": self._placed_sponsor(partner.id),
                    "date_from": date or fields.Date.context_today(self),
                }
            )
        )
        self._translating_collisions(place_sudo.flush_recordset)
        return place_sudo

    def _take_leg(self, parent, leg):
        """Check that a leg of a place is free and reserve it until the transaction ends.

        Two members placed under one parent at the same time: the second transaction waits for
        the first at the parent's row, fails to serialise and is repeated by Odoo.
        """
        if not parent:
            if self.kind == "monoline" and self._has_places():
                raise UserError(
                    self.env._("%(tree)s has one line; it cannot begin twice.", tree=self.name)
                )
            if self.kind == "monoline":
                self._lock_exclusive()
            return 0
        if parent.tree_id != self or not parent.active:
            raise UserError(
                self.env._(
                    "%(place)s is not a place of the tree %(tree)s. Choose one of that tree.",
                    place=parent.display_name,
                    tree=self.name,
                )
            )
        width = self._leg_width()
        if not width:
            return 0
        parent._lock_legs()
        taken = parent._taken_legs()
        leg = leg or next((free for free in range(1, width + 1) if free not in taken), 0)
        if not 1 <= leg <= width or leg in taken:
            raise UserError(
                self.env._(
                    "That leg of %(place)s is occupied or does not exist. The tree %(tree)s has "
                    "%(width)s legs per place; choose a free one.",
                    place=parent.display_name,
                    tree=self.name,
                    width=width,
                )
            )
        return leg

    def _check_may_be_placed(self, partner):
        """Return the position number the member's next place gets."""
        highest = (
            self.env["mlm.place"]
            .sudo()
            .search(
                [("tree_id", "=", self.id), ("partner_id", "=", partner.id)],
                order="position_no desc",
                limit=1,
            )
        )
        if partner.mlm_role != "partner":
            problem = self.env._(
                "%(member)s is not a partner; only partners get a place in %(tree)s.",
                member=partner.display_name,
                tree=self.name,
            )
        elif partner.mlm_company_id and partner.mlm_company_id != self.company_id:
            problem = self.env._(
                "%(member)s belongs to another company than the tree %(tree)s.",
                member=partner.display_name,
                tree=self.name,
            )
        elif highest and not self.multiple_places:
            problem = self.env._(
                "%(member)s has a place in %(tree)s already. Request a move instead.",
                member=partner.display_name,
                tree=self.name,
            )
        else:
            return highest.position_no + 1
        raise UserError(problem)

    def _placeable(self, partner_ids, same_company=False):
        """Return those partners of the list that have no place yet, in order.

        :param bool same_company: leave out partners who belong to no company's network
        """
        self.env["res.partner"].flush_model(["mlm_role", "mlm_company_id"])
        self.env["mlm.place"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM unnest(%(partners)s::int[]) WITH ORDINALITY AS want(id, no)
                  JOIN res_partner p ON p.id = want.id
                 WHERE p.mlm_role = 'partner'
                   AND %(home)s = %(company)s
                   AND NOT EXISTS (SELECT 1 FROM mlm_place l
                                    WHERE l.tree_id = %(tree)s AND l.partner_id = p.id
                                      AND l.active)
                 ORDER BY want.no""",
                partners=list(dict.fromkeys(partner_ids)),
                home=SQL("p.mlm_company_id")
                if same_company
                else SQL("COALESCE(p.mlm_company_id, %s)", self.company_id.id),
                company=self.company_id.id,
                tree=self.id,
            )
        )
        return [row[0] for row in rows]

    # === IN MEMORY === #

    def _open_session(self):
        """Load what the strategy needs into a :class:`PlacingSession`."""
        self.env["res.partner"].flush_model(["mlm_sponsor_id"])
        is_board = self.kind == "board"
        boards = self._open_board_roots() if is_board else []
        rows = self.env.execute_query(
            self._board_places() if is_board else SQL("%s ORDER BY e.id", self._edges())
        )
        sponsors = dict(
            self.env.execute_query(
                SQL("SELECT id, mlm_sponsor_id FROM res_partner WHERE mlm_sponsor_id IS NOT NULL")
            )
        )
        options = {"width": self.width}
        volumes, recruits = {}, {}
        if self.kind == "binary":
            options["strategy"] = self.strategy
            if self.strategy == "weaker":
                volumes = self._volumes_so_far()
        elif self.kind == "matrix":
            options |= {"depth": self.depth, "fill": self.fill}
        elif self.kind == "x_up":
            options["pattern"] = self._pattern_list()
            recruits = self._recruits_so_far()
        elif is_board:
            options |= {"height": self.height, "re_entry": self.re_entry}
        session = PlacingSession(
            self.kind,
            rows,
            sponsors,
            options=options,
            volumes=volumes,
            recruits=recruits,
            boards=boards,
        )
        if is_board:
            session.count |= self._positions_so_far()
        return session

    def _volumes_so_far(self):
        """Return PV per owner from the volume ledger, in ten-thousandths (exact integers)."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT owner_id, (sum(pv) * 10000)::bigint FROM mlm_volume"
                    " WHERE owner_id IS NOT NULL AND company_id = %s GROUP BY owner_id",
                    self.company_id.id,
                )
            )
        )

    def _recruits_so_far(self):
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT sponsor_id, count(*) FROM mlm_place WHERE tree_id = %s"
                    " AND sponsor_id IS NOT NULL AND position_no = 1 GROUP BY sponsor_id",
                    self.id,
                )
            )
        )

    def _write_session(self, session, date):
        """Write the new places of a session by COPY and return partner -> first new place."""
        number = len(session.partners) - session.loaded
        if not number:
            return {}
        ids = [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT nextval('mlm_place_id_seq') FROM generate_series(1, %s) ORDER BY 1",
                    number,
                )
            )
        ]
        rows = session.new_rows(ids)
        day = date or fields.Date.context_today(self)
        stamp = fields.Datetime.now()
        audit = f"{self.env.uid}\t{stamp}\t{self.env.uid}\t{stamp}"
        lines, null = io.StringIO(), r"\N"
        for place_id, partner_id, parent_id, leg, position, start in rows:
            lines.write(
                f"{place_id}\t{self.id}\t{self.company_id.id}\t{partner_id}\t{parent_id or null}"
                f"\t{leg}\t{position}\t{start or null}\t{day}\tt\t0\t{audit}\n"
            )
        lines.seek(0)
        self._refresh_plans(number)
        self._translating_collisions(lambda: self.env.cr.copy_expert(COPY_PLACES, lines))
        self.env["mlm.place"].invalidate_model(flush=False)
        self.env["mlm.place.history"].invalidate_model(flush=False)
        if session.boards:
            self._write_boards(session, day)
        self._refresh_plans(number)
        placed = {}
        for row in rows:
            placed.setdefault(row[1], row[0])
        return placed

    def _refresh_plans(self, number):
        """Before and after many places are written: let the database plan anew.

        It remembers how to check a foreign key; remembered from a nearly empty table that is a
        scan of the table per row, 50,000 places then take minutes instead of seconds.
        """
        if number > ANALYZE_THRESHOLD:
            self.env.cr.execute("ANALYZE mlm_place; ANALYZE mlm_place_history; ANALYZE res_partner")

    def _translating_collisions(self, write):
        """Call ``write``; a collision with another transaction makes Odoo repeat the request."""
        try:
            write()
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    # === PROBLEMS === #

    def _problem_text(self, partner_id, error):
        member = self.env["res.partner"].browse(partner_id).display_name
        if isinstance(error, NeedsChoice):
            return self.env._(
                "The tree %(tree)s is filled by hand: choose a place for %(member)s.",
                tree=self.name,
                member=member,
            )
        return self.env._(
            "The place chosen for %(member)s in the tree %(tree)s does not exist or is occupied.",
            tree=self.name,
            member=member,
        )

    def _hold_problems(self, problems):
        if problems:
            self.env["mlm.holding"]._enter(self, list(problems), problems=problems)
