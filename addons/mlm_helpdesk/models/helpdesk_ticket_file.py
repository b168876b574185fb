# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from pathlib import PurePath

from odoo import api, models
from odoo.exceptions import UserError

FILES = 5
FILE_BYTES = 10 * 2**20
# Pictures and documents; nothing that runs in a browser.
KINDS = {".png", ".jpg", ".jpeg", ".webp", ".pdf", ".txt", ".csv", ".xlsx", ".docx", ".odt", ".ods"}


class HelpdeskTicket(models.Model):
    """What somebody in the portal may attach, with a new ticket and with each answer."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _mlm_problem_of_files(self, files):
        """Return why files aren't taken in, or None.

        :param list files: (name, size in bytes)
        """
        if len(files) > FILES:
            return self.env._("Please attach %(count)s files at most.", count=FILES)
        for name, size in files:
            if PurePath(name).suffix.lower() not in KINDS:
                return self.env._(
                    "“%(name)s” can't be attached. Pictures, PDF, text and office files can.",
                    name=name,
                )
            if size > FILE_BYTES:
                return self.env._(
                    "“%(name)s” is larger than %(size)s MB.", name=name, size=FILE_BYTES // 2**20
                )
        return None

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        """Refuse what the form of a new ticket refuses too.

        :raise UserError: too many, too large or of a kind that isn't taken
        """
        if attachment_ids and not self.env.user._is_internal():
            files_sudo = self.env["ir.attachment"].sudo().browse(attachment_ids)
            problem = self._mlm_problem_of_files([(f.name, f.file_size) for f in files_sudo])
            if problem:
                raise UserError(problem)
        return super()._process_attachments_for_post(attachments, attachment_ids, message_values)
