# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ProductPricelist(models.Model):
    """Price lists by partner type beside country groups.

    The list of a contact, best first: the list set on the contact; a list for its type and
    country; a list for its type and all countries; a list for its country and everybody; a list
    for everybody. A list restricted to partner types is never chosen for others.
    """

    _inherit = "product.pricelist"

    mlm_partner_type_ids = fields.Many2many(
        comodel_name="mlm.partner.type",
        relation="mlm_partner_type_pricelist_rel",
        column1="pricelist_id",
        column2="partner_type_id",
        string="Partner Types",
        tracking=11,
        help="Only contacts of these types get this price list; empty: everybody.",
    )

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        """Core, and the shop through it, looks among the lists for everybody only."""
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        type_id = self.env.context.get("mlm_pricelist_type_id")
        return [
            *domain,
            ("mlm_partner_type_ids", "in", type_id)
            if type_id
            else ("mlm_partner_type_ids", "=", False),
        ]

    def _get_country_pricelist_multi(self, country_ids):
        """Never fall back on a list that is restricted to partner types (system parameters)."""
        result = super()._get_country_pricelist_multi(country_ids)
        if self.env.context.get("mlm_pricelist_type_id"):
            return result
        return {
            country_id: self.browse() if pricelist.sudo().mlm_partner_type_ids else pricelist
            for country_id, pricelist in result.items()
        }

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["res.groups"]._is_feature_enabled("product.group_product_pricelist"):
            return result
        partners = self.env["res.partner"].with_context(active_test=False).browse(partner_ids)
        open_partners = partners.filtered(
            lambda partner: (
                not (
                    partner.specific_property_product_pricelist._get_partner_pricelist_multi_filter_hook()
                )
            )
        )
        result.update(self._mlm_get_type_pricelists(open_partners))
        return result

    @api.model
    def _mlm_get_type_pricelists(self, partners):
        """Return the lists that partners get by their type.

        :param partners: contacts without a list of their own
        :return: {partner id: price list}, without those whose type has no list
        """
        by_type = {}
        for partner in partners:
            # The prices of a contact person are those of its company.
            type_sudo = partner._mlm_member().sudo().mlm_type_id
            if type_sudo:
                by_type.setdefault(type_sudo, self.env["res.partner"].browse())
                by_type[type_sudo] |= partner
        result = {}
        for type_sudo, members in by_type.items():
            lists = self._mlm_search_type_lists(type_sudo)
            if not lists:
                continue
            for country, inhabitants in members.grouped("country_id").items():
                pricelist = self._mlm_pick(lists, country or self._mlm_context_country())
                if pricelist:
                    result.update(dict.fromkeys(inhabitants._ids, pricelist))
        return result

    @api.model
    def _mlm_search_type_lists(self, type_sudo):
        """Return the usable lists for a partner type, in their order."""
        with_type = self.with_context(mlm_pricelist_type_id=type_sudo.id)
        domain = with_type._get_partner_pricelist_multi_search_domain_hook(self.env.company.id)
        return self.search(Domain(domain))

    @api.model
    def _mlm_context_country(self):
        """Return the visitor's country that the shop puts into the context (``country_code``)."""
        code = self.env.context.get("country_code")
        return (
            self.env["res.country"].search([("code", "=", code)], limit=1)
            if code
            else (self.env["res.country"])
        )

    def _mlm_pick(self, lists, country):
        """Return the first list of the country, else the first for all countries."""
        local = lists.filtered(
            lambda pricelist: country and country in pricelist.country_group_ids.country_ids
        )
        return (local or lists.filtered(lambda pricelist: not pricelist.country_group_ids))[:1]

    def _mlm_is_for(self, partner):
        """Return whether a contact may use this list: for shops that offer lists to choose.

        :param partner: ``res.partner`` record, may be empty (a visitor)
        """
        self.ensure_one()
        types_sudo = self.sudo().mlm_partner_type_ids
        return (
            not types_sudo
            or (partner and partner._mlm_member().sudo().mlm_type_id in types_sudo)
            or (partner and partner.specific_property_product_pricelist == self)
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.depends("mlm_type_id", "commercial_partner_id.mlm_type_id")
    def _compute_product_pricelist(self):
        return super()._compute_product_pricelist()

    def _inverse_product_pricelist(self):
        """Keep a list that was set by hand, unless it is what the contact gets anyway.

        Core compares with the list of the country only; it would drop a general list set on a
        contact whose type has one of its own.
        """
        chosen = {partner: partner.property_product_pricelist for partner in self}
        members = self.filtered(lambda partner: partner._mlm_member().sudo().mlm_type_id)
        super(ResPartner, self - members)._inverse_product_pricelist()
        members.specific_property_product_pricelist = False
        defaults = self.env["product.pricelist"]._get_partner_pricelist_multi(members.ids)
        for partner in members:
            if chosen[partner] and chosen[partner] != defaults.get(partner.id):
                partner.specific_property_product_pricelist = chosen[partner]

    def _mlm_price_display(self):
        """Return ``net`` or ``gross``: how prices are shown to this contact, by its type.

        Contacts outside the network are consumers until somebody says otherwise: ``gross``.
        """
        if not self:
            return "gross"
        self.ensure_one()
        return self._mlm_member().sudo().mlm_type_id.price_display or "gross"

    def _mlm_price_include(self):
        """Return Odoo's ``tax_included`` or ``tax_excluded`` for members, False for others.

        Orders and invoices of people outside the network keep the company's setting.
        """
        if not self:
            return False
        self.ensure_one()
        display = self._mlm_member().sudo().mlm_type_id.price_display
        return display and {"net": "tax_excluded", "gross": "tax_included"}[display]
