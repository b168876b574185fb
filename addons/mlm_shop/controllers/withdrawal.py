# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import fields, http
from odoo.http import request

from odoo.addons.mlm_portal.controllers.referral import ReferralMixin

# High: many people share an address, and a declaration is a right.
DECLARATIONS_PER_HOUR = 60
# Forms that one visitor may have open.
OPEN_FORMS = 5
NONCE = "mlm_declaration"


class DeclarationController(ReferralMixin, http.Controller):
    """Withdraw from an order, cancel a contract: two steps each, without a login."""

    @http.route(
        ["/withdrawal", "/widerruf"],
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
    )
    def withdrawal(self, **post):
        """Ask for what the law allows to ask: name, contract, address; then show it once more."""
        return self._first_step("mlm.withdrawal", "mlm_shop.withdrawal_form", post)

    @http.route("/withdrawal/confirm", type="http", auth="public", website=True, methods=["POST"])
    def withdrawal_confirm(self, **post):
        """Take the withdrawal in and show when it was received."""
        return self._second_step("mlm.withdrawal", "mlm_shop.withdrawal_done", post)

    @http.route(
        ["/cancel-contract", "/kuendigen"],
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
    )
    def cancellation(self, **post):
        """Ask who ends which contract how and when; then show it once more."""
        return self._first_step("mlm.cancellation", "mlm_shop.cancellation_form", post)

    @http.route(
        "/cancel-contract/confirm", type="http", auth="public", website=True, methods=["POST"]
    )
    def cancellation_confirm(self, **post):
        """End the contract and show when the cancellation was received."""
        return self._second_step("mlm.cancellation", "mlm_shop.cancellation_done", post)

    # === STEPS === #

    def _first_step(self, model, template, post):
        values, errors = request.env[model]._clean(post)
        extra = self._extra(model, post)
        page = {"values": {**values, **extra}, "errors": {}, "nonce": None}
        if request.httprequest.method == "POST" and not post.get("back"):
            page["errors"] = errors
            if not errors:
                page["nonce"] = secrets.token_urlsafe(16)
                known = request.session.get(NONCE) or []
                request.session[NONCE] = [*known[-OPEN_FORMS + 1 :], page["nonce"]]
        return request.render(template, page)

    def _second_step(self, model, template, post):
        values, errors = request.env[model]._clean(post)
        known, nonce = request.session.get(NONCE) or [], post.get("nonce")
        if errors or nonce not in known:
            # Sent twice, or from an old page: the first one counts, nothing is taken in again.
            return request.render("mlm_shop.declaration_again", {"model": model})
        if not self._allowed("declaration", DECLARATIONS_PER_HOUR):
            return self._refuse_many()
        request.session[NONCE] = [one for one in known if one != nonce]
        record = request.env[model]._declare(
            self._company(), {**values, **self._extra(model, post)}
        )
        return request.render(template, {"record": record})

    def _extra(self, model, post):
        if model != "mlm.cancellation":
            return {}
        kind = post.get("kind") if post.get("kind") in ("ordinary", "extraordinary") else "ordinary"
        try:
            ends_on = fields.Date.to_date(post.get("ends_on") or None)
        except ValueError:
            ends_on = None
        return {"kind": kind, "ends_on": ends_on}
