# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mlm_commission.models.mlm_tax_status import TAX_STATUSES

from .mlm_binding import BINDING_WAYS

DRAFT = "draft"
UNCONFIRMED = "unconfirmed"
REVIEW = "review"
APPROVED = "approved"
REJECTED = "rejected"
REGISTRATION_STATES = [
    (DRAFT, "Not Finished"),
    (UNCONFIRMED, "Mail Not Confirmed"),
    (REVIEW, "To Review"),
    (APPROVED, "Approved"),
    (REJECTED, "Rejected"),
]
# Longer than any real value; keeps whole novels out of the database.
LONGEST_TEXT = 120
SECRET_GROUPS = "mlm_base.group_mlm_accountant,mlm_base.group_mlm_compliance"
PERSONAL_GROUPS = "mlm_base.group_mlm_clerk,mlm_base.group_mlm_compliance"
# What staff may write; the rest is what the applicant said and what the system found.
STAFF_FIELDS = {
    "sponsor_id",
    "existing_partner_id",
    "is_duplicate_checked",
    "is_identity_checked",
    "identity_note",
    "partner_type_id",
    "market_id",
    "message_main_attachment_id",
    "activity_ids",
    "message_follower_ids",
    "message_ids",
}


class MlmRegistration(models.Model):
    """Somebody's application as a partner: what was said and agreed to, what staff decided."""

    _name = "mlm.registration"
    _description = "Partner Registration"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(
        REGISTRATION_STATES, default=DRAFT, required=True, readonly=True, index=True, tracking=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    website_id = fields.Many2one("website", readonly=True, ondelete="set null")
    lang = fields.Char(string="Language", readonly=True)
    nonce = fields.Char(
        default=lambda self: secrets.token_urlsafe(16),
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    step = fields.Char(readonly=True, help="The furthest page that the applicant has reached.")

    # === WAY TO US === #
    sponsor_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('mlm_role', '=', 'partner'), ('mlm_company_id', '=', company_id)]",
    )
    binding_how = fields.Selection(BINDING_WAYS, string="Found by", readonly=True)
    referral_code = fields.Char(readonly=True)
    visited_at = fields.Integer(readonly=True, help="Time of the visit in Unix seconds.")

    # === PERSON === #
    email = fields.Char(readonly=True, required=True)
    email_normalized = fields.Char(readonly=True, index=True)
    is_company = fields.Boolean(string="Is a Company", readonly=True)
    company_name = fields.Char(readonly=True)
    company_registry = fields.Char(string="Company Register", readonly=True)
    first_name = fields.Char(readonly=True)
    last_name = fields.Char(readonly=True)
    birthdate = fields.Date(string="Date of Birth", readonly=True, groups=PERSONAL_GROUPS)
    phone = fields.Char(readonly=True)
    phone_sanitized = fields.Char(readonly=True, index="btree_not_null")
    street = fields.Char(readonly=True)
    zip = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    market_id = fields.Many2one("mlm.market", check_company=True, ondelete="restrict")
    partner_type_id = fields.Many2one(
        "mlm.partner.type", domain=[("role", "=", "partner")], ondelete="restrict"
    )

    # === TAX AND BANK === #
    tax_status = fields.Selection(TAX_STATUSES, readonly=True, groups=SECRET_GROUPS)
    is_founding_year = fields.Boolean(readonly=True, groups=SECRET_GROUPS)
    tax_number = fields.Char(readonly=True, groups=SECRET_GROUPS)
    small_business_number = fields.Char(readonly=True, groups=SECRET_GROUPS)
    vat = fields.Char(string="VAT ID", readonly=True, groups=SECRET_GROUPS)
    iban = fields.Char(string="IBAN", readonly=True, groups=SECRET_GROUPS)
    iban_masked = fields.Char(string="Account", compute="_compute_iban_masked", compute_sudo=True)
    account_holder = fields.Char(readonly=True, groups=SECRET_GROUPS)

    # === STARTER KIT === #
    kit_id = fields.Many2one("product.template", string="Starter Kit", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order of the Kit", readonly=True)

    # === EVIDENCE === #
    consent_ids = fields.One2many("mlm.registration.consent", "registration_id", readonly=True)
    submitted_at = fields.Datetime(readonly=True)
    confirmed_at = fields.Datetime(string="Mail Confirmed", readonly=True, tracking=True)
    confirmed_ip = fields.Char(
        string="Confirmed from", readonly=True, groups="mlm_base.group_mlm_compliance"
    )

    # === REVIEW === #
    duplicate_ids = fields.Many2many("res.partner", string="Similar Contacts", readonly=True)
    duplicate_note = fields.Text(string="Similarities", readonly=True)
    is_duplicate_checked = fields.Boolean(string="Similarities Checked", tracking=True)
    existing_partner_id = fields.Many2one(
        "res.partner",
        string="Is This Contact",
        domain="[('id', 'in', duplicate_ids)]",
        ondelete="restrict",
        tracking=True,
        help="Choose the contact that this person has already. Who is bound keeps the sponsor.",
    )
    needs_identity_check = fields.Boolean(related="market_id.mlm_needs_identity_check")
    is_identity_checked = fields.Boolean(string="Identity Checked", tracking=True)
    identity_note = fields.Char(
        string="How It Was Checked",
        help="For example: passport shown in a video call. Do not write down its number.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Member", readonly=True, index="btree_not_null", ondelete="set null"
    )
    reject_reason = fields.Text(readonly=True)
    reviewed_at = fields.Datetime(readonly=True)
    reviewer_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    # === COMPUTE METHODS === #

    @api.depends("is_company", "company_name", "first_name", "last_name", "email")
    def _compute_name(self):
        for record in self:
            person = record._person_name()
            record.name = (record.is_company and record.company_name) or person or record.email

    @api.depends("iban")
    def _compute_iban_masked(self):
        mask = self.env["mlm.audit.log"]._mask
        for record in self:
            record.iban_masked = record.iban and mask(record.iban)

    def _person_name(self):
        return " ".join(filter(None, [self.first_name, self.last_name]))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "Registrations come from the website. Create a contact with a partner type to "
                    "take on somebody yourself."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        """Staff decides, it does not change what the applicant said.

        :raise UserError: for values of the applicant, for closed registrations, and for another
            sponsor while the one that the applicant came with takes on people
        """
        if not self.env.su:
            self._check_staff_write(vals)
        return super().write(vals)

    def _check_staff_write(self, vals):
        foreign = [
            self._fields[name]._description_string(self.env)
            for name in vals
            if name in self._fields and name not in STAFF_FIELDS
        ]
        if foreign:
            raise UserError(
                self.env._(
                    "%(fields)s: this is what the applicant said. Reject the registration and ask "
                    "for a new one.",
                    fields=", ".join(foreign),
                )
            )
        for record in self:
            if record.state in (APPROVED, REJECTED) and not vals.keys() <= {"activity_ids"}:
                raise UserError(self.env._("This registration is closed."))
            sponsor = record.sponsor_id
            is_other = "sponsor_id" in vals and sponsor and vals["sponsor_id"] != sponsor.id
            if is_other and sponsor._mlm_takes_on():
                raise UserError(
                    self.env._(
                        "%(name)s came with %(sponsor)s as sponsor. Approve it so and use "
                        "“Request Sponsor Change” if both want another one.",
                        name=record.name,
                        sponsor=sponsor.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(record.state == APPROVED for record in self):
            raise UserError(self.env._("An approved registration is evidence of what was agreed."))


class MlmRegistrationConsent(models.Model):
    """A box that the applicant ticked: which words, when, from where."""

    _name = "mlm.registration.consent"
    _description = "Consent of a Registration"
    _order = "id"

    registration_id = fields.Many2one(
        "mlm.registration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="registration_id.company_id")
    version_id = fields.Many2one("mlm.agreement.version", string="Agreement", ondelete="restrict")
    purpose_id = fields.Many2one("mlm.consent.purpose", ondelete="restrict")
    given_at = fields.Datetime(string="When", required=True)
    lang = fields.Char(string="Language", required=True)
    ip_address = fields.Char(string="IP Address", groups="mlm_base.group_mlm_compliance")
    user_agent = fields.Char(string="Browser", groups="mlm_base.group_mlm_compliance")
    text_hash = fields.Char(string="Hash of the Text (SHA-256)", required=True)

    _one_text = models.Constraint(
        "CHECK((version_id IS NULL) <> (purpose_id IS NULL))",
        "A consent is about an agreement or about a purpose.",
    )
