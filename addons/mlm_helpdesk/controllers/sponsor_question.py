# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class SponsorQuestions(NetworkPortal):
    """Sponsors read and answer what staff asked them; tickets stay out of their sight."""

    def _question_page(self, template, values):
        response = request.render(
            f"mlm_helpdesk.{template}", {"page_name": "mlm_questions", **values}
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my/questions", **PAGE)
    def sponsor_questions(self, **kwargs):
        """All questions to the one who is logged in."""
        questions = request.env["mlm.sponsor.question"]._mlm_of_sponsor(self._partner())
        return self._question_page("portal_sponsor_questions", {"questions": questions})

    @http.route("/my/questions/<int:question_id>", methods=["GET", "POST"], **PAGE)
    def sponsor_question(self, question_id, answer=None, **kwargs):
        """One question; a posted answer is taken once."""
        questions = request.env["mlm.sponsor.question"]._mlm_of_sponsor(self._partner())
        question = questions.filtered(lambda one: one.id == question_id)
        if not question:
            raise NotFound()
        if request.httprequest.method == "POST":
            question._mlm_answer(answer)
            return request.redirect(f"/my/questions/{question.id}")
        return self._question_page("portal_sponsor_question", {"question": question})
