# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.mlm_base.const import ACTIVE

from .mlm_binding import EXISTING, KEPT, LINK, NUMBER, REFUSED, Offer

PARTNER_SITE = "partner_site"


class ResPartner(models.Model):
    """Referral codes, what a stranger sees of a sponsor, and the one way of binding customers."""

    _inherit = "res.partner"

    mlm_referral_code_ids = fields.One2many(
        "mlm.referral.code",
        "partner_id",
        string="Referral Codes",
        groups="mlm_base.group_mlm_user",
    )
    mlm_binding_ids = fields.One2many(
        "mlm.binding", "partner_id", string="Bindings", groups="mlm_base.group_mlm_user"
    )
    mlm_birthdate = fields.Date(
        string="Date of Birth",
        copy=False,
        groups="mlm_base.group_mlm_clerk,mlm_base.group_mlm_compliance",
    )

    # === WHAT STRANGERS SEE === #

    def _compute_same_vat_partner_id(self):
        """Core names who else has a tax number: by typing numbers anybody would learn names."""
        if self.env.user._is_internal():
            return super()._compute_same_vat_partner_id()
        self.same_vat_partner_id = False
        self.same_company_registry_partner_id = False
        return None

    def _mlm_takes_on(self):
        """Whether this member may be bound to by newcomers now."""
        partner = self.sudo()
        return bool(
            partner.active and partner.mlm_state == ACTIVE and partner.mlm_type_id.may_sponsor
        )

    def _mlm_shows_itself(self):
        """Whether this member agreed to be shown to strangers with full name and photo."""
        self.ensure_one()
        return self._mlm_shown().get(self.id, False)

    def _mlm_shown(self):
        """Return {partner id: bool}: whose latest word on being shown to strangers is a yes."""
        purpose = self.env["mlm.consent.purpose"].sudo().search([("code", "=", PARTNER_SITE)])
        return self.env["mlm.consent"].sudo()._current(self, purpose) if purpose else {}

    def _mlm_public_name(self):
        """Return the name that a stranger sees: all of it by consent, else "Anna S.".

        Companies are in a public register: their name is shown as it is.
        """
        self.ensure_one()
        return self._mlm_public_names()[self.id]

    def _mlm_public_names(self):
        """Return {partner id: name} as strangers see them, whatever the number of partners."""
        shown = self._mlm_shown()
        return {
            partner.id: partner.name or ""
            if partner.is_company or shown.get(partner.id)
            else short_name(partner.name)
            for partner in self.sudo()
        }

    # === BINDING === #

    @api.model
    def _mlm_choose_offer(self, company, visit=None, number=None, origin=None):
        """Return the sponsor that counts: the proven link before the typed number.

        :param company: res.company record that runs the site
        :param visit: ``mlm.referral.code`` Visit or None
        :param str number: a typed member number, may be empty
        :param str origin: the order or registration, for the log
        :return: an Offer or None
        :raise UserError: if the number is mistyped or its owner takes nobody on
        """
        if visit:
            return Offer(visit.code.partner_id, LINK, visit.code.code, visit.visited_at, origin)
        if not (number or "").strip():
            return None
        sponsor = self._mlm_find_by_number(number, company)
        if not sponsor._mlm_takes_on():
            raise UserError(
                self.env._(
                    "The member with the number “%(number)s” takes on nobody at present. Please "
                    "ask for another number.",
                    number=number,
                )
            )
        return Offer(sponsor, NUMBER, origin=origin)

    def _mlm_bind(self, offer):
        """Bind a contact to the sponsor it came with, unless it has one. Always logged.

        Who has a sponsor keeps it whatever link was used since; partners are never bound by a
        link. A contact outside the network becomes a customer of the company's type.

        :param offer: an Offer
        :return: whether the contact stands below that sponsor now
        """
        self.ensure_one()
        partner = self.sudo()
        if partner.mlm_sponsor_id or partner.mlm_role == "partner":
            if partner.mlm_sponsor_id == offer.sponsor:
                return True
            partner._mlm_log_once(offer, KEPT, partner.env._("Was bound before"))
            return False
        company = offer.sponsor.sudo().mlm_company_id
        try:
            with self.env.cr.savepoint():
                if not partner.mlm_type_id:
                    partner._mlm_make_customer(company)
                partner.with_context(mlm_offer=offer).write({"mlm_sponsor_id": offer.sponsor.id})
        except (UserError, ValidationError) as error:
            partner._mlm_log_once(offer, REFUSED, str(error))
            return False
        return True

    def _mlm_make_customer(self, company):
        """Take a contact into the network as customer; market and company come before a sponsor."""
        market = self.env["mlm.market"]._get_for_country(self.country_id, company)
        self.with_company(company).write(
            {"mlm_type_id": company._mlm_customer_type().id, "mlm_market_id": market.id}
        )

    def _mlm_log_once(self, offer, result, reason):
        """Log an offer that changed nothing; the same one is not written at every order."""
        known = (
            self.env["mlm.binding"]
            .sudo()
            .search_count(
                [
                    ("partner_id", "=", self.id),
                    ("result", "=", result),
                    ("sponsor_number", "=", offer.sponsor.sudo().mlm_member_number),
                ],
                limit=1,
            )
        )
        if not known:
            how = EXISTING if result == KEPT else offer.how
            self.env["mlm.binding"]._record(self, offer._replace(how=how), result, reason)

    @api.model
    def _mlm_sponsor_changed(self, changes):
        result = super()._mlm_sponsor_changed(changes)
        self.env["mlm.binding"]._record_changes(changes)
        return result


def short_name(name):
    """Return the name of a person without the surname.

    >>> short_name("Anna Maria Sommer")
    'Anna S.'
    """
    parts = (name or "").split()
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else name or ""
