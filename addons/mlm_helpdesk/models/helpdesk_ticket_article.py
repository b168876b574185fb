# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

SUGGESTED = 5


class HelpdeskTicket(models.Model):
    """Help articles that may answer a ticket."""

    _inherit = "helpdesk.ticket"

    mlm_article_ids = fields.Many2many(
        "mlm.article",
        string="Articles",
        compute="_compute_mlm_article_ids",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
        help="Only such as whoever asks may read.",
    )
    mlm_article_count = fields.Integer(
        string="Number of Articles",
        compute="_compute_mlm_article_ids",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )

    @api.depends("name", "description", "partner_id")
    def _compute_mlm_article_ids(self):
        for ticket in self:
            articles = self.env["mlm.article"]
            if ticket.partner_id.lang:
                articles = articles.with_context(lang=ticket.partner_id.lang)
            words = f"{ticket.name or ''} {html2plaintext(ticket.description or '')}"
            readable = articles._domain_of_reader(ticket.partner_id)
            # Shown in the language of who answers.
            found = articles._find(words, readable, SUGGESTED).with_env(self.env)
            ticket.mlm_article_ids = found
            ticket.mlm_article_count = len(found)

    def action_mlm_view_articles(self):
        """Open the articles that may answer the ticket."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Articles"),
            "res_model": "mlm.article",
            "view_mode": "list,form",
            "domain": [("id", "in", self.mlm_article_ids.ids)],
        }


class MlmArticle(models.Model):
    _inherit = "mlm.article"

    def action_mlm_insert_link(self):
        """Begin an answer to a ticket with a link to this article, in the asker's language.

        The context names the ticket: ``mlm_ticket_id``.
        """
        self.ensure_one()
        ticket = self.env["helpdesk.ticket"].browse(self.env.context.get("mlm_ticket_id"))
        ticket.check_access("write")
        lang = ticket.partner_id.lang or self.env.lang
        article = self.with_context(lang=lang)
        body = Markup("<p>%s</p><p><a href='%s'>%s</a></p>") % (
            article.env._("This article of our help pages may answer your question:"),
            article.get_base_url() + article.website_url,
            article.name,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": ticket._name,
                "default_res_ids": ticket.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": ticket.partner_id.ids,
                "default_body": body,
            },
        }
