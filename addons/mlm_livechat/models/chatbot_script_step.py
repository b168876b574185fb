# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import fields, models
from odoo.http import request
from odoo.tools import html2plaintext

from odoo.addons.mlm_helpdesk.controllers.ticket import TICKETS_PER_HOUR

ARTICLES_SHOWN = 3


class ChatbotScriptStep(models.Model):
    """Two more things a bot can do: look for articles, and make a ticket of the chat."""

    _inherit = "chatbot.script.step"

    step_type = fields.Selection(
        selection_add=[("mlm_articles", "Search Articles"), ("mlm_ticket", "Create Ticket")],
        ondelete={"mlm_articles": "cascade", "mlm_ticket": "cascade"},
    )
    mlm_unsolved_answer_id = fields.Many2one(
        "chatbot.script.answer",
        string="When Nothing Is Found",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('chatbot_script_id', '=', chatbot_script_id)]",
        help="This answer to a later question counts as given, and the question is left out.",
    )

    def _process_step(self, discuss_channel):
        self.ensure_one()
        if self.step_type == "mlm_articles":
            return self._mlm_show_articles(discuss_channel)
        if self.step_type == "mlm_ticket":
            return self._mlm_make_ticket(discuss_channel)
        return super()._process_step(discuss_channel)

    def _process_answer(self, discuss_channel, message_body):
        step = super()._process_answer(discuss_channel, message_body)
        answers = discuss_channel.sudo().chatbot_message_ids.user_script_answer_id
        while step and step._mlm_is_needless(answers):
            step = step._fetch_next_step(answers)
        return step

    def _mlm_is_needless(self, answers):
        """Say whether what this step asks for is known already."""
        steps = self.chatbot_script_id.script_step_ids
        if self.step_type == "question_selection":
            return bool(steps.mlm_unsolved_answer_id & answers & self.answer_ids)
        # Tickets take the address of who is logged in.
        makes_ticket = "mlm_ticket" in steps.mapped("step_type")
        user = self.env.user
        return self.step_type == "question_email" and makes_ticket and not user._is_public()

    # === ARTICLES === #

    def _mlm_show_articles(self, discuss_channel):
        """Post links to what the visitor may read on its question."""
        articles = self._mlm_find_articles(self._mlm_question(discuss_channel))
        body = (
            Markup('%s<ul class="mb-0">%s</ul>')
            % (
                Markup(self.message or ""),
                Markup("").join(
                    Markup('<li><a href="%s" target="_blank">%s</a></li>')
                    % (article.website_url, article.name)
                    for article in articles
                ),
            )
            if articles
            else self.env._("I found no article on this.")
        )
        message = discuss_channel._chatbot_post_message(self.chatbot_script_id, body)
        if not articles and self.mlm_unsolved_answer_id:
            rows = discuss_channel.sudo().chatbot_message_ids
            rows.filtered(
                lambda row: row.mail_message_id == message
            ).user_script_answer_id = self.mlm_unsolved_answer_id
        return message

    def _mlm_find_articles(self, question):
        """Search as the visitor: steps come with all rights, articles have their own readers."""
        website = self.env["website"].get_current_website()
        Article = self.env["mlm.article"].with_user(self.env.user)
        return Article.with_context(website_id=website.id).search_articles(
            question, limit=ARTICLES_SHOWN
        )

    def _mlm_question(self, discuss_channel):
        """Return the last words that are not the bot's."""
        bot = self.chatbot_script_id.operator_partner_id
        words = discuss_channel._mlm_spoken().filtered(lambda one: one.author_id != bot)
        return html2plaintext(words[-1:].body or "").strip()

    # === TICKET === #

    def _mlm_make_ticket(self, discuss_channel):
        """Make a ticket of the chat and post its number."""
        limits = self.env["mlm.rate.limit"].sudo()
        known = discuss_channel.sudo().mlm_ticket_ids
        if not known and not limits._allow("helpdesk_ticket", self._mlm_asker(), TICKETS_PER_HOUR):
            return discuss_channel._chatbot_post_message(
                self.chatbot_script_id,
                self.env._("You have asked a lot in the last hour. Please try again later."),
            )
        ticket = discuss_channel._mlm_create_ticket()
        number = self.env._("Your ticket has the number %(number)s.", number=ticket.number)
        told = discuss_channel._chatbot_post_message(
            self.chatbot_script_id,
            Markup("%s<p>%s</p>") % (Markup(self.message or ""), number),
        )
        ticket._mlm_leave_out(told)
        return told

    def _mlm_asker(self):
        """Return whose tries are counted: the login, or the address of a stranger."""
        if request and self.env.user._is_public():
            return request.httprequest.remote_addr
        return str(self.env.uid)
