# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..portal.res_partner import NEWCOMER_DAYS

STATUSES = [
    ("active", "Active"),
    ("risk", "At risk"),
    ("inactive", "Not active"),
    ("new", "New"),
    ("applicant", "Applicant"),
    ("suspended", "Suspended"),
    ("terminated", "Terminated"),
]
# "Anna S."; as :func:`~..registration.res_partner.short_name`.
SHORT_NAME = SQL(
    """CASE WHEN trim(p.name) ~ '\\s'
            THEN concat(split_part(trim(p.name), ' ', 1), ' ',
                        left(regexp_replace(trim(p.name), '^.*\\s', ''), 1), '.')
            ELSE p.name END"""
)
LAST_ORDER = SQL(
    """(SELECT max(v.date_order) FROM mlm_volume v
         WHERE v.buyer_id = p.id AND v.entry = 'invoice')"""
)
NOBODY = SQL(
    """SELECT NULL::bigint AS id, NULL::int AS run_id, NULL::int AS position, NULL::int AS level,
              NULL::int AS place, NULL::varchar AS number, NULL::varchar AS name,
              NULL::bool AS is_full_name, NULL::date AS joined, NULL::varchar AS rank,
              NULL::int AS rank_id, NULL::int AS rank_sequence, NULL::varchar AS status,
              NULL::bool AS is_active, NULL::bool AS is_new, NULL::bool AS is_front,
              NULL::int AS team, NULL::numeric AS personal_volume,
              NULL::numeric AS group_volume, NULL::varchar AS city, NULL::varchar AS email,
              NULL::varchar AS phone, NULL::date AS last_order WHERE FALSE"""
)


class MlmTeamMember(models.Model):
    """The team of the user who asks, as the newest run counted it, in the columns that it may read.

    The table is made anew for each reader: it holds nobody but the reader's own team, and a fact
    that the visibility matrix hides is NULL. So neither search, order, grouping nor export can
    tell more, whichever way the model is asked. Ids are those of member results.
    """

    _name = "mlm.team.member"
    _description = "Member of the Own Team"
    _auto = False
    _log_access = False
    _order = "position"
    _rec_name = "name"

    position = fields.Integer(readonly=True, aggregator=None)
    level = fields.Integer(readonly=True, aggregator=None, help="Steps below in the sponsor line.")
    place = fields.Integer(readonly=True, aggregator=None, help="Number in the sponsor tree.")
    number = fields.Char(readonly=True)
    name = fields.Char(readonly=True, help="In full, or first name and initial.")
    is_full_name = fields.Boolean(readonly=True)
    joined = fields.Date(readonly=True, help="First day of the month.")
    rank = fields.Char(readonly=True)
    rank_sequence = fields.Integer(readonly=True, aggregator=None)
    status = fields.Selection(STATUSES, readonly=True)
    is_active = fields.Boolean(readonly=True)
    is_new = fields.Boolean(readonly=True)
    is_front = fields.Boolean(string="In the Frontline", readonly=True)
    team = fields.Integer(readonly=True, aggregator=None)
    personal_volume = fields.Float(digits=(20, 4), readonly=True)
    group_volume = fields.Float(digits=(20, 4), readonly=True, aggregator="max")
    city = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    last_order = fields.Date(readonly=True)
    in_own_team = fields.Boolean(compute="_compute_in_own_team", search="_search_in_own_team")

    @property
    def _table_query(self):
        return self._sql_of(self.env.user.partner_id)

    @api.depends_context("uid")
    def _compute_in_own_team(self):
        own = self.sudo().search([("in_own_team", "=", True), ("id", "in", self.ids)])
        for member in self:
            member.in_own_team = member in own

    def _search_in_own_team(self, operator, value):
        """Ask the newest result anew each time: rules with values in them are kept in memory."""
        if operator != "in":
            return NotImplemented
        reader = self.env.user.partner_id
        result = self.env["mlm.member.result"]._mlm_latest(reader)
        own = fields.Domain.FALSE
        if result and reader._mlm_has_team():
            own = fields.Domain("position", ">", result.position) & fields.Domain(
                "position", "<", result.position + result.team_size
            )
        return own if True in value else ~own

    @api.model
    def _sql_of(self, reader, whole=False):
        """Return the SELECT of a reader's team.

        :param reader: res.partner record; callers have made sure that it is the one who asks
        :param bool whole: for search and order in the whole team instead of reading some rows
        """
        result = self.env["mlm.member.result"]._mlm_latest(reader)
        if not result or not reader._mlm_has_team():
            return NOBODY
        self.env["res.partner"].flush_model()
        self.env["mlm.consent"].flush_model()
        # Who left the frontline since the run is told of like somebody further down.
        is_front = SQL("(p.mlm_sponsor_id = %s)", reader.id)
        level = SQL("(m.depth - %s)", result.depth)
        distance = SQL("(CASE WHEN %s THEN 1 ELSE greatest(2, %s) END)", is_front, level)

        def shown(fact, value):
            return SQL(
                "CASE WHEN %s THEN %s END", reader._mlm_sql_may(fact, distance, whole), value
            )

        newest = SQL(
            "coalesce(p.mlm_date_joined >= %s, FALSE)",
            fields.Date.context_today(self) - relativedelta(days=NEWCOMER_DAYS),
        )
        run_before = [*reader._mlm_team_runs(), None, None][1]
        full = SQL("(p.is_company OR %s)", reader._mlm_sql_may("full_name", distance, whole))
        may_status = reader._mlm_sql_may("status", distance, whole)
        return SQL(
            """SELECT m.id, m.run_id, m.position, %(level)s AS level,
                      (SELECT pl.id FROM mlm_place pl JOIN mlm_tree t ON t.id = pl.tree_id
                        WHERE pl.partner_id = p.id AND pl.active AND t.kind = 'sponsor'
                        LIMIT 1) AS place,
                      %(number)s AS number,
                      CASE WHEN %(full)s THEN p.name ELSE %(short)s END AS name,
                      %(full)s AS is_full_name,
                      %(joined)s AS joined, %(rank)s AS rank, %(rank_id)s AS rank_id,
                      %(rank_sequence)s AS rank_sequence, %(status)s AS status,
                      CASE WHEN %(may_status)s THEN m.is_active END AS is_active,
                      CASE WHEN %(may_joined)s THEN %(newest)s END AS is_new,
                      %(is_front)s AS is_front, %(team)s AS team,
                      %(personal_volume)s AS personal_volume,
                      %(group_volume)s AS group_volume, %(city)s AS city, %(email)s AS email,
                      %(phone)s AS phone, %(last_order)s AS last_order
                 FROM mlm_member_result m
                 JOIN res_partner p ON p.id = m.partner_id
                 LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                WHERE m.run_id = %(run)s AND m.position > %(first)s AND m.position < %(end)s
                  AND p.mlm_role = 'partner'""",
            level=level,
            number=shown("number", SQL("p.mlm_member_number")),
            full=full,
            short=SHORT_NAME,
            joined=shown("joined", SQL("date_trunc('month', p.mlm_date_joined)::date")),
            rank=shown("rank", SQL("coalesce(r.name, r.code)")),
            rank_id=shown("rank", SQL("r.id")),
            rank_sequence=shown("rank", SQL("r.sequence")),
            status=shown("status", _sql_status(newest, run_before)),
            may_status=may_status,
            may_joined=reader._mlm_sql_may("joined", distance, whole),
            newest=newest,
            is_front=is_front,
            team=shown("team", SQL("m.team_size - 1")),
            personal_volume=shown("personal_volume", SQL("m.personal_volume")),
            group_volume=shown("group_volume", SQL("m.group_volume")),
            city=shown("city", SQL("p.city")),
            email=shown("email", SQL("p.email")),
            phone=shown("phone", SQL("p.phone")),
            last_order=shown("last_order", LAST_ORDER),
            run=result.run_id.id,
            first=result.position,
            end=result.position + result.team_size,
        )


def _sql_status(is_new, run_before):
    """Return the SQL of :func:`~..tree.res_partner_facts.member_status`."""
    return SQL(
        """CASE WHEN p.mlm_state <> 'active' THEN p.mlm_state
                WHEN m.is_active THEN 'active'
                WHEN (SELECT b.is_active FROM mlm_member_result b
                       WHERE b.run_id = %s AND b.partner_id = p.id) THEN 'risk'
                WHEN %s THEN 'new' ELSE 'inactive' END""",
        run_before,
        is_new,
    )
