# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, models
from odoo.tools import plaintext2html

from ..story import marketing, support


class MlmDemo(models.AbstractModel):
    """What the demo company tells its people, and what they ask it."""

    _inherit = "mlm.demo"

    @api.model
    def _open_service(self):
        """Build marketing and support, once; what is there stays as it is."""
        if self.env["helpdesk.ticket.team"].search_count([("name", "in", list(support.TEAMS))]):
            return False
        company = self.env.ref("base.main_company")
        quiet = {"mail_notify_force_send": False, "mail_create_nosubscribe": True}
        self = self.sudo().with_company(company).with_context(**quiet)  # noqa: PLW0642
        self._give_groups()
        self._build_segments()
        self._start_series()
        self._start_contest()
        self._open_academy()
        self._build_teams()
        for asked in support.TICKETS:
            self._ask(asked)
        return True

    @api.model
    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)], limit=1)

    @api.model
    def _give_groups(self):
        for login, xmlids in support.GROUPS.items():
            groups = [Command.link(self.env.ref(xmlid).id) for xmlid in xmlids]
            self._user(login).write({"group_ids": groups})

    # === MARKETING === #

    @api.model
    def _build_segments(self):
        """Segments, and a newsletter to the first of them that waits to be sent."""
        segments = self.env["mlm.segment"].create(
            [{"name": name, **criteria} for name, criteria in marketing.SEGMENTS]
        )
        self.env["mailing.mailing"].create(
            {
                "subject": marketing.NEWSLETTER["subject"],
                "body_html": marketing.NEWSLETTER["body"],
                "body_arch": marketing.NEWSLETTER["body"],
                "mailing_type": "mail",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_filter_id": segments[0].filter_id.id,
                "mailing_domain": segments[0].filter_id.mailing_domain,
                "mlm_purpose_id": self.env.ref("mlm_base.consent_purpose_newsletter").id,
            }
        )

    @api.model
    def _start_series(self):
        for name in marketing.SERIES:
            self.env.ref(f"mlm_marketing.series_{name}").action_start()

    @api.model
    def _start_contest(self):
        prizes = [
            {"place_from": first, "place_to": last, "name": name, "cost": cost}
            for first, last, name, cost in marketing.PRIZES
        ]
        contest = self.env["mlm.contest"].create(
            {**marketing.CONTEST, "prize_ids": [Command.create(prize) for prize in prizes]}
        )
        contest.action_start()

    @api.model
    def _open_academy(self):
        """Put the course about fair selling in force."""
        training = self.env["mlm.training"].with_context(active_test=False).search([], limit=1)
        training.action_put_in_force()

    # === SUPPORT === #

    @api.model
    def _build_teams(self):
        """Teams with what they promise, and the routes to them; who asks chooses a topic."""
        self.env.company.helpdesk_mgmt_portal_select_category = True
        staff = self._user("user") | self._user("compliance")
        for sequence, (name, (hours, routes)) in enumerate(reversed(support.TEAMS.items())):
            team = self.env["helpdesk.ticket.team"].create(
                {"name": name, "use_sla": True, "user_ids": [Command.set(staff.ids)]}
            )
            self.env["helpdesk.sla"].create(
                {"name": name, "team_ids": [Command.set(team.ids)], "hours": hours}
            )
            self.env["mlm.ticket.route"].create(
                [
                    {
                        "sequence": sequence,
                        "team_id": team.id,
                        "role": role,
                        "category_id": topic and self.env.ref(f"mlm_helpdesk.category_{topic}").id,
                    }
                    for role, topic in routes
                ]
            )

    @api.model
    def _ask(self, asked):
        """A ticket as its asker would have written it, with its answer."""
        partner = self._user(asked.login).partner_id
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": asked.subject,
                "description": plaintext2html(asked.text),
                "partner_id": partner.id,
                "partner_name": partner.name,
                "partner_email": partner.email,
                "category_id": self.env.ref(f"mlm_helpdesk.category_{asked.topic}").id,
            }
        )
        if not asked.answer:
            return
        clerk = self._user("user")
        ticket.user_id = clerk
        ticket.message_post(
            body=plaintext2html(asked.answer),
            author_id=clerk.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        ticket._mlm_close()
        ticket.rating_apply(asked.stars, token=ticket._rating_get_access_token())
