# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal
from odoo.addons.mlm_portal.controllers.referral import ReferralMixin

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
TRIES_PER_HOUR = 60


class TeamMailPortal(ReferralMixin, NetworkPortal):
    """A leader writes to its own team by approved texts."""

    def _team_mail_page(self, **values):
        response = request.render(
            "mlm_marketing.portal_team_mail",
            {
                "page_name": "mlm_team_mail",
                "values": {},
                "preview": None,
                "error": None,
                **self._partner()._mlm_team_mail_page(),
                **values,
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _own_mail(self, mail_id):
        """Return an own mail (sudo), else 404."""
        own = [("id", "=", mail_id), ("partner_id", "=", self._partner().id)]
        mail_sudo = request.env["mlm.team.mail"].sudo().search(own)
        if not mail_sudo:
            raise NotFound()
        return mail_sudo

    @http.route("/my/team/mail", **PAGE, methods=["GET"])
    def team_mail(self, **kwargs):
        """Choose text and people; what was sent stands below."""
        return self._team_mail_page(values=kwargs)

    @http.route("/my/team/mail/preview", **PAGE, methods=["POST"])
    def team_mail_preview(self, **values):
        """Show the mail as it will be."""
        leader = self._partner()
        if not self._allowed("team_mail", TRIES_PER_HOUR, str(request.env.uid)):
            return self._refuse_many()
        try:
            preview = request.env["mlm.team.mail"]._preview(leader, values)
        except UserError as error:
            return self._team_mail_page(values=values, error=str(error))
        return self._team_mail_page(values=values, preview=preview)

    @http.route("/my/team/mail/send", **PAGE, methods=["POST"])
    def team_mail_send(self, **values):
        """Put the mail into the queue."""
        leader = self._partner()
        if not self._allowed("team_mail", TRIES_PER_HOUR, str(request.env.uid)):
            return self._refuse_many()
        try:
            with request.env.cr.savepoint():
                mail = request.env["mlm.team.mail"]._queue(leader, values)
        except UserError as error:
            return self._team_mail_page(values=values, error=str(error))
        return request.redirect(f"/my/team/mail/{mail.id}")

    @http.route("/my/team/mail/<int:mail_id>", **PAGE)
    def team_mail_sent(self, mail_id, **kwargs):
        """One own mail: how it went and what was answered."""
        return self._sent_page(self._own_mail(mail_id))

    def _sent_page(self, mail, error=None):
        response = request.render(
            "mlm_marketing.portal_team_mail_sent",
            {"page_name": "mlm_team_mail", "mail": mail, "told": mail._told(), "error": error},
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/my/team/mail/<int:mail_id>/stop", **PAGE, methods=["POST"])
    def team_mail_stop(self, mail_id, **kwargs):
        """Take an own mail back before it goes out."""
        mail = self._own_mail(mail_id)
        try:
            mail.action_stop()
        except UserError as error:
            return self._sent_page(mail, str(error))
        return request.redirect(f"/my/team/mail/{mail.id}")
