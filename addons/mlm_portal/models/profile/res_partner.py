# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.mlm_commission.const import RUN_CHANNEL

MOST_WORDS = 4000
MOST_BYTES = 5 * 1024 * 1024
# First bytes of what may be sent as evidence; the name of a file proves nothing.
FILE_STARTS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n": ".png"}
TAX_FIELDS = {
    "tax_number": "mlm_tax_number",
    "vat": "vat",
    "small_business_number": "mlm_small_business_number",
}
# From so many documents on a copy of the data is made in the background.
LARGE_EXPORT = 24


class ResPartner(models.Model):
    """What a partner sees and does in its profile. Callers made sure whose profile it is."""

    _inherit = "res.partner"

    # === PAGE === #

    def _mlm_profile(self):
        """Return what the profile page shows, own data only."""
        self.ensure_one()
        partner = self.sudo()
        sponsor = partner.mlm_sponsor_id
        return {
            "partner": partner,
            "sponsor_name": sponsor._mlm_public_name() if sponsor else None,
            "languages": self.env["res.lang"].get_installed(),
            "consents": partner._mlm_profile_consents(),
            "tax": partner.mlm_tax_status_ids.sorted("id")[-1:],
            "agreements": self.env["mlm.agreement.acceptance"]
            .sudo()
            .search([("partner_id", "=", self.id)]),
            "requests": self.env["mlm.data.request"]
            .sudo()
            .search([("partner_id", "=", self.id)], order="id desc", limit=20),
            "request_kinds": self.env["mlm.data.request"]
            ._fields["kind"]
            ._description_selection(self.env)[1:],
            "termination": self.env["mlm.termination"]
            .sudo()
            .search([("partner_id", "=", self.id)], limit=1),
        }

    def _mlm_profile_consents(self):
        """Return the purposes with the latest word of this member: list of dicts."""
        purposes = self.env["mlm.consent.purpose"].sudo().search([("active", "=", True)])
        rows = (
            self.env["mlm.consent"]
            .sudo()
            .search([("partner_id", "=", self.id)], order="given_at desc, id desc")
        )
        latest = {}
        for row in rows:
            latest.setdefault(row.purpose_id, row)
        return [
            {
                "purpose": purpose,
                "is_given": purpose in latest and latest[purpose].is_given,
                "at": latest[purpose].given_at if purpose in latest else None,
            }
            for purpose in purposes
        ]

    # === CHANGES === #

    def _mlm_set_consents(self, purpose_ids, address):
        """Record what was ticked and unticked; what did not change is not written again.

        :param purpose_ids: set of ids of the purposes that were ticked
        :param str address: IP address
        """
        for row in self._mlm_profile_consents():
            wanted = row["purpose"].id in purpose_ids
            if wanted != row["is_given"]:
                self.env["mlm.consent"].sudo()._record(
                    self, row["purpose"], wanted, self.env._("Profile"), address, self.env.lang
                )

    def _mlm_declare_tax(self, answers, evidence=None):
        """Record a declaration of the tax status, as at registration.

        :param dict answers: business, vat_payer, is_founding_year and the numbers
        :param bytes evidence: PDF, JPEG or PNG of at most 5 MB
        :return: {field: message} of what is wrong, empty when it was recorded
        """
        self.ensure_one()
        partner = self.sudo()
        company = partner.mlm_company_id
        reader = (
            self.env["mlm.registration"]
            .sudo()
            .new({"company_id": company.id, "country_id": partner.country_id.id})
        )
        if not partner.country_id:
            return {"business": self.env._("Please add your address first.")}
        found, errors = reader._read_tax(answers)
        kind = (
            next((end for start, end in FILE_STARTS.items() if evidence[:8].startswith(start)), 0)
            if evidence
            else None
        )
        if evidence and (not kind or len(evidence) > MOST_BYTES):
            errors["evidence"] = self.env._("Please send a PDF, JPEG or PNG of at most 5 MB.")
        if errors:
            return errors
        partner.write({TAX_FIELDS[name]: found[name] for name in TAX_FIELDS if found[name]})
        self.env["mlm.tax.status"].sudo().create(
            {
                "partner_id": self.id,
                "company_id": company.id,
                "status": found["tax_status"],
                "is_founding_year": found["is_founding_year"],
                "source": "portal",
                "evidence": base64.b64encode(evidence) if evidence else False,
                "evidence_name": f"evidence{kind}" if evidence else False,
            }
        )
        return {}

    def _mlm_give_notice(self, number, note):
        """Begin the termination of this partner's contract.

        :param str number: its member number, typed to confirm
        :raise UserError: the number is another one, or notice was given before
        """
        self.ensure_one()
        partner = self.sudo()
        if (number or "").strip() != partner.mlm_member_number:
            raise UserError(self.env._("Please type in your member number to confirm."))
        Termination_sudo = self.env["mlm.termination"].sudo()
        domain = [("partner_id", "=", self.id), ("state", "=", "draft")]
        if Termination_sudo.search_count(domain, limit=1):
            raise UserError(self.env._("You have given notice already."))
        termination = Termination_sudo.create(
            {
                "partner_id": self.id,
                "company_id": partner.mlm_company_id.id,
                "reason": "partner",
                "note": (note or "").strip()[:MOST_WORDS] or False,
            }
        )
        termination.message_post(body=self.env._("Notice given in the portal."))
        return termination

    def _mlm_ask_for_data(self, kind, text):
        """Take a data-protection request.

        :raise UserError: unknown kind, or no words
        """
        kinds = {name for name, _label in self.env["mlm.data.request"]._fields["kind"].selection}
        text = (text or "").strip()[:MOST_WORDS]
        if kind not in kinds - {"access"} or not text:
            raise UserError(self.env._("Please choose what you ask for, and say more about it."))
        return (
            self.env["mlm.data.request"]
            .sudo()
            .create({"partner_id": self.id, "kind": kind, "text": text})
        )

    def _mlm_export(self):
        """Return the own data as bytes of a ZIP, or None where a job makes it.

        Every copy is written down as a request that was answered at once.
        """
        self.ensure_one()
        documents = self._mlm_export_documents()
        request_sudo = (
            self.env["mlm.data.request"].sudo().create({"partner_id": self.id, "kind": "access"})
        )
        if len(documents) > LARGE_EXPORT:
            request_sudo.with_delay(
                channel=RUN_CHANNEL,
                description=self.env._("Copy of data"),
                identity_key=f"mlm_export_{request_sudo.id}",
            )._export_job()
            return None
        content = self._mlm_export_zip()
        request_sudo.write({"state": "done", "answer": self.env._("Downloaded in the portal.")})
        return content

    def _mlm_export_file(self, request_id):
        """Return the ready file (bytes) of an own request, None if there is none."""
        request_sudo = (
            self.env["mlm.data.request"]
            .sudo()
            .search([("id", "=", request_id), ("partner_id", "=", self.id)])
            .with_context(bin_size=False)
        )
        return base64.b64decode(request_sudo.file) if request_sudo.file else None

    def _mlm_profile_days(self):
        """Return whose birthday or anniversary in the frontline is within two weeks, by consent.

        :return: list of dicts: name, date, years (0 = a birthday: the age is nobody's business)
        """
        self.ensure_one()
        purpose = self.env.ref("mlm_portal.consent_purpose_team_days", raise_if_not_found=False)
        if not purpose or not self._mlm_has_team():
            return []
        front = self.sudo().search([("mlm_sponsor_id", "=", self.id), ("mlm_role", "=", "partner")])
        agreed = self._mlm_consents(front.ids, purpose.ids)
        shown = front.filtered(
            lambda one: (one.id, purpose.id) in agreed and one.mlm_state == "active"
        )
        today = fields.Date.context_today(self)
        found = []
        for one in shown:
            for day, is_birthday in ((one.mlm_birthdate, True), (one.mlm_date_joined, False)):
                coming = _coming(day, today)
                years = coming and coming.year - day.year
                if coming and (coming - today).days <= 14 and years:
                    found.append(
                        {
                            "name": one.name,
                            "date": coming,
                            "years": 0 if is_birthday else years,
                        }
                    )
        return sorted(found, key=lambda row: (row["date"], row["name"]))


def _coming(day, today):
    """Return the next return of a day of the year, from today on; 29 February is kept on the 28th.

    >>> _coming(fields.Date.to_date("1980-03-01"), fields.Date.to_date("2026-03-02"))
    datetime.date(2027, 3, 1)
    """
    if not day:
        return None
    for year in (today.year, today.year + 1):
        last = 28 if (day.month, day.day) == (2, 29) else day.day
        coming = day.replace(year=year, day=last)
        if coming >= today:
            return coming
    return None
