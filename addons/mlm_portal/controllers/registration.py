# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.misc import consteq

from ..models.registration.mlm_registration import DRAFT, UNCONFIRMED
from ..models.registration.mlm_registration_mail import CONFIRM_SCOPE, RESUME_SCOPE
from ..models.registration.mlm_registration_steps import STEPS
from .referral import ReferralMixin

REGISTRATION_KEY = "mlm_registration"
STARTS_PER_HOUR = 10
MAILS_PER_HOUR = 3
LINKS_PER_HOUR = 30
ANSWERED = {
    "private": ("no", None),
    "regular": ("yes", "yes"),
    "eu_business": ("yes", "yes"),
    "small": ("yes", "no"),
    "eu_small": ("yes", "no"),
    "third_country": ("yes", None),
}


class RegistrationController(ReferralMixin, http.Controller):
    """The pages on which somebody becomes a partner. No login; the session holds the thread."""

    # === THREAD === #

    def _registration(self, states=(DRAFT,)):
        """Return the registration of this session (sudo), empty if there is none or it is over."""
        Registration = request.env["mlm.registration"].sudo()
        known = request.session.get(REGISTRATION_KEY)
        record = Registration.browse(known[0] if known else []).exists()
        if record and consteq(record.nonce, known[1]) and record.state in states:
            return record
        return Registration

    def _hold(self, record):
        request.session[REGISTRATION_KEY] = [record.id, record.nonce]

    def _page(self, template, values, status=200):
        response = request.render(f"mlm_portal.{template}", values)
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        # The address may carry a token: it must not travel on to other sites.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _message(self, title, text, status=200):
        return self._page("registration_message", {"title": title, "text": text}, status)

    # === START === #

    @http.route(
        "/partner/register",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        captcha="mlm_registration",
    )
    def start(self, visit=None, **post):
        """Who invited you, your e-mail address, your country."""
        if request.httprequest.method == "POST":
            return self._begin(visit, post)
        record = self._registration()
        if record and "new" not in post:
            return request.redirect(f"/partner/register/{record.step}")
        return self._start_page(visit, {}, {})

    def _begin(self, token, post):
        if not self._allowed("registration", STARTS_PER_HOUR):
            return self._refuse_many()
        website = request.website.sudo()
        try:
            offer = (
                request.env["res.partner"]
                .sudo()
                ._mlm_choose_offer(
                    website.company_id, self._visit(token), post.get("sponsor_number")
                )
            )
        except UserError as error:
            return self._start_page(token, post, {"sponsor_number": str(error)})
        record, errors = request.env["mlm.registration"].sudo()._start(website, post, offer)
        if errors:
            return self._start_page(token, post, errors)
        self._hold(record)
        return request.redirect(f"/partner/register/{record.step}")

    def _start_page(self, token, values, errors):
        visit = self._visit(token)
        company = self._company()
        country = company.country_id
        return self._page(
            "registration_start",
            {
                "visit_token": self._visit_token(token),
                "sponsor_name": visit and visit.code.partner_id._mlm_public_name(),
                "countries": request.env["mlm.registration"].sudo()._open_countries(company),
                "values": {"country_id": str(country.id), **values},
                "errors": errors,
            },
        )

    # === STEPS === #

    @http.route(
        "/partner/register/<string:step>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def step(self, step, **post):
        """One page of the form; nobody jumps over a page."""
        if step not in STEPS:
            raise NotFound()
        record = self._registration()
        if not record:
            return request.redirect("/partner/register")
        steps = record._open_steps()
        if step not in steps or steps.index(step) > steps.index(record.step):
            return request.redirect(f"/partner/register/{record.step}")
        if request.httprequest.method == "GET":
            return self._step_page(record, step, self._known(record, step), {})
        if step == "agreement":
            post |= {
                "ip_address": request.httprequest.remote_addr,
                "user_agent": request.httprequest.user_agent.string,
            }
        errors = record._take(step, post)
        if errors:
            return self._step_page(record, step, post, errors)
        following = record._next_step(step)
        if following:
            return request.redirect(f"/partner/register/{following}")
        return self._finish(record)

    def _finish(self, record):
        if not self._may_mail(record):
            return self._refuse_many()
        record._submit()
        self._hold(record)
        return request.redirect("/partner/register/mail/sent")

    def _may_mail(self, record):
        """Nobody's mailbox is filled by our forms: few mails per address and per connection."""
        by_address = self._allowed("mail", MAILS_PER_HOUR, record.email_normalized)
        return self._allowed("mail_connection", LINKS_PER_HOUR) and by_address

    def _step_page(self, record, step, values, errors):
        steps = record._open_steps()
        return self._page(
            f"registration_{step}",
            {
                "record": record,
                "step": step,
                "steps": steps,
                "position": steps.index(step) + 1,
                "sponsor_name": record.sponsor_id and record.sponsor_id._mlm_public_name(),
                "values": values,
                "errors": errors,
            },
        )

    def _known(self, record, step):
        """Return what the form shows of earlier answers. The IBAN never comes back in full."""
        if step == "person":
            names = (
                *("first_name", "last_name", "street", "zip", "city", "phone"),
                *("company_name", "company_registry"),
            )
            return {
                **{name: record[name] or "" for name in names},
                "kind": "company" if record.is_company else "person",
                "birthdate": fields.Date.to_string(record.birthdate) or "",
            }
        if step == "tax":
            business, vat_payer = ANSWERED.get(record.tax_status, (None, None))
            names = ("tax_number", "small_business_number", "vat")
            return {
                **{name: record[name] or "" for name in names},
                "business": business,
                "vat_payer": vat_payer,
                "is_founding_year": record.is_founding_year,
            }
        if step == "bank":
            person = record.company_name if record.is_company else record._person_name()
            return {"account_holder": record.account_holder or person}
        if step == "kit":
            return {"kit": str(record.kit_id.id or "")}
        return {}

    # === GOING ON LATER === #

    @http.route(
        "/partner/register/later",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def later(self, **post):
        """Mail a link under which the applicant goes on."""
        record = self._registration()
        if not record:
            return request.redirect("/partner/register")
        if not self._may_mail(record):
            return self._refuse_many()
        record._send_resume_link()
        self._hold(record)
        return self._message(
            request.env._("The link is on its way"),
            request.env._(
                "We have sent a link to %(email)s. You can go on with it within 14 days.",
                email=record.email,
            ),
        )

    @http.route(
        "/partner/register/resume/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def resume(self, token, **post):
        """Go on with a link from a mail. A page lies between, because mail scanners open links."""
        record, refusal = self._by_link(RESUME_SCOPE, token, DRAFT)
        if refusal:
            return refusal
        if request.httprequest.method == "GET":
            return self._page("registration_resume", {"token": token})
        record._renew_nonce()
        self._hold(record)
        return request.redirect(f"/partner/register/{record.step}")

    def _by_link(self, scope, token, state):
        """Return the registration of a mailed link, or the page that says why there is none."""
        record = request.env["mlm.registration"]._from_token(scope, token, (state,))
        if record:
            return record, None
        if not self._allowed("mailed_link", LINKS_PER_HOUR):
            return record, self._refuse_many()
        return record, self._message(
            request.env._("This link is no longer valid"),
            request.env._(
                "It was used already, is too old, or a newer one was sent to you. Please look for "
                "the latest mail, or start again."
            ),
            410,
        )

    # === DOUBLE OPT-IN === #

    @http.route(
        "/partner/register/mail/sent", type="http", auth="public", website=True, sitemap=False
    )
    def sent(self, **post):
        """Say that a mail is on its way."""
        record = self._registration((UNCONFIRMED,))
        if not record:
            return request.redirect("/partner/register")
        return self._page("registration_sent", {"email": record.email})

    @http.route(
        "/partner/register/mail/again",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def send_again(self, **post):
        """Send the mail again; the link of the earlier one ends."""
        record = self._registration((UNCONFIRMED,))
        if not record:
            return request.redirect("/partner/register")
        if not self._may_mail(record):
            return self._refuse_many()
        record._submit()
        self._hold(record)
        return request.redirect("/partner/register/mail/sent")

    @http.route(
        "/partner/register/confirm/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def confirm(self, token, **post):
        """Prove the address; only the button does it, because mail scanners open links."""
        record, refusal = self._by_link(CONFIRM_SCOPE, token, UNCONFIRMED)
        if refusal:
            return refusal
        if request.httprequest.method == "GET":
            return self._page("registration_confirm", {"token": token, "email": record.email})
        record._confirm(request.httprequest.remote_addr)
        request.session.pop(REGISTRATION_KEY, None)
        return self._message(
            request.env._("Thank you, your address is confirmed"),
            request.env._(
                "We look at your registration and write to you. With the approval you get a mail "
                "to set your password."
            ),
        )
