# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..segment.mlm_segment import sql_consent
from .mlm_series import RUNNING


class MlmSeries(models.Model):
    """Who enters a series: one statement per series and look, for any number of people."""

    _inherit = "mlm.series"

    @api.model
    def _cron_enter(self):
        """Let everybody in for whom a running series begins; each series commits on its own."""
        running = self.search([("state", "=", RUNNING)])
        self.env["ir.cron"]._commit_progress(remaining=len(running))
        for series in running:
            series._let_in()
            if not self.env["ir.cron"]._commit_progress(processed=1):
                break

    def _let_in(self):
        """Put the people in for whom something happened.

        :return: number of people who entered
        """
        self.ensure_one()
        first = self.step_ids.sorted(lambda s: (s.sequence, s.id))[:1]
        if not first:
            return 0
        self.env.flush_all()
        now = self._now()
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_series_person (series_id, partner_id, occasion, state,
                        entered_at, step_id, due_at, is_test, create_uid, create_date)
                   SELECT DISTINCT %(series)s, e.partner_id, %(occasion)s, 'running',
                          %(now)s::timestamp, %(step)s, %(due)s::timestamp, FALSE, %(uid)s,
                          %(now)s::timestamp
                     FROM (%(events)s) e (partner_id, occasion) JOIN res_partner p
                       ON p.id = e.partner_id
                    WHERE NOT EXISTS (SELECT 1 FROM mlm_series_person w
                                       WHERE w.series_id = %(series)s
                                         AND w.partner_id = e.partner_id
                                         AND w.occasion = %(occasion)s)
                      AND %(may_enter)s
                   ON CONFLICT (series_id, partner_id, occasion) DO NOTHING""",
                series=self.id,
                occasion=SQL("e.occasion") if self.may_repeat else SQL("''::varchar"),
                now=now,
                step=first.id,
                due=first._due_at(now),
                uid=self.env.uid,
                events=getattr(self, f"_sql_event_{self.trigger}")(),
                may_enter=self._sql_may_get("p"),
            )
        )
        entered = self.env.cr.rowcount
        if entered:
            self.env["mlm.series.person"].invalidate_model()
        return entered

    def _sql_may_get(self, alias):
        """Return the condition that a contact may get mails of this series."""
        member = SQL.identifier(alias)
        conditions = [
            SQL("%s.active", member),
            SQL("%s.mlm_company_id = %s", member, self.company_id.id),
            SQL("%s.mlm_state = 'active'", member),
            SQL(
                """NOT EXISTS (SELECT 1 FROM mail_blacklist b
                                WHERE b.active AND b.email = %s.email_normalized)""",
                member,
            ),
        ]
        if self.segment_id:
            conditions.append(SQL("%s.id IN (%s)", member, self.segment_id._sql_members()))
        if self.purpose_id:
            conditions.append(sql_consent(alias, self.purpose_id))
        return SQL(" AND ").join(conditions)

    # === REASONS: does it still stand for the person w? === #

    def _sql_reason(self):
        """Return the condition that what began the series still stands for a person ``w``.

        An event may end: its module says so in ``_sql_reason_<event>()``.
        """
        reason = getattr(self, f"_sql_reason_{self.trigger}", None)
        return SQL("(w.is_test OR %s)", reason()) if reason else SQL("TRUE")

    def _sql_reason_rank_lost(self):
        """A rank that was lost may be won back."""
        return SQL(
            """NOT EXISTS (SELECT 1 FROM mlm_rank_movement v JOIN mlm_run u ON u.id = v.run_id
                            WHERE v.partner_id = w.partner_id AND u.kind = 'final'
                              AND v.movement IN ('up', 'new') AND u.create_date >= w.entered_at)"""
        )

    # === EVENTS: _sql_event_<event>() returns (partner, occasion) === #

    def _since(self):
        return self.running_since or fields.Datetime.now()

    def _sql_joined(self, role):
        return SQL(
            """SELECT id, '' FROM res_partner
                WHERE mlm_role = %s AND mlm_date_joined >= %s::date""",
            role,
            self._since(),
        )

    def _sql_event_partner_joined(self):
        return self._sql_joined("partner")

    def _sql_event_customer_joined(self):
        return self._sql_joined("customer")

    def _sql_event_first_order(self):
        return SQL(
            """SELECT partner_id, '' FROM sale_order WHERE state = 'sale'
                GROUP BY partner_id HAVING min(date_order) >= %s""",
            self._since(),
        )

    def _sql_event_no_order(self):
        silent_since = fields.Datetime.subtract(self._now(), days=self.trigger_days)
        return SQL(
            """SELECT partner_id, to_char(max(date_order), 'YYYY-MM-DD') FROM sale_order
                WHERE state = 'sale' GROUP BY partner_id HAVING max(date_order) < %s""",
            silent_since,
        )

    def _sql_movement(self, movements, rank):
        return SQL(
            """SELECT v.partner_id, r.code || ' ' || v.date
                 FROM mlm_rank_movement v JOIN mlm_plan_rank r ON r.id = v.%(rank)s
                 JOIN mlm_run u ON u.id = v.run_id
                WHERE u.company_id = %(company)s AND u.kind = 'final'
                  AND u.create_date >= %(since)s AND v.movement = ANY(%(movements)s)""",
            rank=SQL.identifier(rank),
            company=self.company_id.id,
            since=self._since(),
            movements=movements,
        )

    def _sql_event_rank_reached(self):
        return self._sql_movement(["up", "new"], "rank_id")

    def _sql_event_rank_lost(self):
        return self._sql_movement(["down", "lost"], "rank_before_id")

    def _sql_event_statement(self):
        return SQL(
            """SELECT partner_id, period_id::varchar FROM mlm_statement
                WHERE company_id = %s AND create_date >= %s""",
            self.company_id.id,
            self._since(),
        )

    def _sql_event_birthday(self):
        today = fields.Date.context_today(self, self._now())
        return SQL(
            """SELECT id, %s FROM res_partner WHERE to_char(mlm_birthdate, 'MM-DD') = %s""",
            str(today.year),
            today.strftime("%m-%d"),
        )

    def _sql_event_segment(self):
        return SQL("SELECT s.id, '' FROM (%s) s", self.segment_id._sql_members())
