# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools import email_normalize, plaintext2html

from odoo.addons.mlm_helpdesk.controllers.ticket import TICKETS_PER_HOUR
from odoo.addons.mlm_portal.controllers.referral import ReferralMixin

MESSAGES_PER_HOUR = 5
MESSAGES_PER_MAILBOX = 3
NAME_LENGTH = 120
QUESTION_LENGTH = 4000


class LeaveMessage(ReferralMixin, http.Controller):
    """While nobody is there to chat, a question becomes a ticket."""

    @http.route(
        "/chat/message",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
        captcha="mlm_livechat",
    )
    def leave_message(self, **post):
        """The form; strangers give name and address, who is logged in the question only."""
        if not self._chat_sudo().mlm_takes_messages:
            raise NotFound()
        if request.httprequest.method == "GET":
            return self._message_page({}, {})
        errors = self._message_errors(post)
        if errors:
            return self._message_page(post, errors, 422)
        if not self._may_ask(post):
            return self._refuse_many()
        ticket = self._take_message(post)
        return self._message_page({}, {}, number=ticket.number)

    def _chat_sudo(self):
        """Return the site's chat channel; whether somebody is there is told on every page."""
        return request.website.sudo().channel_id

    def _message_page(self, values, errors, status=200, number=None):
        response = request.render(
            "mlm_livechat.message_page",
            {
                "values": values,
                "errors": errors,
                "number": number,
                "is_known": not request.env.user._is_public(),
                "is_alone": not self._chat_sudo().available_operator_ids,
            },
        )
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response

    def _message_errors(self, post):
        """Return {field: what is wrong with it}."""
        errors = {}
        if not (post.get("question") or "").strip():
            errors["question"] = request.env._("Please write what you want to know.")
        if request.env.user._is_public():
            if not (post.get("name") or "").strip():
                errors["name"] = request.env._("Please tell us your name.")
            if not email_normalize(post.get("email") or ""):
                errors["email"] = request.env._(
                    "Please enter an e-mail address, so that we can answer you."
                )
        return errors

    def _may_ask(self, post):
        """Count the try; False when somebody asks too often."""
        if not request.env.user._is_public():
            return self._allowed("helpdesk_ticket", TICKETS_PER_HOUR, str(request.env.uid))
        mailbox = email_normalize(post["email"])
        return self._allowed("livechat_message", MESSAGES_PER_HOUR) and self._allowed(
            "livechat_message", MESSAGES_PER_MAILBOX, mailbox
        )

    def _take_message(self, post):
        """Make the ticket. A typed address makes nobody a member: it proves nothing."""
        user = request.env.user
        partner = user.partner_id.browse() if user._is_public() else user.partner_id
        question = post["question"].strip()[:QUESTION_LENGTH]
        values = {
            "name": request.env["helpdesk.ticket"]._mlm_title(question),
            "description": plaintext2html(question),
            "company_id": self._company().id,
            "mlm_lang_id": request.env["res.lang"]._get_data(code=request.env.lang).id,
        }
        if not partner:
            values |= {
                "partner_name": post["name"].strip()[:NAME_LENGTH],
                "partner_email": email_normalize(post["email"]),
            }
        return request.env["helpdesk.ticket"]._mlm_create_from_chat(partner, values)
