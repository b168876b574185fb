# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

from .referral import VISIT_KEY, ReferralMixin

SIGNUPS_PER_HOUR = 10


class CustomerSignup(ReferralMixin, AuthSignupHome):
    """Customers who open an account are bound to the member who brought them."""

    @http.route("/customer/register", type="http", auth="public", website=True, sitemap=False)
    def customer_register(self, visit=None, **kwargs):
        """Take the token of the address into the session and go on to the account's form."""
        token = self._visit_token(visit)
        if token:
            request.session[VISIT_KEY] = token
        if not request.env.user._is_public():
            self._bind(request.env.user.partner_id, self._offer(None))
            return request.redirect("/my")
        return request.redirect("/web/signup")

    def get_auth_signup_qcontext(self):
        qcontext = super().get_auth_signup_qcontext()
        # An invitation is for somebody whom we know; only strangers say who brought them.
        if not qcontext.get("token") and getattr(request, "website", None):
            visit = self._visit()
            qcontext["mlm_asks_sponsor"] = True
            qcontext["mlm_sponsor_name"] = visit and visit.code.partner_id._mlm_public_name()
            qcontext["sponsor_number"] = request.params.get("sponsor_number")
        return qcontext

    def do_signup(self, qcontext, do_login=True):
        if qcontext.get("mlm_asks_sponsor") and not self._allowed("signup", SIGNUPS_PER_HOUR):
            raise UserError(
                request.env._(
                    "There were too many tries from your connection. Please wait an hour and try "
                    "again."
                )
            )
        return super().do_signup(qcontext, do_login=do_login)

    def _signup_with_values(self, token, values, do_login):
        # A mistyped number is refused before there is an account.
        offer = None if token else self._offer(request.params.get("sponsor_number"))
        result = super()._signup_with_values(token, values, do_login)
        if offer:
            Users_sudo = request.env["res.users"].sudo()
            user_sudo = Users_sudo.search(Users_sudo._get_login_domain(values["login"]), limit=1)
            self._bind(user_sudo.partner_id, offer)
        return result

    def _offer(self, number):
        return (
            request.env["res.partner"]
            .sudo()
            ._mlm_choose_offer(
                self._company(), self._visit(), number, request.env._("Customer account")
            )
        )

    def _bind(self, partner, offer):
        if offer:
            partner.sudo()._mlm_bind(offer)
