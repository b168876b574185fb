# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import content_disposition, request


class BankFile(http.Controller):
    @http.route("/mlm/bank_file/<int:download_id>", type="http", auth="user", methods=["GET"])
    def bank_file(self, download_id):
        """The bank file of a logged download, for who asked for it and for some minutes."""
        download = request.env["mlm.payout.download"].browse(download_id)
        found = download._file_for_user()
        if not found:
            return request.not_found()
        name, content = found
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/xml"),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
