# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far members are with what they have to take: one statement for any number of them."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mlm_commission.bulk_tables import read_integers

from .mlm_training import GATES

OPEN, VALID, EXPIRING, EXPIRED, OVERDUE = "open", "valid", "expiring", "expired", "overdue"
STATES = [
    (OPEN, "To Be Taken"),
    (VALID, "Valid"),
    (EXPIRING, "Expires Soon"),
    (EXPIRED, "Expired"),
    (OVERDUE, "Overdue"),
]
LATE = (EXPIRED, OVERDUE)
COLUMNS = SQL(
    """NULL::int AS training_id, NULL::int AS partner_id, NULL::int AS record_id,
       NULL::date AS date_passed, NULL::date AS valid_until, NULL::date AS due_date,
       NULL::varchar AS state"""
)


class MlmTraining(models.Model):
    _inherit = "mlm.training"

    def _sql_states(self, day, partners=None):
        """Return the statement of these trainings' states on a day.

        Columns: training_id, partner_id, record_id, date_passed, valid_until, due_date, state; one
        row for each training and member who has to take it. Courses that can't be taken because
        they are not published are demanded of nobody.

        :param day: date for which it is asked; later events don't count
        :param partners: res.partner records, all members without
        """
        running = self.sudo().filtered(lambda one: one.channel_id.active and one.is_published)
        if not running:
            return SQL("SELECT %s WHERE FALSE", COLUMNS)
        return SQL(" UNION ALL ").join(one._sql_state(day, partners) for one in running)

    def _sql_state(self, day, partners):
        only = SQL("TRUE") if partners is None else SQL("p.id = ANY(%s)", partners.ids)
        return SQL(
            """SELECT %(training)s AS training_id, s.partner_id, s.record_id, s.date_passed,
                      s.valid_until, s.due_date,
                      CASE WHEN s.counts AND (s.valid_until IS NULL OR s.valid_until >= %(warn)s)
                           THEN 'valid'
                           WHEN s.counts THEN 'expiring'
                           WHEN s.due_date > %(day)s THEN 'open'
                           WHEN s.record_id IS NULL THEN 'overdue'
                           ELSE 'expired' END::varchar AS state
                 FROM (SELECT p.id AS partner_id, r.id AS record_id, r.date_passed, r.valid_until,
                              greatest(p.mlm_date_joined, %(since)s) + %(grace)s AS due_date,
                              r.id IS NOT NULL
                              AND coalesce(r.valid_until >= %(day)s, TRUE) AS counts
                         FROM res_partner p
                         LEFT JOIN LATERAL (
                              SELECT e.id, e.date_passed, e.valid_until
                                FROM mlm_training_record e
                               WHERE e.training_id = %(training)s AND e.partner_id = p.id
                                 AND e.date_passed <= %(day)s
                                 AND NOT EXISTS (SELECT 1 FROM mlm_training_revocation v
                                                  WHERE v.record_id = e.id AND v.date <= %(day)s)
                               ORDER BY e.valid_until DESC NULLS FIRST, e.id DESC LIMIT 1) r ON TRUE
                        WHERE %(meant)s AND %(only)s) s""",
            training=self.id,
            day=day,
            warn=fields.Date.add(day, days=self.warning_days),
            since=self.date_from,
            grace=self.grace_days,
            meant=self._mlm_sql_meant(),
            only=only,
        )

    @api.model
    def _gated_by(self, gate, company=None):
        """Return the trainings (sudo) in force that gate something.

        :param str gate: a key of ``GATES``
        :param company: res.company record, all companies without
        """
        domain = [(GATES[gate], "=", True)]
        return self.sudo().search(domain + ([("company_id", "=", company.id)] if company else []))

    def _late_ids(self, day):
        """Return the ids of all members who are late with one of these trainings on a day."""
        self.env.flush_all()
        [ids] = read_integers(
            self.env.cr,
            SQL(
                "SELECT DISTINCT partner_id FROM (%s) s WHERE state = ANY(%s)",
                self._sql_states(day),
                list(LATE),
            ),
            "i",
        )
        return ids

    def _late(self, partners, day=None):
        """Return {partner id: these trainings that it is late with}, without who is not late.

        :param partners: res.partner records
        :param day: date for which it is asked, today without
        """
        if not self or not partners:
            return {}
        self.env.flush_all()
        late = {}
        for training, partner in self.env.execute_query(
            SQL(
                "SELECT training_id, partner_id FROM (%s) s WHERE state = ANY(%s)",
                self._sql_states(day or fields.Date.context_today(self), partners),
                list(LATE),
            )
        ):
            late[partner] = late.get(partner, self.browse()) | self.browse(training)
        return late
