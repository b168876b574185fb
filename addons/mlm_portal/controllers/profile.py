# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.profile.res_partner import MOST_BYTES
from .portal_network import NetworkPortal
from .referral import ReferralMixin

EXPORTS_PER_HOUR = 3
CHANGES_PER_HOUR = 30
PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}


class ProfilePortal(ReferralMixin, NetworkPortal):
    """The profile of a partner: also suspended and former ones reach their own data."""

    def _profile_page(self, **values):
        return self._page(
            "portal_profile",
            {
                "page_name": "mlm_profile",
                "values": {},
                "errors": {},
                "error": None,
                **self._owner()._mlm_profile(),
                "has_team": self._owner()._mlm_has_team(),
                **values,
            },
        )

    def _change(self, work):
        """Do what the partner wants; a refusal stands on the page."""
        owner = self._owner()
        if not self._allowed("profile", CHANGES_PER_HOUR, str(request.env.uid)):
            return self._refuse_many()
        try:
            work(owner)
        except UserError as error:
            return self._profile_page(error=str(error))
        return request.redirect("/my/profile")

    @http.route("/my/profile", **PAGE)
    def profile(self, **kwargs):
        """Data, consents, tax status, documents, data protection, notice."""
        return self._profile_page()

    @http.route("/my/profile/language", **PAGE, methods=["POST"])
    def profile_language(self, lang=None, **kwargs):
        """Choose the language of portal, mails and documents."""
        if lang not in dict(request.env["res.lang"].get_installed()):
            raise NotFound()
        return self._change(lambda owner: owner.sudo().write({"lang": lang}))

    @http.route("/my/profile/consents", **PAGE, methods=["POST"])
    def profile_consents(self, **kwargs):
        """Give and withdraw consents: a box that is not ticked withdraws."""
        ticked = request.httprequest.form.getlist("purpose")
        purposes = {int(one) for one in ticked if one.isdecimal() and len(one) < 10}
        address = request.httprequest.remote_addr
        return self._change(lambda owner: owner._mlm_set_consents(purposes, address))

    @http.route("/my/profile/tax", **PAGE, methods=["POST"])
    def profile_tax(self, evidence=None, **answers):
        """Declare the tax status anew."""
        owner = self._partner()
        if not self._allowed("profile", CHANGES_PER_HOUR, str(request.env.uid)):
            return self._refuse_many()
        content = evidence.read(MOST_BYTES + 1) if hasattr(evidence, "read") else None
        errors = owner._mlm_declare_tax(answers, content)
        if errors:
            return self._profile_page(values=answers, errors=errors)
        return request.redirect("/my/profile")

    @http.route("/my/profile/agreement/<int:acceptance_id>", **PAGE)
    def profile_agreement(self, acceptance_id, **kwargs):
        """An agreement in the words that were accepted."""
        acceptance = (
            request.env["mlm.agreement.acceptance"]
            .sudo()
            .search([("id", "=", acceptance_id), ("partner_id", "=", self._owner().id)])
        )
        if not acceptance:
            raise NotFound()
        return self._page(
            "portal_agreement",
            {
                "page_name": "mlm_profile",
                "acceptance": acceptance,
                "version": acceptance.version_id.with_context(lang=acceptance.lang),
            },
        )

    @http.route("/my/profile/export", **PAGE, methods=["POST"])
    def profile_export(self, **kwargs):
        """The own data as a file; a large one is made in the background."""
        owner = self._owner()
        if not self._allowed("export", EXPORTS_PER_HOUR, str(request.env.uid)):
            return self._refuse_many()
        content = owner._mlm_export()
        if content is None:
            return request.redirect("/my/profile")
        return self._export_file(content)

    @http.route("/my/profile/export/<int:request_id>", **PAGE)
    def profile_export_file(self, request_id, **kwargs):
        """A file that was made in the background."""
        content = self._owner()._mlm_export_file(request_id)
        if content is None:
            raise NotFound()
        return self._export_file(content)

    def _export_file(self, content):
        name = f"my-data-{fields.Date.context_today(request.env.user)}.zip"
        return self._file(content, "application/zip", name)

    @http.route("/my/profile/request", **PAGE, methods=["POST"])
    def profile_request(self, kind=None, text=None, **kwargs):
        """Ask for something under the GDPR."""
        return self._change(lambda owner: owner._mlm_ask_for_data(kind, text))

    @http.route("/my/profile/notice", **PAGE, methods=["POST"])
    def profile_notice(self, number=None, note=None, **kwargs):
        """Give notice, confirmed by the own member number."""
        self._partner()
        return self._change(lambda owner: owner._mlm_give_notice(number, note))
