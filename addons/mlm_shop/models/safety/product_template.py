# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    """Who made the goods and what to beware of, told before the order (Reg. (EU) 2023/988)."""

    _inherit = "product.template"

    mlm_manufacturer_id = fields.Many2one(
        "res.partner",
        string="Manufacturer",
        index="btree_not_null",
        ondelete="restrict",
        help="Name, postal and electronic address of this contact stand on the product's page.",
    )
    mlm_eu_responsible_id = fields.Many2one(
        "res.partner",
        string="Responsible Person in the EU",
        index="btree_not_null",
        ondelete="restrict",
        help="Needed if the manufacturer sits outside the European Union.",
    )
    mlm_warnings = fields.Text(
        string="Warnings and Safety Information",
        translate=True,
        help="In the languages of the countries you sell to. Shown on the product's page.",
    )
    mlm_needs_no_warning = fields.Boolean(
        string="No Warnings Needed", help="Somebody looked: there is nothing to warn of."
    )
    mlm_safety_gaps = fields.Char(
        string="Missing Safety Information",
        compute="_compute_mlm_safety_gaps",
        search="_search_mlm_safety_gaps",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "type",
        "mlm_warnings",
        "mlm_needs_no_warning",
        *(
            f"mlm_{who}_id.{name}"
            for who in ("manufacturer", "eu_responsible")
            for name in ("name", "street", "city", "country_id", "email", "website")
        ),
    )
    def _compute_mlm_safety_gaps(self):
        for template in self:
            template.mlm_safety_gaps = ", ".join(template._mlm_gaps())

    def _mlm_gaps(self):
        """Return what the offer lacks, in words; nothing for services."""
        self.ensure_one()
        if self.type != "consu":
            return []
        maker, responsible = self.sudo().mlm_manufacturer_id, self.sudo().mlm_eu_responsible_id
        gaps = []
        if not maker:
            gaps.append(self.env._("manufacturer"))
        elif not maker._mlm_has_safety_address():
            gaps.append(self.env._("address of the manufacturer"))
        if maker and not maker._mlm_is_in_the_union():
            if not responsible:
                gaps.append(self.env._("responsible person in the EU"))
            elif not (responsible._mlm_has_safety_address() and responsible._mlm_is_in_the_union()):
                gaps.append(self.env._("address of the responsible person in the EU"))
        if not self.mlm_warnings and not self.mlm_needs_no_warning:
            gaps.append(self.env._("warnings"))
        return gaps

    @api.model
    def _search_mlm_safety_gaps(self, operator, value):
        """Find what lacks something (``!= False``) or nothing (``= False``)."""
        if operator not in ("in", "not in") or any(value):
            return NotImplemented
        Partner = self.env["res.partner"]
        union = self.env.ref("base.europe").sudo().country_ids.ids
        complete = Domain.AND(
            [
                Partner._mlm_safety_domain("mlm_manufacturer_id"),
                Domain("mlm_manufacturer_id.country_id", "in", union)
                | (
                    Partner._mlm_safety_domain("mlm_eu_responsible_id")
                    & Domain("mlm_eu_responsible_id.country_id", "in", union)
                ),
                Domain("mlm_warnings", "!=", False) | Domain("mlm_needs_no_warning", "=", True),
            ]
        )
        # By number: what is missing in a contact that is missing itself is asked only once.
        fine = Domain("type", "!=", "consu") | Domain("id", "in", self.sudo()._search(complete))
        return fine if operator == "in" else ~fine
