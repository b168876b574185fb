# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import stdnum.de.stnr
import stdnum.exceptions
from dateutil.relativedelta import relativedelta

from odoo import Command, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from odoo.addons.base_iban.models.res_partner_bank import normalize_iban, validate_iban
from odoo.addons.mlm_base.text_hash import sha256_of

from .mlm_registration import LONGEST_TEXT

STEPS = ("person", "tax", "bank", "kit", "agreement")


class MlmRegistration(models.Model):
    """What the pages take in: each step checks its own fields and says at which one it is wrong."""

    _inherit = "mlm.registration"

    def _open_steps(self):
        """Return the names of the pages of this registration, in their order."""
        self.ensure_one()
        return [step for step in STEPS if step != "kit" or self._offered_kits()]

    def _next_step(self, step):
        """Return the page after a step, None after the last one."""
        steps = self._open_steps()
        at = steps.index(step) + 1
        return steps[at] if at < len(steps) else None

    def _take(self, step, values):
        """Check what a page sent and keep it, all or nothing.

        :param str step: one of ``STEPS``
        :param dict values: strings of the form
        :return: {field name: message}, empty when all is right
        """
        self.ensure_one()
        clean = {
            name: value.strip()[:LONGEST_TEXT] if isinstance(value, str) else value
            for name, value in values.items()
        }
        found, errors = getattr(self, f"_read_{step}")(clean)
        if errors:
            return errors
        steps = self._open_steps()
        following = self._next_step(step)
        if following and (
            self.step not in steps or steps.index(following) > steps.index(self.step)
        ):
            found["step"] = following
        self.write(found)
        return {}

    def _missing(self, values, names):
        message = self.env._("Please fill in this field.")
        return {name: message for name in names if not values.get(name)}

    # === PERSON === #

    def _read_person(self, values):
        is_company = values.get("kind") == "company"
        needed = ["first_name", "last_name", "birthdate", "street", "zip", "city", "phone"]
        errors = self._missing(values, needed + (["company_name"] if is_company else []))
        birthdate = self._read_birthdate(values, errors)
        sanitized = self._read_phone(values, errors)
        names = ("first_name", "last_name", "street", "zip", "city", "phone")
        company = ("company_name", "company_registry")
        return {
            "is_company": is_company,
            "birthdate": birthdate,
            "phone_sanitized": sanitized,
            **{name: values.get(name) for name in names},
            **{name: is_company and values.get(name) for name in company},
        }, errors

    def _read_birthdate(self, values, errors):
        """Partners are of age; the market may ask for more years (H. "age 18")."""
        if "birthdate" in errors:
            return None
        today = fields.Date.context_today(self)
        try:
            birthdate = fields.Date.to_date(values["birthdate"])
        except ValueError:
            birthdate = None
        years = self.market_id.mlm_minimum_age or 18
        if not birthdate or not today - relativedelta(years=120) <= birthdate <= today:
            errors["birthdate"] = self.env._("Please give a date of birth, e.g. 1985-04-23.")
        elif birthdate + relativedelta(years=years) > today:
            errors["birthdate"] = self.env._(
                "You have to be at least %(years)s years old to become a partner.", years=years
            )
        return birthdate

    def _read_phone(self, values, errors):
        if "phone" in errors:
            return None
        number = self.env["res.partner"]._phone_format(
            number=values["phone"], country=self.country_id
        )
        if not number:
            errors["phone"] = self.env._("This is no phone number. Example: +49 170 1234567")
        return number

    # === TAX === #

    def _read_tax(self, values):
        errors = {}
        business, vat_payer = values.get("business"), values.get("vat_payer")
        if business not in ("yes", "no"):
            errors["business"] = self.env._("Please answer this question.")
        elif business == "yes" and not self._is_outside_eu() and vat_payer not in ("yes", "no"):
            errors["vat_payer"] = self.env._("Please answer this question.")
        if errors:
            return {}, errors
        status = self._tax_status(business, vat_payer)
        found = {
            "tax_status": status,
            "is_founding_year": status == "small" and bool(values.get("is_founding_year")),
            **{
                name: status != "private" and values.get(name)
                for name in ("tax_number", "small_business_number", "vat")
            },
        }
        if status == "eu_business" and not found["vat"]:
            errors["vat"] = self.env._(
                "Please give your VAT ID: commission goes by reverse charge."
            )
        if status in ("regular", "small") and not (found["tax_number"] or found["vat"]):
            errors["tax_number"] = self.env._("Please give your tax number or your VAT ID.")
        self._check_tax_numbers(found, errors)
        return found, errors

    def _is_outside_eu(self):
        return (
            self.country_id != self.company_id.country_id
            and self.country_id not in self.env.ref("base.europe").country_ids
        )

    def _tax_status(self, business, vat_payer):
        """Return the declared status (LEGAL.md A3) that follows from two plain questions."""
        if business == "no":
            return "private"
        if self._is_outside_eu():
            return "third_country"
        if self.country_id == self.company_id.country_id:
            return "regular" if vat_payer == "yes" else "small"
        return "eu_business" if vat_payer == "yes" else "eu_small"

    def _check_tax_numbers(self, found, errors):
        if found["vat"]:
            try:
                self.env["res.partner"]._run_vat_checks(self.country_id, found["vat"])
            except ValidationError:
                errors["vat"] = self.env._(
                    "“%(vat)s” is no VAT ID of %(country)s.",
                    vat=found["vat"],
                    country=self.country_id.name,
                )
        number = found["tax_number"]
        if number and self.country_id.code == "DE" and not stdnum.de.stnr.is_valid(number):
            errors["tax_number"] = self.env._(
                "“%(number)s” is no German tax number. Write it as on the tax assessment, "
                "e.g. 181/815/0815 5.",
                number=number,
            )

    # === BANK === #

    def _read_bank(self, values):
        """The account may come later; a blank field keeps one that was given before."""
        iban = normalize_iban(values.get("iban")).upper()
        holder = values.get("account_holder")
        if not iban:
            return ({"account_holder": holder} if self.iban and holder else {}), {}
        errors = self._missing(values, ["account_holder"])
        try:
            validate_iban(iban)
        except ValidationError:
            errors["iban"] = self.env._("This is no IBAN. Please compare it with your bank card.")
        return {"iban": iban, "account_holder": holder}, errors

    # === STARTER KIT === #

    def _offered_kits(self):
        """Return the kits that a new partner may choose (sudo), usually a handful; at cost only."""
        kits = (
            self.env["product.template"]
            .sudo()
            .search(
                [
                    ("mlm_offered_at_registration", "=", True),
                    ("sale_ok", "=", True),
                    ("company_id", "in", [self.company_id.id, False]),
                ],
                limit=20,
            )
        )
        return kits.filtered(lambda kit: kit._mlm_is_at_cost(self.company_id))

    def _kit_price(self, kit):
        """Return the list price of a kit with tax, as the customer of this country pays it."""
        price = kit.taxes_id.filtered(lambda tax: tax.company_id == self.company_id).compute_all(
            kit.list_price, currency=kit.currency_id, product=kit.product_variant_id
        )
        return price["total_included"]

    def _read_kit(self, values):
        chosen = values.get("kit") or ""
        if not chosen or chosen == "none":
            return {"kit_id": False}, {}
        kit = self._offered_kits().filtered(lambda record: str(record.id) == chosen)
        if not kit:
            return {}, {"kit": self.env._("This kit is no longer offered. Please choose again.")}
        return {"kit_id": kit.id}, {}

    # === AGREEMENT === #

    def _agreement_versions(self):
        """Return what the applicant has to accept, with the text in its language (sudo)."""
        return (
            self.env["mlm.agreement"]
            .sudo()
            ._needed_by(self.partner_type_id, self.company_id)
            .current_version_id.with_context(lang=self.lang)
        )

    def _consent_purposes(self):
        """Return what the applicant may agree to beyond that (sudo)."""
        return self.env["mlm.consent.purpose"].sudo().search([]).with_context(lang=self.lang)

    def _read_agreement(self, values):
        errors = {
            f"version_{version.id}": self.env._("Without this agreement there is no partnership.")
            for version in self._agreement_versions()
            if not values.get(f"version_{version.id}")
        }
        if not values.get("privacy"):
            errors["privacy"] = self.env._("Please confirm that you have read this.")
        return {"consent_ids": self._prepare_evidence(values)}, errors

    def _prepare_evidence(self, values):
        """Return commands that write down each ticked box with the hash of its words."""
        common = {
            "given_at": fields.Datetime.now(),
            "lang": self.lang,
            "ip_address": values.get("ip_address"),
            "user_agent": values.get("user_agent"),
        }
        rows = [
            {**common, "version_id": version.id, "text_hash": sha256_of(version.text)}
            for version in self._agreement_versions()
        ]
        rows += [
            {**common, "purpose_id": purpose.id, "text_hash": sha256_of(purpose.text)}
            for purpose in self._consent_purposes()
            if values.get(f"purpose_{purpose.id}")
        ]
        return [Command.clear(), *(Command.create(row) for row in rows)]

    # === START === #

    def _start(self, website, values, offer):
        """Begin a registration with the three things that everything else hangs on.

        :param website: website record
        :param dict values: email, country_id
        :param offer: binding Offer or None
        :return: (registration, {field: message}), one of them empty
        """
        company = website.company_id
        email = (values.get("email") or "").strip()[:LONGEST_TEXT]
        errors = self._missing({**values, "email": email}, ["email", "country_id"])
        if "email" not in errors and not email_normalize(email):
            errors["email"] = self.env._("This is no e-mail address. Example: anna@example.org")
        country = self.env["res.country"].browse(_to_int(values.get("country_id"))).exists()
        if "country_id" not in errors and country not in self._open_countries(company):
            errors["country_id"] = self.env._("We have no partners in this country yet.")
        if errors:
            return self.browse(), errors
        record = self.create(
            {
                "company_id": company.id,
                "website_id": website.id,
                "lang": self.env.lang or "en_US",
                "email": email,
                "email_normalized": email_normalize(email),
                "country_id": country.id,
                "market_id": self.env["mlm.market"]._get_for_country(country, company).id,
                "partner_type_id": company._mlm_registration_type().id,
                "step": STEPS[0],
                **self._prepare_offer(offer),
            }
        )
        return record, {}

    def _prepare_offer(self, offer):
        if not offer:
            return {}
        return {
            "sponsor_id": offer.sponsor.id,
            "binding_how": offer.how,
            "referral_code": offer.code,
            "visited_at": offer.visited_at,
        }

    def _open_countries(self, company):
        """Return the countries in which somebody may register: those of the company's markets.

        A market without country group, or one for other countries, opens all.
        """
        markets = self.env["mlm.market"].search([("company_id", "=", company.id)])
        groups = markets.country_group_id
        if (
            company.mlm_market_id
            or not markets
            or markets.filtered(lambda m: not m.country_group_id)
        ):
            return self.env["res.country"].search([])
        return groups.country_ids.sorted("name")


def _to_int(text):
    """Return the number that a form sent, 0 for anything else."""
    return int(text) if (text or "").isdecimal() else 0
