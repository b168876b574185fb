# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_datetime

from . import vat_services

# A confirmation serves for so long; the nightly job asks some days before.
VALID_DAYS, ASK_AFTER_DAYS = 30, 25
ASK_AT_ONCE = 200
RESULTS = [("valid", "Valid"), ("invalid", "Not Valid"), ("unknown", "No Answer")]
SERVICES = [("evatr", "eVatR (BZSt)"), ("vies", "VIES")]
MATCHES = [
    ("match", "Agrees"),
    ("differs", "Differs"),
    ("not_asked", "Not Asked"),
    ("not_told", "Not Told"),
]


def _plain(number):
    """Return a VAT ID without blanks and signs."""
    return re.sub(r"[^A-Z0-9]", "", (number or "").upper())


class MlmVatCheck(models.Model):
    """What a tax office said about a VAT ID: the stored answer is the proof (§ 18e UStG)."""

    _name = "mlm.vat.check"
    _description = "VAT ID Check"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "number"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    number = fields.Char(string="VAT ID", required=True, readonly=True)
    requester_number = fields.Char(string="Asked By", readonly=True)
    checked_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    service = fields.Selection(selection=SERVICES, required=True, readonly=True)
    result = fields.Selection(selection=RESULTS, required=True, readonly=True)
    status = fields.Char(string="Answer", readonly=True)
    name_match = fields.Selection(selection=MATCHES, string="Name", readonly=True)
    street_match = fields.Selection(selection=MATCHES, string="Street", readonly=True)
    zip_match = fields.Selection(selection=MATCHES, string="Postcode", readonly=True)
    city_match = fields.Selection(selection=MATCHES, string="Town", readonly=True)
    request_id = fields.Char(readonly=True)
    response = fields.Text(readonly=True)

    @api.model
    def _latest(self, company, partners):
        """Return {partner id: last check with an answer, of the number the partner has now}."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (partner_id) partner_id, id FROM mlm_vat_check
                    WHERE company_id = %s AND partner_id = ANY(%s) AND result <> 'unknown'
                      AND (partner_id, number) IN %s
                    ORDER BY partner_id, checked_at DESC, id DESC""",
                company.id,
                list(partners.ids),
                tuple((p.id, _plain(p.vat)) for p in partners.sudo()) or ((0, ""),),
            )
        )
        return {partner: self.browse(check) for partner, check in rows}

    @api.model
    def _refresh(self, company, partners, days):
        """Ask again where the last answer is older than some days.

        :param int days: an answer serves for so long
        :return: {partner id: last check with an answer}
        """
        limit = fields.Datetime.now() - relativedelta(days=days)
        latest = self._latest(company, partners)
        for partner in partners:
            check = latest.get(partner.id)
            if check and check.checked_at >= limit:
                continue
            new = self._ask(company, partner)
            if new.result != "unknown":
                latest[partner.id] = new
            elif not new.request_id and not new.response:
                break  # The service is down: others would only wait.
        return latest

    @api.model
    def _ask(self, company, partner):
        """Ask for one partner and keep the answer."""
        partner_sudo = partner.sudo()
        answer = vat_services.ask(
            vat_services.Question(
                number=_plain(partner_sudo.vat),
                requester=_plain(company.sudo().vat),
                name=partner_sudo.name or "",
                street=partner_sudo.street or "",
                zip=partner_sudo.zip or "",
                city=partner_sudo.city or "",
            )
        )
        return self.sudo().create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "number": _plain(partner_sudo.vat),
                "requester_number": _plain(company.sudo().vat),
                "service": answer.service,
                "result": answer.result,
                "status": answer.status,
                "request_id": answer.request_id,
                "response": answer.response,
                **{f"{part}_match": match for part, match in answer.matches.items()},
            }
        )

    @api.model
    def _cron_check(self):
        """Ask for partners whose confirmation is about to end, some at a time."""
        for company in self.env["res.company"].sudo().search([("mlm_checks_vat", "=", True)]):
            partners = self._partners_to_ask(company)
            self._refresh(company, partners, ASK_AFTER_DAYS)

    @api.model
    def _partners_to_ask(self, company):
        """Return partners that settle by VAT ID and have no recent answer, oldest first."""
        statuses = (
            self.env["mlm.tax.rule"]
            .sudo()
            .search([("country_id", "=", company.country_id.id), ("identifier", "=", "vat")])
            .mapped("status")
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM res_partner p
                     JOIN LATERAL (SELECT s.status FROM mlm_tax_status s
                                    WHERE s.partner_id = p.id AND s.company_id = %(company)s
                                      AND s.date_from <= CURRENT_DATE
                                    ORDER BY s.date_from DESC, s.id DESC LIMIT 1) s
                       ON s.status = ANY(%(statuses)s)
                     LEFT JOIN LATERAL (SELECT max(c.checked_at) AS last FROM mlm_vat_check c
                                         WHERE c.partner_id = p.id
                                           AND c.company_id = %(company)s) c ON TRUE
                    WHERE p.vat IS NOT NULL AND p.active AND (c.last IS NULL OR c.last < %(limit)s)
                    ORDER BY c.last NULLS FIRST, p.id LIMIT %(count)s""",
                company=company.id,
                statuses=statuses,
                limit=fields.Datetime.now() - relativedelta(days=ASK_AFTER_DAYS),
                count=ASK_AT_ONCE,
            )
        )
        return self.env["res.partner"].browse([partner for (partner,) in rows])


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_checks_vat = fields.Boolean(
        string="Confirm VAT IDs",
        help="VAT IDs of partners are confirmed by the tax office every month and before a "
        "settlement; one that is not valid stops the document.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_checks_vat = fields.Boolean(related="company_id.mlm_checks_vat", readonly=False)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_mlm_check_vat(self):
        """Ask the tax office about the VAT IDs of the chosen partners now."""
        if not self.env.user.has_group("mlm_base.group_mlm_accountant"):
            raise AccessError(self.env._("Only accountants confirm VAT IDs."))
        self.check_access("read")
        partners = self.filtered("vat")[:ASK_AT_ONCE]
        if not partners:
            raise UserError(self.env._("None of the partners has a VAT ID."))
        if not self.env.company.vat:
            raise UserError(
                self.env._("Fill in the VAT ID of %(name)s first.", name=self.env.company.name)
            )
        self.env["mlm.vat.check"].sudo()._refresh(self.env.company, partners, 0)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_vat_check_action"
        )
        return {**action, "domain": [("partner_id", "in", partners.ids)]}


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _settlement_problems(self, company, date):
        """Also stop documents for a VAT ID that the tax office calls not valid.

        No answer stops nothing: the last answer counts, and the next run asks again.
        """
        problems = super()._settlement_problems(company, date)
        if not company.mlm_checks_vat:
            return problems
        asked = self.filtered(lambda s: not problems[s])._settling_by_vat(company)
        checks = self.env["mlm.vat.check"].sudo()._refresh(company, asked.partner_id, VALID_DAYS)
        for statement in asked:
            check = checks.get(statement.partner_id.id)
            if check and check.result == "invalid":
                problems[statement].append(
                    self.env._(
                        "The VAT ID %(number)s was not valid when it was checked on %(date)s.",
                        number=check.number,
                        date=format_datetime(self.env, check.checked_at, dt_format="short"),
                    )
                )
        return problems

    def _settling_by_vat(self, company):
        """Return the statements of partners that are settled by their VAT ID."""
        Rule, chosen = self.env["mlm.tax.rule"].sudo(), self.browse()
        for day, statements in self.grouped("performance_date").items():
            found = (
                self.env["mlm.tax.status"].sudo()._of_partners(statements.partner_id, company, day)
            )
            by_vat = {
                status
                for status in {row.status for row in found.values()}
                if Rule._find(company, status, day).identifier == "vat"
            }
            chosen |= statements.filtered(
                lambda s, found=found, by_vat=by_vat: (
                    s.partner_id.id in found and found[s.partner_id.id].status in by_vat
                )
            )
        return chosen
