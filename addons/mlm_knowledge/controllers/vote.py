# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import http
from odoo.http import request

from .help import HelpPages

VOTES_PER_HOUR = 60


class HelpVotes(HelpPages):
    """Was it helpful? One word per reader: a user's, or a stranger's session's."""

    @http.route(
        "/help/<string:slug>/vote",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def vote(self, slug, helpful="", comment=None, **kwargs):
        """Take in or change the vote of whoever may read the article."""
        article = self._article(slug)
        if helpful in ("yes", "no") and self._allow("help_vote", VOTES_PER_HOUR):
            if request.env.user._is_public() and "mlm_article_visitor" not in request.session:
                request.session["mlm_article_visitor"] = secrets.token_hex(16)
            request.env["mlm.article.vote"]._cast(
                article, helpful == "yes", comment, request.session.get("mlm_article_visitor")
            )
        return request.redirect(f"{article.website_url}#mlm_help_vote")
