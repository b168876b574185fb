# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta
from werkzeug.exceptions import NotFound

from odoo import Command, fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
OFFERED_EVERY = (1, 2, 3, 4, 6, 8, 12)
WORDS = {"skip", "pause", "resume", "end", "goods", "rhythm", "delivery"}


class AutoshipPortal(CustomerPortal):
    """Buyers start, change, skip, pause and end what comes regularly."""

    # === PAGES === #

    @http.route("/my/autoship", **PAGE)
    def autoships(self, **kwargs):
        """All autoships of the buyer, those that run first."""
        autoships = request.env["mlm.autoship"].search(
            self._mine(), order="state desc, next_date, id"
        )
        return request.render(
            "mlm_autoship.portal_autoships",
            {
                "page_name": "mlm_autoship",
                "autoships": autoships.sudo(),
                "is_open": request.env.company.sudo().mlm_autoship_open,
            },
        )

    @http.route("/my/autoship/<int:autoship_id>", **PAGE)
    def autoship(self, autoship_id, **kwargs):
        """One autoship with everything that can be changed."""
        return self._autoship_page(self._own(autoship_id))

    @http.route(
        "/my/autoship/<int:autoship_id>/<string:word>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def change(self, autoship_id, word, **post):
        """Do what the buyer asks for; a refusal is shown on the same page."""
        autoship = self._own(autoship_id)
        if word not in WORDS:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                getattr(self, f"_do_{word}")(autoship, post)
        except (UserError, ValueError) as error:
            return self._autoship_page(autoship, self._words_of(error))
        return request.redirect(f"/my/autoship/{autoship.id}")

    @http.route(
        "/my/autoship/new",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["GET", "POST"],
    )
    def new(self, order_id=None, **post):
        """Let the goods of an own order come again: shown, agreed to, ordered."""
        if not order_id:
            return request.redirect("/my/autoship")
        order = self._own_order(order_id)
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    autoship = self._start(order, post)
                return request.redirect(f"/my/autoship/{autoship.id}")
            except (UserError, ValueError) as refusal:
                error = self._words_of(refusal)
        today = fields.Date.context_today(order)
        return request.render(
            "mlm_autoship.portal_new",
            {
                "page_name": "mlm_autoship",
                "order": order,
                "lines": order._mlm_autoship_lines(),
                "words": self._agreement(),
                "first": fields.Date.to_string(today + relativedelta(months=1)),
                "tomorrow": fields.Date.to_string(today + relativedelta(days=1)),
                "error": error,
                "post": post,
                **self._choices(order.partner_id, order.company_id),
            },
        )

    # === WHO ASKS === #

    def _mine(self):
        """Return the domain of what belongs to the reader, who may be an employee, too."""
        return [("partner_id", "child_of", request.env.user.commercial_partner_id.id)]

    def _own(self, autoship_id):
        """Return an own autoship (sudo), else 404."""
        found = request.env["mlm.autoship"].search([("id", "=", autoship_id), *self._mine()])
        if not found:
            raise NotFound()
        return found.sudo()

    def _own_order(self, order_id):
        """Return an own order (sudo) whose goods may come again, else 404."""
        if not str(order_id or "").isdigit():
            raise NotFound()
        order = request.env["sale.order"].search([("id", "=", int(order_id)), *self._mine()])
        if not order or not order.sudo()._mlm_may_come_again():
            raise NotFound()
        return order.sudo()

    def _words_of(self, error):
        if isinstance(error, UserError):
            return str(error)
        return request.env._("Please check what you entered: a number or a date is not valid.")

    def _choices(self, buyer, company):
        """Return what the reader may choose from: own addresses and saved means of payment."""
        tokens = request.env["payment.token"].search(self._mine()).sudo()
        return {
            "addresses": request.env["res.partner"].search(
                [
                    ("id", "child_of", buyer.commercial_partner_id.id),
                    ("type", "in", ("contact", "delivery", "other")),
                ]
            ),
            "tokens": tokens.filtered(
                lambda token: (
                    token.provider_id.company_id == company
                    and token.provider_id.state != "disabled"
                )
            ),
            "offered_every": OFFERED_EVERY,
        }

    def _chosen(self, choices, name, post):
        """Return the record that was chosen among the offered ones.

        :raise UserError: none was chosen, or one that was not offered
        """
        value = post.get(name) or ""
        found = choices.filtered(lambda one: str(one.id) == value)
        if not found:
            raise UserError(
                request.env._("Please choose an address and a saved means of payment of your own.")
            )
        return found

    # === WHAT IS ASKED === #

    def _agreement(self):
        return request.env._(
            "I order these goods again and again in the rhythm above, at the price of each day, "
            "and agree that the chosen means of payment is charged each time, until I end it. "
            "I can end it at any time."
        )

    def _quantities(self, post):
        """Return the whole numbers of the fields ``quantity_ID``, by product id."""
        return {
            int(name.removeprefix("quantity_")): int(value or 0)
            for name, value in post.items()
            if name.startswith("quantity_")
        }

    def _start(self, order, post):
        if post.get("agreed") != "1":
            raise UserError(request.env._("Please tick that you agree to regular charges."))
        offered = {line.product_id.id: line for line in order._mlm_autoship_lines()}
        wanted = {
            product: quantity
            for product, quantity in self._quantities(post).items()
            if product in offered and 0 < quantity <= 999
        }
        if not wanted:
            raise UserError(
                request.env._("Choose at least one product and a quantity from 1 to 999.")
            )
        choices = self._choices(order.partner_id, order.company_id)
        address = self._chosen(choices["addresses"], "address_id", post)
        token = self._chosen(choices["tokens"], "token_id", post)
        autoship = (
            request.env["mlm.autoship"]
            .sudo()
            .with_company(order.company_id)
            .create(
                {
                    "company_id": order.company_id.id,
                    "partner_id": order.partner_id.id,
                    "partner_shipping_id": address.id,
                    "warehouse_id": order.warehouse_id.id,
                    "carrier_id": order.carrier_id.id,
                    "token_id": token.id,
                    "agreed_at": fields.Datetime.now(),
                    "agreed_text": self._agreement(),
                    "line_ids": [
                        Command.create({"product_id": product, "quantity": quantity})
                        for product, quantity in wanted.items()
                    ],
                }
            )
        )
        self._do_rhythm(autoship, post)
        autoship._send("mail_autoship_started")
        return autoship

    def _do_skip(self, autoship, post):
        autoship._skip()

    def _do_pause(self, autoship, post):
        autoship._pause(fields.Date.to_date(post.get("until") or None))

    def _do_resume(self, autoship, post):
        autoship._resume()

    def _do_end(self, autoship, post):
        autoship._end(request.env._("Ended by the buyer in the portal"))

    def _do_goods(self, autoship, post):
        known = set(autoship.line_ids.product_id.ids)
        quantities = self._quantities(post)
        autoship._change_goods({one: number for one, number in quantities.items() if one in known})

    def _do_rhythm(self, autoship, post):
        next_date = fields.Date.to_date(post.get("next_date") or None)
        if not next_date:
            raise UserError(request.env._("Choose the day of the next delivery."))
        autoship._change_rhythm(int(post.get("every") or 0), post.get("unit"), next_date)

    def _do_delivery(self, autoship, post):
        autoship._check_changeable()
        choices = self._choices(autoship.partner_id, autoship.company_id)
        autoship.write(
            {
                "partner_shipping_id": self._chosen(choices["addresses"], "address_id", post).id,
                "token_id": self._chosen(choices["tokens"], "token_id", post).id,
            }
        )

    def _autoship_page(self, autoship, error=None):
        tomorrow = autoship._today() + relativedelta(days=1)
        return request.render(
            "mlm_autoship.portal_autoship",
            {
                "page_name": "mlm_autoship",
                "autoship": autoship,
                "error": error,
                "tomorrow": fields.Date.to_string(tomorrow),
                "can_change": autoship.state != "ended" and autoship.next_date >= tomorrow,
                **self._choices(autoship.partner_id, autoship.company_id),
            },
        )
