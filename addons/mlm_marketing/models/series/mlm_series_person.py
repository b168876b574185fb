# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .mlm_series import RUNNING

BATCH = 500


class MlmSeriesPerson(models.Model):
    """A person on the way through a series: the next step and when it is due."""

    _name = "mlm.series.person"
    _description = "Person in a Mailing Series"
    _order = "id desc"
    _rec_name = "partner_id"

    series_id = fields.Many2one(
        "mlm.series", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="series_id.company_id")
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    occasion = fields.Char(
        required=True, readonly=True, default="", help="What happened, where a series repeats."
    )
    state = fields.Selection(
        [("running", "Running"), ("done", "Finished"), ("stopped", "Stopped")],
        required=True,
        readonly=True,
        default="running",
    )
    stop_reason = fields.Selection(
        [
            ("left", "Left the network, the segment or withdrew the consent"),
            ("over", "The reason is over"),
            ("ordered", "Ordered"),
            ("replied", "Answered"),
        ],
        readonly=True,
    )
    entered_at = fields.Datetime(readonly=True, required=True)
    step_id = fields.Many2one(
        "mlm.series.step", string="Next Step", readonly=True, ondelete="set null"
    )
    due_at = fields.Datetime(string="Due", readonly=True)
    is_test = fields.Boolean(readonly=True)
    delivery_ids = fields.One2many("mlm.series.delivery", "person_id", string="Deliveries")

    _occasion_uniq = models.Constraint(
        "UNIQUE(series_id, partner_id, occasion)", "This person is in the series already."
    )
    _due = models.Index("(due_at) WHERE state = 'running'")

    @api.model
    def _enter(self, series, partners, is_test=False):
        """Put people in by hand, from the first step on.

        :param series: mlm.series record
        :param partners: res.partner records
        """
        now = series._now(is_test)
        first = series.step_ids.sorted(lambda s: (s.sequence, s.id))[:1]
        return self.create(
            [
                {
                    "series_id": series.id,
                    "partner_id": partner.id,
                    "occasion": "test" if is_test else "",
                    "entered_at": now,
                    "step_id": first.id,
                    "due_at": first._due_at(now),
                    "is_test": is_test,
                }
                for partner in partners
            ]
        )

    # === DUE STEPS === #

    @api.model
    def _cron_process(self):
        """Deliver all due steps in batches, each committed on its own.

        A killed worker leaves whole batches: what a batch delivers and that it did stand in one
        transaction. Several workers pass over each other's rows.
        """
        progress = self.env["ir.cron"]
        due = [
            ("state", "=", "running"),
            ("is_test", "=", False),
            ("series_id.state", "=", RUNNING),
            ("due_at", "<=", fields.Datetime.now()),
        ]
        progress._commit_progress(remaining=self.search_count(due))
        while batch := self._lock_due():
            batch._process()
            if not progress._commit_progress(processed=len(batch)):
                break

    @api.model
    def _lock_due(self):
        """Return the next due people, locked for this transaction."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT w.id FROM mlm_series_person w JOIN mlm_series s ON s.id = w.series_id
                    WHERE w.state = 'running' AND NOT w.is_test AND s.state = %s
                      AND w.due_at <= %s
                    ORDER BY w.due_at, w.id LIMIT %s FOR UPDATE OF w SKIP LOCKED""",
                RUNNING,
                fields.Datetime.now(),
                BATCH,
            )
        )
        return self.browse(person_id for [person_id] in rows)

    def _process(self):
        """Take each of these people one step on: stop, wait for the window, leave out, deliver."""
        self._stop_ended()
        going = self.filtered(lambda p: p.state == "running")
        for step, people in going.grouped("step_id").items():
            if not step:
                people.write({"state": "done", "due_at": False})
                continue
            series = step.series_id
            for is_test, group in people.grouped("is_test").items():
                now = series._now(is_test)
                ready = group if is_test else group._inside_window(now)
                met = ready._meeting(step)
                met._deliver(step, now)
                ready._write_deliveries(step, met, now)
                following = step._next()
                ready.write(
                    {
                        "step_id": following.id,
                        "due_at": following._due_at(now) if following else False,
                        "state": "running" if following else "done",
                    }
                )

    def _stop_ended(self):
        """Stop the people for whom the reason of their series has ended."""
        self.env.flush_all()
        for series, people in self.grouped("series_id").items():
            rows = self.env.execute_query(
                SQL(
                    """SELECT w.id, %s, %s FROM mlm_series_person w
                         JOIN res_partner p ON p.id = w.partner_id WHERE w.id = ANY(%s)""",
                    series._sql_may_get("p"),
                    series._sql_reason(),
                    people.ids,
                )
            )
            left = self.browse(person for person, may_get, __ in rows if not may_get)
            over = self.browse(person for person, __, stands in rows if not stands) - left
            left._stop("left")
            over._stop("over")
            staying = people - left - over
            if series.stops_on_order or series.trigger == "no_order":
                staying._bought()._stop("ordered")
            if series.stops_on_reply:
                running = staying.filtered(lambda p: p.state == "running")
                running._with_trace("reply")._stop("replied")

    def _stop(self, reason):
        self.write({"state": "stopped", "stop_reason": reason, "due_at": False})

    def _bought(self):
        """Return those who ordered since they entered."""
        rows = self.env.execute_query(
            SQL(
                """SELECT w.id FROM mlm_series_person w WHERE w.id = ANY(%s) AND EXISTS (
                    SELECT 1 FROM sale_order o WHERE o.partner_id = w.partner_id
                       AND o.state = 'sale' AND o.date_order >= w.entered_at)""",
                self.ids,
            )
        )
        return self.browse(person_id for [person_id] in rows)

    def _with_trace(self, status, step=None):
        """Return those whose mails of the series (or of one step) have come so far.

        :param str status: reply, open or click
        """
        mailings = (step or self.series_id.step_ids).sudo().mailing_id
        happened = {
            "reply": Domain("trace_status", "=", "reply"),
            "open": Domain("open_datetime", "!=", False),
            "click": Domain("links_click_datetime", "!=", False),
        }[status]
        traces = (
            self.env["mailing.trace"]
            .sudo()
            .search_fetch(
                Domain("mass_mailing_id", "in", mailings.ids)
                & Domain("model", "=", "res.partner")
                & Domain("res_id", "in", self.partner_id.ids)
                & happened,
                ["res_id"],
            )
        )
        reached = set(traces.mapped("res_id"))
        return self.filtered(lambda p: p.partner_id.id in reached)

    def _inside_window(self, now):
        """Return those whose local time lies in the window; the others wait for its opening."""
        ready = self.browse()
        for zone, people in self.grouped(lambda p: p.partner_id.tz or "Europe/Berlin").items():
            opens = people.series_id._next_opening(now, pytz.timezone(zone))
            if opens <= now:
                ready |= people
            else:
                people.write({"due_at": opens})
        return ready

    def _meeting(self, step):
        """Return those who meet the condition of a step."""
        people = self
        if step.segment_id:
            members = self.env["res.partner"].search(
                step.segment_id._domain() & Domain("id", "in", people.partner_id.ids)
            )
            people = people.filtered(lambda p: p.partner_id in members)
        if step.condition in ("bought", "not_bought"):
            bought = people._bought()
            return bought if step.condition == "bought" else people - bought
        if step.condition != "always":
            status = "click" if "click" in step.condition else "open"
            reached = people._with_trace(status, step._mail_before())
            return people - reached if step.condition.startswith("not_") else reached
        return people

    # === DELIVERY === #

    def _deliver(self, step, now):
        """Hand out what the step holds: mails go to the queue of outgoing mails."""
        if not self:
            return
        if step.kind == "mail":
            self._deliver_mail(step)
        elif step.kind == "activity" and not self[:1].is_test:
            self.env["mail.activity"].sudo().create(
                [
                    {
                        "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                        "res_id": person.partner_id.id,
                        "activity_type_id": step.activity_type_id.id,
                        "summary": step.name,
                        "user_id": step.user_id.id,
                        "date_deadline": fields.Date.context_today(self, now),
                    }
                    for person in self
                ]
            )

    def _deliver_mail(self, step):
        """Write the mails, with their traces, unsubscribe links and in each person's language."""
        mailing = step._counting_mailing()
        template = step.template_id.sudo()
        composer = (
            self.env["mail.compose.message"]
            .sudo()
            .with_context(
                active_ids=self.partner_id.ids,
                post_convert_links=mailing._get_link_tracker_values(),
            )
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": "res.partner",
                    "res_ids": repr(self.partner_id.ids),
                    "template_id": template.id,
                    "mass_mailing_id": mailing.id,
                    "force_send": False,
                    "auto_delete": True,
                    "auto_delete_keep_log": False,
                    "use_exclusion_list": True,
                }
            )
        )
        mails, __ = composer._action_send_mail(auto_commit=False)
        if self[:1].is_test:
            mails.write(
                {"recipient_ids": [fields.Command.clear()], "email_to": self.env.user.email}
            )

    def _write_deliveries(self, step, met, now):
        self.env["mlm.series.delivery"].sudo().create(
            [
                {
                    "person_id": person.id,
                    "step_id": step.id,
                    "state": "delivered" if person in met else "skipped",
                    "at": now,
                    "message": step.with_context(lang=person.partner_id.lang).message
                    if step.kind == "message" and person in met
                    else False,
                }
                for person in self
            ]
        )


class MlmSeries(models.Model):
    _inherit = "mlm.series"

    def _next_opening(self, now, zone):
        """Return when mails of the series may go out next, `now` itself inside the window.

        :param datetime now: naive UTC
        :param zone: pytz time zone of the people
        :return: naive UTC
        """
        self.ensure_one()
        local = pytz.utc.localize(now).astimezone(zone)
        for days in range(8):
            day = local.date() + timedelta(days=days)
            if self.weekdays_only and day.weekday() > 4:
                continue
            start, end = (
                zone.localize(datetime.combine(day, time()) + timedelta(hours=hours))
                for hours in (self.hour_from, self.hour_to)
            )
            if start <= local < end:
                return now
            if local < start:
                return start.astimezone(pytz.utc).replace(tzinfo=None)
        return now
