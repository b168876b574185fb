# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import re
from datetime import timedelta

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.auth_passkey._vendor.webauthn.helpers import exceptions as webauthn

from ..models.registration.mlm_bank_change import CONFIRM_SCOPE, CONFIRMED, STOP_SCOPE, WAITING
from .referral import ReferralMixin

REQUESTS_PER_HOUR = 5
LINKS_PER_HOUR = 30
PASSKEY_AGE = timedelta(days=1)
# What core lets through when an answer is no answer of a device at all.
MALFORMED = (
    webauthn.InvalidJSONStructure,
    webauthn.InvalidAuthenticatorDataStructure,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)


class BankController(ReferralMixin, http.Controller):
    """Where a partner's money goes: changed only with second factor and mail."""

    def _page(self, template, values, status=200):
        response = request.render(f"mlm_portal.{template}", values)
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    @http.route(
        "/my/bank", type="http", auth="user", website=True, sitemap=False, methods=["GET", "POST"]
    )
    def bank(self, **post):
        """Show the own account and take in a new one."""
        user = request.env.user
        if user.partner_id.sudo().mlm_role != "partner":
            raise NotFound()
        if request.httprequest.method == "GET" or not self._has_second_factor(user):
            return self._bank_page({}, {})
        if not self._allowed("bank", REQUESTS_PER_HOUR, str(user.id)):
            return self._refuse_many()
        Change_sudo = request.env["mlm.bank.change"].sudo()
        errors = Change_sudo._check_values(post) or self._check_factor(user, post)
        if errors:
            return self._bank_page(post, errors)
        Change_sudo._request(user, post, request.httprequest.remote_addr)
        return request.redirect("/my/bank")

    def _has_second_factor(self, user):
        return user.totp_enabled or bool(self._passkeys(user))

    def _passkeys(self, user):
        """Return the passkeys (sudo) that may move money.

        Who has an app needs a passkey that is a day old: otherwise a stolen password would be
        enough to make one, past the app.
        """
        keys_sudo = user.sudo().auth_passkey_key_ids
        if not user.totp_enabled:
            return keys_sudo
        yesterday = fields.Datetime.now() - PASSKEY_AGE
        return keys_sudo.filtered(lambda key: key.create_date <= yesterday)

    def _check_factor(self, user, post):
        """Return {"code": message} without a right code or the answer of a passkey."""
        if post.get("webauthn_response"):
            return self._check_passkey(user, post["webauthn_response"])
        if user.totp_enabled:
            return self._check_code(user, post.get("code"))
        return {"code": request.env._("Please use your passkey.")}

    def _check_passkey(self, user, answer):
        """Return {"code": message} unless a passkey of the user signed the page's challenge."""
        wrong = {"code": request.env._("This passkey was not accepted. Please try again.")}
        try:
            credential = json.loads(answer)["id"]
        except (ValueError, TypeError, KeyError):
            return wrong
        if credential not in self._passkeys(user).mapped("credential_identifier"):
            return wrong
        try:
            user._check_credentials(
                {"type": "webauthn", "webauthn_response": answer}, {"interactive": True}
            )
        except (AccessDenied, *MALFORMED):
            return wrong
        return {}

    def _check_code(self, user, code):
        """Return {"code": message} unless this is the present code of the user's authenticator.

        Core counts the tries and refuses a code that was used before.
        """
        digits = re.sub(r"\s", "", code or "")
        if not digits.isdecimal():
            return {"code": request.env._("Please type in the six digits of your app.")}
        try:
            user._check_credentials({"type": "totp", "token": int(digits)}, {"interactive": True})
        except AccessDenied as error:
            return {"code": str(error)}
        return {}

    def _bank_page(self, values, errors):
        partner_sudo = request.env.user.partner_id.sudo()
        mask = request.env["mlm.audit.log"]._mask
        change_sudo = (
            request.env["mlm.bank.change"]
            .sudo()
            .search([("partner_id", "=", partner_sudo.id)], limit=1)
        )
        return self._page(
            "portal_bank",
            {
                "page_name": "mlm_bank",
                "accounts": [mask(account.acc_number) for account in partner_sudo.bank_ids],
                "waiting": change_sudo.state == WAITING and change_sudo.iban_masked,
                "usable_at": change_sudo.state == CONFIRMED
                and change_sudo.usable_at > request.env.cr.now()
                and change_sudo.usable_at,
                "has_second_factor": self._has_second_factor(request.env.user),
                "has_code": request.env.user.totp_enabled,
                "has_passkey": bool(self._passkeys(request.env.user)),
                "values": values,
                "errors": errors,
            },
        )

    # === LINKS OF THE MAILS === #

    def _by_link(self, scope, token, states):
        change = request.env["mlm.bank.change"]._from_token(scope, token, states)
        if change:
            return change, None
        if not self._allowed("mailed_link", LINKS_PER_HOUR):
            return change, self._refuse_many()
        return change, self._message(
            request.env._("This link is no longer valid"),
            request.env._("It was used already, is too old, or a newer one was sent to you."),
            410,
        )

    def _message(self, title, text, status=200):
        return self._page("registration_message", {"title": title, "text": text}, status)

    def _ask(self, title, text, button):
        """Ask for a click, because mail scanners open links."""
        return self._page("bank_question", {"title": title, "text": text, "button": button})

    @http.route(
        "/my/bank/confirm/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def confirm(self, token, **post):
        """Confirm a change by the link of the mail."""
        change, refusal = self._by_link(CONFIRM_SCOPE, token, (WAITING,))
        if refusal:
            return refusal
        if request.httprequest.method == "GET":
            return self._ask(
                request.env._("Confirm your new bank account"),
                request.env._(
                    "Your commission will be paid to %(account)s.", account=change.iban_masked
                ),
                request.env._("Confirm the account"),
            )
        change._confirm(request.httprequest.remote_addr)
        return self._message(
            request.env._("Your new bank account is noted"),
            request.env._("For your safety nothing is paid to it within the next 24 hours."),
        )

    @http.route(
        "/my/bank/stop/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def stop(self, token, **post):
        """Stop a change that was not the partner's own."""
        change, refusal = self._by_link(STOP_SCOPE, token, (WAITING, CONFIRMED))
        if refusal:
            return refusal
        if request.httprequest.method == "GET":
            return self._ask(
                request.env._("Stop the change of your bank account"),
                request.env._("Your commission is paid to the account that you had before."),
                request.env._("Stop the change"),
            )
        change._stop()
        return self._message(
            request.env._("The change is stopped"),
            request.env._("Please change your password and get in touch with us."),
        )
