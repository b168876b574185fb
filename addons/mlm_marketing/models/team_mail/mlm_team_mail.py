# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
import secrets
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.mlm_portal.models.portal.res_partner_team import SHOWN

# Nobody may be told by a number what a single person did.
FEWEST_SHOWN = 5
MAY_STOP = ("mass_mailing.group_mass_mailing_user", "mlm_base.group_mlm_compliance")
# Letters, digits and what joins names: whatever else stands in a name means something in headers
# and templates.
NOT_IN_NAMES = re.compile(r"[^\w\s.'\u2019&-]")
GREETINGS = [("hello", "Hello Anna,"), ("dear", "Dear Anna,"), ("none", "No greeting")]


class MlmTeamMail(models.Model):
    """A leader writes to its team by an approved text; the leader sees no address at any time.

    Who gets it is found when it goes out: those whom the leader's own team list shows for the same
    filter, who agreed to mails of their line and did not unsubscribe.
    """

    _name = "mlm.team.mail"
    _description = "Team Mail"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "subject"

    partner_id = fields.Many2one(
        "res.partner", string="Leader", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    text_id = fields.Many2one(
        "mlm.claim.text", string="Approved Text", required=True, readonly=True, ondelete="restrict"
    )
    subject = fields.Char(required=True, readonly=True)
    body = fields.Html(readonly=True, sanitize=False, help="As it went out, with a sample name.")
    greeting = fields.Selection(GREETINGS, required=True, readonly=True, default="hello")
    show = fields.Char(readonly=True, help="Filter of the team list.")
    level = fields.Integer(readonly=True, help="0: all levels.", aggregator=None)
    rank_id = fields.Many2one("mlm.plan.rank", readonly=True, ondelete="restrict")
    week = fields.Date(readonly=True, required=True, help="Monday of the week.")
    number_in_week = fields.Integer(readonly=True, required=True, aggregator=None)
    mailing_id = fields.Many2one("mailing.mailing", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("waiting", "Goes Out Soon"), ("sent", "Sent"), ("stopped", "Stopped")],
        compute="_compute_state",
        store=True,
    )
    stopped_by_id = fields.Many2one("res.users", readonly=True, tracking=True)
    sends_at = fields.Datetime(related="mailing_id.schedule_date", string="Goes Out At")
    alias_id = fields.Many2one(
        "mail.alias", string="Answer Address", readonly=True, ondelete="restrict"
    )
    sent_count = fields.Integer(related="mailing_id.sent", string="Sent To")
    opened_count = fields.Integer(related="mailing_id.opened", string="Opened")
    bounced_count = fields.Integer(related="mailing_id.bounced", string="Bounced")
    answer_count = fields.Integer(compute="_compute_answer_count", string="Answers")

    _within_limit = models.UniqueIndex(
        "(partner_id, week, number_in_week)", "This team mail is on its way already."
    )

    @api.depends("mailing_id.state", "stopped_by_id")
    def _compute_state(self):
        for mail in self:
            went_out = mail.sudo().mailing_id.state in ("sending", "done")
            mail.state = "stopped" if mail.stopped_by_id else "sent" if went_out else "waiting"

    def _compute_answer_count(self):
        for mail in self:
            mail.answer_count = len(mail._answers())

    def unlink(self):
        aliases = self.sudo().alias_id
        result = super().unlink()
        aliases.unlink()
        return result

    # === ACTIONS === #

    def action_stop(self):
        """Stop mails that have not gone out yet.

        :raise AccessError: unless the user is in marketing or compliance, or it is its own mail
        """
        if not self.env.su:
            self.check_access("read")
            if not any(self.env.user.has_group(group) for group in MAY_STOP):
                raise AccessError(self.env._("Only marketing and compliance stop team mails."))
        for mail in self.sudo():
            if mail.stopped_by_id:
                raise UserError(self.env._("This team mail was stopped already."))
            waiting = (
                self.env["mail.mail"]
                .sudo()
                .search([("mailing_id", "=", mail.mailing_id.id), ("state", "=", "outgoing")])
            )
            if mail.state == "sent" and not waiting:
                raise UserError(
                    self.env._("This team mail has gone out: it can't be stopped any more.")
                )
            waiting.mailing_trace_ids.set_canceled()
            waiting.cancel()
            mail.mailing_id.action_cancel()
            mail.stopped_by_id = self.env.uid

    def action_view_mailing(self):
        """Open the mailing with its figures."""
        self.ensure_one()
        return self.mailing_id._get_records_action()

    # === WHO GETS IT === #

    def _filters(self):
        return {"show": self.show, "level": self.level, "rank": self.rank_id.id}

    def _sql_is_recipient(self, alias):
        """Return the condition that a contact gets this mail, as far as the team decides.

        Consent, blocklist and opt-outs are the mailing's own business.
        """
        self.ensure_one()
        leader = self.partner_id
        return SQL(
            """%(id)s IN (SELECT m.partner_id FROM (%(team)s) t
                            JOIN mlm_member_result m ON m.id = t.id
                            JOIN res_partner r ON r.id = m.partner_id
                           WHERE r.active AND r.mlm_state = 'active' AND %(where)s)""",
            id=SQL.identifier(alias, "id"),
            team=self.env["mlm.team.member"]._sql_of(leader, whole=True),
            where=leader._mlm_team_where(self._filters()),
        )

    # === SENDING === #

    @api.model
    def _queue(self, leader, values):
        """Put a mail of a leader into the queue.

        :param leader: res.partner record, the one who asks
        :param dict values: ``text`` (id), ``greeting``, ``show``, ``level``, ``rank`` as a form
            sends them
        :return: the new record (sudo)
        :raise UserError: the text may not be used, the week's limit is reached, nobody is meant
        """
        content = self._content(leader, values)
        company = leader.sudo().mlm_company_id
        week = fields.Date.start_of(fields.Date.context_today(self), "week")
        used = self.sudo().search_count([("partner_id", "=", leader.id), ("week", "=", week)])
        if not company.mlm_team_mails_per_week:
            raise UserError(self.env._("Your company doesn't offer mails to the team."))
        if used >= company.mlm_team_mails_per_week:
            raise UserError(
                self.env._(
                    "You have sent all mails of this week (%(count)s). Please wait until Monday.",
                    count=company.mlm_team_mails_per_week,
                )
            )
        # By the system: the leader has no rights on mailings, and nothing may bear its login.
        # One number per mail and week: two clicks at once can't both have it.
        mail = self.with_user(SUPERUSER_ID).create(
            {**content, "week": week, "number_in_week": used + 1}
        )
        if not leader._mlm_team(mail._filters(), limit=0)[0]:
            raise UserError(self.env._("Nobody in your team fits. Please choose fewer filters."))
        mail.body = mail._words(Markup("Anna"))
        mail.alias_id = mail._make_alias()
        mail.mailing_id = mail._make_mailing()
        return mail

    @api.model
    def _preview(self, leader, values):
        """Return how a mail would look and whom it would be for.

        :return: dict: ``subject``, ``body`` (Markup), ``fitting`` (members of the team that fit
            the filters; how many of them agreed to team mails is not told)
        :raise UserError: for a text that may not be used
        """
        draft = self.sudo().new(self._content(leader, values))
        return {
            "subject": draft.subject,
            "body": draft._words(Markup("Anna")),
            "fitting": leader._mlm_team(draft._filters(), limit=0)[0],
        }

    @api.model
    def _content(self, leader, values):
        """Return the field values of a mail that a form describes.

        :raise UserError: for a text that may not be used
        """
        texts = self.env["mlm.claim.text"]._for_team(leader)
        text = texts.filtered(lambda one: str(one.id) == str(values.get("text")))
        if not text:
            raise UserError(self.env._("Please choose one of the approved texts."))
        level, rank = str(values.get("level") or ""), str(values.get("rank") or "")
        return {
            "partner_id": leader.id,
            "company_id": leader.sudo().mlm_company_id.id,
            "text_id": text.id,
            "subject": text.name,
            "greeting": values.get("greeting")
            if values.get("greeting") in dict(GREETINGS)
            else GREETINGS[0][0],
            "show": values.get("show") if values.get("show") in SHOWN else False,
            "level": int(level) if level.isdecimal() and len(level) < 4 else 0,
            "rank_id": leader._mlm_team_ranks().filtered(lambda one: str(one.id) == rank).id,
        }

    def _words(self, first_name, quote=escape):
        """Return the mail's HTML: greeting, approved text, the leader's name.

        :param Markup first_name: of the recipient, or what inserts it
        :param quote: makes HTML of a line of text
        """
        self.ensure_one()
        here = self.with_context(lang=self.text_id.lang)
        name = self._leader_name()
        greeting = {
            "hello": here.env._("Hello %(name)s,", name=first_name),
            "dear": here.env._("Dear %(name)s,", name=first_name),
        }.get(self.greeting)
        link = self.env["mlm.referral.code"]._of_partner(self.partner_id)._link()
        paragraphs = [*self.text_id._for_mail(link, name).split("\n\n"), name]
        parts = [
            Markup("<br/>").join(quote(line) for line in paragraph.split("\n"))
            for paragraph in paragraphs
        ]
        return Markup("").join(Markup("<p>%s</p>") % part for part in (greeting, *parts) if part)

    def _leader_name(self):
        """Return the leader's name without anything that could mean more than a name."""
        return NOT_IN_NAMES.sub(" ", self.partner_id.sudo().name or "").strip()

    def _make_alias(self):
        """Return an address for answers that tells nobody's; none where no mail comes in."""
        domain = self.company_id.alias_domain_id
        if not domain:
            return self.env["mail.alias"]
        return self.env["mail.alias"].create(
            {
                "alias_name": f"team-{secrets.token_hex(10)}",
                "alias_domain_id": domain.id,
                "alias_model_id": self.env["ir.model"]._get_id(self._name),
                "alias_force_thread_id": self.id,
                "alias_contact": "everyone",
            }
        )

    def _make_mailing(self):
        """Return the mailing that finds the recipients, counts, and lets them unsubscribe."""
        company = self.company_id
        sends_at = fields.Datetime.now() + timedelta(minutes=company.mlm_team_mail_minutes)
        # The renderer of mails takes the text of a template as HTML once more.
        body = self._words(
            Markup('<t t-out="object.mlm_first_name"/>'), lambda line: escape(str(escape(line)))
        )
        here = self.with_context(lang=self.text_id.lang)
        footer = Markup('<p style="font-size: 12px;">%s<br/><a href="%s">%s</a></p>') % (
            here.env._("%(company)s sends this mail for your line.", company=company.name),
            "/unsubscribe_from_list",
            here.env._("Unsubscribe from these mails"),
        )
        address = self.partner_id.mlm_market_id.mailing_email_from or company.email or ""
        address = tools.email_normalize(address) or company.partner_id.email_normalized
        if not address:
            raise UserError(
                self.env._("Team mails can't go out: the company has no mail address yet.")
            )
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": self.subject.replace("{{", "{ {"),
                "body_html": Markup('<div class="o_layout">%s%s</div>') % (body, footer),
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("mlm_role", "=", "partner")]),
                "mlm_team_mail_id": self.id,
                "mlm_purpose_id": self.env.ref("mlm_marketing.consent_purpose_team_mail").id,
                "email_from": tools.formataddr((self._leader_name(), address)),
                "reply_to_mode": "new",
                "reply_to": self.alias_id.alias_full_name or address,
                "schedule_type": "scheduled",
                "schedule_date": sends_at,
                "keep_archives": False,
            }
        )
        mailing.action_put_in_queue()
        return mailing

    # === ANSWERS === #

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """Mail nobody about an answer: it would bear the address of who answered."""
        return True

    def _answers(self):
        """Return what came in for this mail, the newest first (messages, sudo)."""
        self.ensure_one()
        return self.sudo().message_ids.filtered(
            lambda message: (
                message.message_type in ("email", "comment")
                and message.subtype_id == self.env.ref("mail.mt_comment")
            )
        )
