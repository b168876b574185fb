# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class SlideSlidePartner(models.Model):
    """A test is passed when it was handed in, not when enough answers were right so far."""

    _inherit = "slide.slide.partner"

    @api.depends("user_input_ids.state")
    def _compute_survey_scoring_success(self):
        result = super()._compute_survey_scoring_success()
        for lesson in self.filtered("survey_scoring_success"):
            lesson.survey_scoring_success = any(
                attempt.state == "done" and attempt.scoring_success
                for attempt in lesson.sudo().user_input_ids
            )
        return result
