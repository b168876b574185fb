# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.mlm_base.const import ACTIVE
from odoo.addons.mlm_base.text_hash import sha256_of

from .mlm_binding import STAFF, Offer
from .mlm_registration import APPROVED, DRAFT, REJECTED, REVIEW


class MlmRegistration(models.Model):
    """What staff decides on: similar contacts, identity, approval with all that follows."""

    _inherit = "mlm.registration"

    # === DUPLICATES === #

    def _find_duplicates(self):
        """Note contacts and applications that may be the same person, with the reason."""
        for record in self:
            hits = record._similar_contacts()
            notes = [f"{partner._mlm_label()}: {reason}" for partner, reason in hits]
            notes += [
                record.env._("Registration of %(name)s: same %(what)s", name=other.name, what=what)
                for other, what in record._similar_registrations()
            ]
            partners = record.env["res.partner"].union(*(partner for partner, __ in hits))
            record.write(
                {
                    "duplicate_ids": [Command.set(partners.ids)],
                    "duplicate_note": "\n".join(notes),
                    "is_duplicate_checked": False,
                }
            )

    def _similar_contacts(self):
        """Return (partner, reason) of contacts with the same mail, phone, account or address."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        found = []
        by_field = (
            ("email_normalized", self.email_normalized, self.env._("same e-mail address")),
            ("phone_sanitized", self.phone_sanitized, self.env._("same phone number")),
        )
        for name, value, reason in by_field:
            if value:
                found += [(p, reason) for p in Partner.search([(name, "=", value)], limit=20)]
        if self.iban:
            accounts = self.env["res.partner.bank"].search(
                [("sanitized_acc_number", "=", self.iban)], limit=20
            )
            found += [(p, self.env._("same bank account")) for p in accounts.partner_id]
        if self.zip and self.street:
            neighbours = Partner.search(
                [("zip", "=", self.zip), ("country_id", "=", self.country_id.id)]
            )
            found += [
                (p, self.env._("same address"))
                for p in neighbours
                if _plain_street(p.street) == _plain_street(self.street)
            ]
        return found

    def _similar_registrations(self):
        """Return (registration, what is the same) of other open applications."""
        names = {
            "email_normalized": self.env._("e-mail address"),
            "phone_sanitized": self.env._("phone number"),
            "iban": self.env._("bank account"),
        }
        found = []
        for name, what in names.items():
            if self[name]:
                others = self.search(
                    [
                        (name, "=", self[name]),
                        ("id", "!=", self.id),
                        ("state", "not in", (DRAFT, APPROVED, REJECTED)),
                        ("company_id", "=", self.company_id.id),
                    ],
                    limit=20,
                )
                found += [(other, what) for other in others]
        return found

    # === DECISION === #

    def _may_approve_itself(self):
        """Whether the company waives the review and nothing asks for one."""
        return bool(
            self.company_id.mlm_registration_auto
            and self.sponsor_id._mlm_takes_on()
            and not self.duplicate_note
            and not self.needs_identity_check
        )

    def action_approve(self):
        """Take the applicants on as partners.

        :raise UserError: says what is missing: sponsor, check of similarities or of the identity
        """
        self._check_reviewer()
        for record in self:
            record._check_approvable()
            record.sudo()._approve()
        if len(self) == 1:
            return {
                "type": "ir.actions.act_window",
                "res_model": "res.partner",
                "res_id": self.partner_id.id,
                "view_mode": "form",
            }
        return True

    def action_open_reject(self):
        """Ask for the reason of the refusal."""
        self._check_reviewer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "mlm.registration.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_registration_ids": self.ids},
        }

    def _check_reviewer(self):
        self.check_access("write")
        self.env["res.partner"]._mlm_check_clerk()
        for record in self:
            if record.state != REVIEW:
                raise UserError(
                    self.env._(
                        "%(name)s is not waiting for a review: the applicant has not confirmed "
                        "the e-mail address, or the registration is closed.",
                        name=record.name,
                    )
                )

    def _check_approvable(self):
        name = {"name": self.name}
        if not self.sponsor_id:
            raise UserError(self.env._("Choose a sponsor for %(name)s first.", **name))
        if not self.sponsor_id._mlm_takes_on():
            raise UserError(
                self.env._(
                    "The sponsor of %(name)s takes on nobody any more. Choose another one.", **name
                )
            )
        if self.duplicate_note and not self.is_duplicate_checked:
            raise UserError(
                self.env._(
                    "%(name)s resembles contacts that exist. Look at them, choose the same person "
                    "if there is one, then tick “Similarities Checked”.",
                    **name,
                )
            )
        if self.needs_identity_check and not (self.is_identity_checked and self.identity_note):
            raise UserError(
                self.env._(
                    "The market asks for a check of the identity of %(name)s. Tick “Identity "
                    "Checked” and write down how it was done.",
                    **name,
                )
            )

    def _reject(self, reason):
        """Refuse applications and tell the applicants why.

        :param str reason: goes into the mail
        """
        self._check_reviewer()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please say why: the applicant gets the reason by mail."))
        for record in self.sudo():
            record.write(
                {
                    "state": REJECTED,
                    "reject_reason": reason,
                    "reviewed_at": fields.Datetime.now(),
                    "reviewer_id": self.env.uid,
                }
            )
            record._send("mail_registration_rejected")

    # === APPROVAL === #

    def _approve(self):
        """Make the member with all that belongs to it: evidence, tax, account, login, kit."""
        self.ensure_one()
        partner = self._take_on()
        if self.is_identity_checked:
            partner.mlm_identity_checked_on = fields.Date.context_today(self)
        self._record_tax(partner)
        self._record_bank(partner)
        if partner.mlm_state != ACTIVE:
            partner._mlm_set_state(ACTIVE, self.env._("Registration %(id)s approved", id=self.id))
        self.write(
            {
                "state": APPROVED,
                "partner_id": partner.id,
                "reviewed_at": fields.Datetime.now(),
                "reviewer_id": self.env.uid,
                "order_id": self._order_kit(partner).id,
            }
        )
        self._forget_secrets()
        self._invite(partner)
        self._send_to_sponsor("mail_registration_sponsor_joined")
        self._tell_the_line_above(partner)

    def _take_on(self):
        """Return the contact as member below its sponsor; an existing one stays where it is."""
        offer = Offer(
            self.sponsor_id,
            self.binding_how or STAFF,
            self.referral_code,
            self.visited_at,
            self.env._("Registration %(id)s", id=self.id),
        )
        values = self._prepare_partner_vals()
        if self.existing_partner_id:
            return self._take_on_existing(values, offer)
        # The sponsor comes with the contact: a partner without one would be a new root.
        partner = (
            self.env["res.partner"]
            .with_context(mlm_offer=offer)
            .create({**values, "mlm_sponsor_id": self.sponsor_id.id})
        )
        self._record_evidence(partner)
        return partner

    def _take_on_existing(self, values, offer):
        """Make a partner of a contact that was known before. Who is bound stays bound."""
        partner = self.existing_partner_id
        if partner.mlm_role == "partner":
            raise UserError(self.env._("%(name)s is a partner already.", name=partner.display_name))
        # Active customers become partners at once, so their agreement comes first.
        self._record_evidence(partner)
        bound = partner.mlm_sponsor_id
        if bound and bound != self.sponsor_id:
            partner._mlm_bind(offer)
            self.message_post(
                body=self.env._(
                    "The contact was bound to %(name)s before and stays.", name=bound.name
                )
            )
            self.sponsor_id = bound
        if partner.mlm_type_id:
            values["mlm_market_id"] = partner.mlm_market_id.id
        partner.write(values)
        if not bound:
            partner.with_context(mlm_offer=offer).write({"mlm_sponsor_id": self.sponsor_id.id})
        return partner

    def _prepare_partner_vals(self):
        values = {
            "name": self.company_name if self.is_company else self._person_name(),
            "is_company": self.is_company,
            "email": self.email,
            "phone": self.phone,
            "street": self.street,
            "zip": self.zip,
            "city": self.city,
            "country_id": self.country_id.id,
            "lang": self.lang,
            "vat": self.vat,
            "mlm_type_id": self.partner_type_id.id,
            "mlm_market_id": self.market_id.id,
            "mlm_birthdate": self.birthdate,
            "mlm_tax_number": self.tax_number,
            "mlm_small_business_number": self.small_business_number,
        }
        if self.is_company:
            values["company_registry"] = self.company_registry
            values["child_ids"] = [Command.create({"name": self._person_name()})]
        return values

    def _record_evidence(self, partner):
        """Turn the ticked boxes into acceptances and consents; words that changed don't count."""
        acceptances, consents = [], []
        for row in self.consent_ids:
            common = {
                "partner_id": partner.id,
                "lang": row.lang,
                "ip_address": row.ip_address,
            }
            text = row.version_id or row.purpose_id
            if sha256_of(text.with_context(lang=row.lang).text) != row.text_hash:
                self.message_post(
                    body=self.env._(
                        "“%(name)s” was reworded since; the consent was not taken over.",
                        name=text.display_name,
                    )
                )
            elif row.version_id:
                acceptances.append(
                    {
                        **common,
                        "version_id": row.version_id.id,
                        "accepted_at": row.given_at,
                        "method": "portal",
                        "user_agent": row.user_agent,
                    }
                )
            else:
                consents.append(
                    {
                        **common,
                        "purpose_id": row.purpose_id.id,
                        "is_given": True,
                        "given_at": row.given_at,
                        "source": self.env._(
                            "Registration; address confirmed at %(when)s UTC from %(ip)s",
                            when=fields.Datetime.to_string(self.confirmed_at),
                            ip=self.confirmed_ip or "-",
                        ),
                    }
                )
        self.env["mlm.agreement.acceptance"].create(acceptances)
        self.env["mlm.consent"].create(consents)

    def _record_tax(self, partner):
        if self.tax_status:
            self.env["mlm.tax.status"].create(
                {
                    "partner_id": partner.id,
                    "company_id": self.company_id.id,
                    "status": self.tax_status,
                    "is_founding_year": self.is_founding_year,
                    "date_declared": self.submitted_at.date(),
                    "date_from": self.submitted_at.date(),
                    "source": "portal",
                    "note": self.env._("Declared at registration"),
                }
            )

    def _record_bank(self, partner):
        if self.iban and self.iban not in partner.bank_ids.mapped("sanitized_acc_number"):
            self.env["res.partner.bank"].create(
                {
                    "partner_id": partner.id,
                    "acc_number": self.iban,
                    "acc_holder_name": self.account_holder,
                }
            )

    def _order_kit(self, partner):
        """Offer the chosen kit at its list price; the partner pays it in the portal or not."""
        Order = self.env["sale.order"]
        variant = self.kit_id.product_variant_id
        if not variant or self.kit_id not in self._offered_kits():
            return Order
        line = {"product_id": variant.id, "price_unit": self.kit_id.list_price}
        order = Order.with_company(self.company_id).create(
            {
                "partner_id": partner.id,
                "company_id": self.company_id.id,
                "order_line": [Command.create(line)],
            }
        )
        order.action_quotation_sent()
        return order

    def _invite(self, partner):
        """Give the new partner a login by Odoo's own invitation."""
        if partner.user_ids:
            return
        wizard = (
            self.env["portal.wizard"]
            .with_company(self.company_id)
            .with_context(active_ids=partner.ids, lang=self.lang)
            .create({})
        )
        wizard.user_ids.filtered(lambda row: row.partner_id == partner).action_grant_access()


def _plain_street(street):
    """Return a street in one spelling: 'Lindenstraße 5 a' and 'lindenstr. 5A' are the same.

    >>> _plain_street("Lindenstraße 5 a") == _plain_street("lindenstr. 5A")
    True
    """
    text = (street or "").lower().replace("ß", "ss")
    return re.sub(r"[\W_]", "", re.sub(r"strasse|str\.", "str", text))
