# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.link_tracker.controller.main import LinkTracker

VISIT_KEY = "mlm_visit"
SEEN_KEY = "mlm_visit_seen"
# Wrong codes per address and hour: enough for mistyped ones, hopeless for guessing.
WRONG_CODES_PER_HOUR = 30


class ReferralMixin:
    """What pages that know the way of binding share: who brought this visitor?"""

    def _company(self):
        return request.website.sudo().company_id

    def _allowed(self, purpose, limit, visitor=None):
        """Count this try; False when the address (or the given visitor) tried too often."""
        visitor = visitor or request.httprequest.remote_addr
        return request.env["mlm.rate.limit"].sudo()._allow(purpose, visitor, limit)

    def _refuse_many(self):
        """Return the page for those who try too often, with status 429."""
        response = request.render("mlm_portal.too_many_tries", {})
        response.status_code = 429
        return response

    def _visit(self, token=None):
        """Return the visit that counts for this visitor, None without one.

        Every token is proven anew: signature, age, whether the sponsor still takes on people.
        The rule of the company says whether an earlier link or the present one wins.

        :param str token: one that came in the address or form of this request
        """
        company = self._company()
        kept = [request.session.get(VISIT_KEY), request.cookies.get(VISIT_KEY)]
        tokens = [*kept, token] if company.mlm_referral_rule == "first" else [token, *kept]
        for candidate in tokens:
            visit = candidate and request.env["mlm.referral.code"]._read_visit(candidate, company)
            if visit:
                return visit
        return None

    def _visit_token(self, token=None):
        """Return the token of the visit that counts, for links and forms of the next page."""
        visit = self._visit(token)
        for candidate in (
            token,
            request.session.get(VISIT_KEY),
            request.cookies.get(VISIT_KEY),
        ):
            found = candidate and request.env["mlm.referral.code"]._read_visit(
                candidate, self._company()
            )
            if visit and found == visit:
                return candidate
        return None

    def _remember_visit(self, code):
        """Keep the visit in the server's session; in a cookie only by consent (§ 25 TDDDG).

        Without a cookie bar nobody consented to anything: then there is no cookie either.

        :return: token of the visit that counts now
        """
        company = self._company()
        if SEEN_KEY not in request.session or request.session[SEEN_KEY] != code.id:
            code._count(visits=1)
            request.session[SEEN_KEY] = code.id
        kept = self._visit_token()
        if kept and (company.mlm_referral_rule == "first" or self._visit().code == code):
            return kept
        token = code._sign_visit(company)
        request.session[VISIT_KEY] = token
        website = request.website
        if website.cookies_bar and request.env["ir.http"]._is_allowed_cookie("optional"):
            request.future_response.set_cookie(
                VISIT_KEY,
                token,
                max_age=company.mlm_referral_days * 86400,
                httponly=True,
                samesite="Lax",
                secure=request.httprequest.scheme == "https",
                cookie_type="optional",
            )
        return token


class ReferralController(ReferralMixin, LinkTracker):
    """A partner's link, page, QR code and photo.

    Core's short links have the same address: codes of partners come first, the rest is core's.
    """

    def _open_code(self, code):
        """Return the open code (sudo) or an answer that says why not."""
        found = request.env["mlm.referral.code"]._find(code, self._company())
        if found:
            return found, None
        if not self._allowed("referral_code", WRONG_CODES_PER_HOUR):
            return None, self._refuse_many()
        response = request.render("mlm_portal.referral_unknown", {})
        response.status_code = 404
        return None, response

    @http.route(sitemap=False)
    def full_url_redirect(self, code, **post):
        """Show the partner's page and remember the visit, or follow core's short link."""
        is_ours = request.env["mlm.referral.code"]._find(code, self._company())
        if not is_ours and request.env["link.tracker"].sudo().get_url_from_code(code):
            return super().full_url_redirect(code, **post)
        found, refusal = self._open_code(code)
        if refusal:
            return refusal
        token = self._remember_visit(found)
        sponsor = self._visit(token).code.partner_id
        response = request.render(
            "mlm_portal.referral_page",
            {"visit_token": token, **self._sponsor_values(found, sponsor)},
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _sponsor_values(self, code, sponsor):
        """What a stranger's page may know about a sponsor: no record, only these words."""
        shown = code.partner_id
        return {
            "code": code.code,
            "sponsor_name": shown._mlm_public_name(),
            "may_sign_up": request.env["res.users"]._get_signup_invitation_scope() == "b2c",
            "has_photo": bool(shown._mlm_shows_itself() and shown.sudo().image_128),
            "other_sponsor": "" if sponsor == shown else sponsor._mlm_public_name(),
        }

    @http.route(
        "/r/<string:code>/<path:path>", type="http", auth="public", website=True, sitemap=False
    )
    def referral_site(self, code, path, **kwargs):
        """Remember the visit and go on to a page of this site, never to another one."""
        found, refusal = self._open_code(code)
        if refusal:
            return refusal
        self._remember_visit(found)
        return request.redirect_query(f"/{path}", query=kwargs)

    @http.route("/r/<string:code>/qr.png", type="http", auth="public", website=True, sitemap=False)
    def referral_qr(self, code, **kwargs):
        """The link as QR code."""
        found, refusal = self._open_code(code)
        if refusal:
            return refusal
        return request.make_response(
            found._qr_png(),
            [("Content-Type", "image/png"), ("Cache-Control", "private, max-age=3600")],
        )

    @http.route("/r/<string:code>/photo", type="http", auth="public", website=True, sitemap=False)
    def referral_photo(self, code, **kwargs):
        """The partner's photo, if the partner agreed to be shown."""
        found, refusal = self._open_code(code)
        if refusal:
            return refusal
        partner = found.partner_id
        if not partner._mlm_shows_itself() or not partner.image_256:
            raise NotFound()
        stream = request.env["ir.binary"].sudo()._get_image_stream_from(partner, "image_256")
        return stream.get_response(max_age=0)

    @http.route("/my/referral/card.pdf", type="http", auth="user", website=True, sitemap=False)
    def referral_card(self, **kwargs):
        """The own cards with link and QR code, to print and cut."""
        partner = request.env.user.partner_id
        if not partner._mlm_takes_on():
            raise NotFound()
        code = request.env["mlm.referral.code"]._of_partner(partner)
        pdf = (
            request.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("mlm_portal.mlm_referral_card_report", [code.id])[0]
        )
        return request.make_response(
            pdf,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(pdf)),
                ("Content-Disposition", http.content_disposition("cards.pdf")),
            ],
        )
