# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SlideChannelPartner(models.Model):
    """A course that was completed is evidence; for a renewal it is taken once more."""

    _inherit = "slide.channel.partner"

    def _post_completion_update_hook(self, completed=True):
        result = super()._post_completion_update_hook(completed)
        if completed:
            self.env["mlm.training.record"].sudo()._record_completions(self.sudo())
        return result

    def _mlm_start_over(self):
        """Forget the progress (sudo), so that lessons and test are taken anew.

        The attempts at the test stay; they belong to the earlier time, as when Odoo itself ends a
        membership.
        """
        for membership in self.sudo():
            lessons = membership.env["slide.slide.partner"].search(
                [
                    ("channel_id", "=", membership.channel_id.id),
                    ("partner_id", "=", membership.partner_id.id),
                ]
            )
            lessons.user_input_ids.slide_partner_id = False
            lessons.write({"completed": False, "quiz_attempts_count": 0})
            membership.write(
                {
                    "member_status": "joined",
                    "completion": 0,
                    "completed_slides_count": 0,
                    "survey_certification_success": False,
                }
            )
