# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from .mlm_form_line import TREATMENTS

STATES = [("draft", "Draft"), ("blocked", "Blocked"), ("released", "Released")]
BATCH = 200
CHANNEL = "root.mlm_run"
FIGURES = ("amount_net", "amount_tax", "amount_exempt", "amount_reverse", "amount_unpaid")


class MlmYearSummary(models.Model):
    """What a partner got in a calendar year, for its tax office: a service, no official form.

    A summary is made of the documents and their payments, checked against ledger and bank, and
    frozen with its files when it is released. If something changes later, a new version follows.
    """

    _name = "mlm.year.summary"
    _description = "Annual Summary"
    _order = "year desc, partner_id, version desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    version = fields.Integer(required=True, readonly=True, default=1, aggregator=None)
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", index=True
    )
    problem = fields.Text(string="Difference", readonly=True)
    line_ids = fields.One2many("mlm.year.summary.line", "summary_id", readonly=True)
    document_count = fields.Integer(string="Documents", readonly=True)
    amount_net = fields.Monetary(string="Taxed, Net", readonly=True)
    amount_tax = fields.Monetary(string="VAT", readonly=True)
    amount_exempt = fields.Monetary(string="Exempt", readonly=True)
    amount_reverse = fields.Monetary(string="Reverse Charge", readonly=True)
    amount_total = fields.Monetary(
        string="Inflow",
        compute="_compute_amount_total",
        store=True,
        help="Gross amounts that flowed to the partner in the year.",
    )
    amount_unpaid = fields.Monetary(
        string="Due, Not Paid",
        readonly=True,
        help="Part of the inflow: credited and due at the end of the year, not paid yet.",
    )
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    csv_file = fields.Binary(string="CSV", readonly=True, copy=False)
    csv_name = fields.Char(compute="_compute_file_names")
    pdf_file = fields.Binary(string="PDF", readonly=True, copy=False)
    pdf_name = fields.Char(compute="_compute_file_names")
    released_at = fields.Datetime(readonly=True, copy=False)
    released_by = fields.Many2one("res.users", readonly=True, copy=False)

    _version_uniq = models.Constraint(
        "UNIQUE(company_id, partner_id, year, version)", "This version of the summary exists."
    )

    # === COMPUTE METHODS === #

    @api.depends("year", "version", "partner_id")
    def _compute_name(self):
        for summary in self:
            number = summary.partner_id.mlm_member_number or summary.partner_id.id
            version = f"-{summary.version}" if summary.version > 1 else ""
            summary.name = f"{summary.year}/{number}{version}"

    @api.depends("amount_net", "amount_tax", "amount_exempt", "amount_reverse")
    def _compute_amount_total(self):
        for summary in self:
            summary.amount_total = (
                summary.amount_net
                + summary.amount_tax
                + summary.amount_exempt
                + summary.amount_reverse
            )

    @api.depends("name")
    def _compute_file_names(self):
        for summary in self:
            name = (summary.name or "").replace("/", "-")
            summary.csv_name, summary.pdf_name = f"{name}.csv", f"{name}.pdf"

    # === CRUD === #

    def write(self, vals):
        if any(summary.state == "released" for summary in self):
            raise UserError(self.env._("A released summary stays as it is. Prepare a new version."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        if any(summary.state == "released" for summary in self):
            raise UserError(self.env._("A released summary stays as it is. Prepare a new version."))

    # === ACTIONS === #

    def action_prepare(self):
        """Make the chosen summaries anew from the books."""
        self.env["mlm.statement"]._check_accountant()
        self.check_access("read")
        for (company, year), summaries in self.grouped(lambda s: (s.company_id, s.year)).items():
            self.sudo()._prepare(company, year, summaries.partner_id)

    def action_release(self):
        """Freeze the chosen summaries, in the background if there are many."""
        self.env["mlm.statement"]._check_accountant()
        self.check_access("read")
        blocked = self.filtered(lambda summary: summary.state == "blocked")
        if blocked:
            raise UserError(
                self.env._(
                    "%(name)s has a difference: %(problem)s",
                    name=blocked[0].name,
                    problem=blocked[0].problem,
                )
            )
        drafts = self.filtered(lambda summary: summary.state == "draft")
        if len(drafts) == 1:
            return drafts.sudo()._release()
        for batch in split_every(BATCH, drafts.ids, self.browse):
            batch.sudo().with_delay(
                channel=CHANNEL,
                description=self.env._("Annual summaries %(year)s", year=batch[0].year),
            )._release()
        return True

    # === BUSINESS === #

    @api.model
    def _prepare_year(self, company, year):
        """Queue the summaries of all partners with a document or payment of the year (sudo)."""
        partners = self._partners_of(company, year)
        for batch in split_every(BATCH, partners.ids):
            self.sudo().with_delay(
                channel=CHANNEL,
                description=self.env._("Annual summaries %(year)s", year=year),
                identity_key=f"mlm_year_{company.id}_{year}_{batch[0]}",
            )._prepare_batch(company.id, year, list(batch))
        return partners

    @api.model
    def _prepare_batch(self, company_id, year, partner_ids):
        company = self.env["res.company"].browse(company_id)
        self._prepare(company, year, self.env["res.partner"].browse(partner_ids))

    @api.model
    def _prepare(self, company, year, partners):
        """Make the summaries of some partners; safe to repeat.

        Drafts are made anew. A released one stays; if its figures differ, a version follows.

        :return: mlm.year.summary records that are no longer or not yet released
        """
        latest = {}
        for summary in self.search(
            [
                ("company_id", "=", company.id),
                ("year", "=", year),
                ("partner_id", "in", partners.ids),
            ],
            order="version",
        ):
            latest[summary.partner_id] = summary
        read = self._read_year(company, year, partners)
        result = self.browse()
        for partner in partners:
            values = read[partner]
            old = latest.get(partner, self.browse())
            if old.state == "released":
                if old._same_as(values):
                    continue
                values["version"] = old.version + 1
                old = self.browse()
            lines = [(5, 0, 0), *((0, 0, line) for line in values.pop("lines"))]
            values |= {"line_ids": lines, "state": "blocked" if values["problem"] else "draft"}
            if old:
                old.write(values)
            else:
                old = self.create(
                    {"company_id": company.id, "partner_id": partner.id, "year": year, **values}
                )
            result |= old
        return result

    def _same_as(self, values):
        return all(
            self.currency_id.compare_amounts(self[name], values[name]) == 0 for name in FIGURES
        ) and len(self.line_ids) == len(values["lines"])

    def _release(self):
        """Make the files of drafts and freeze them."""
        for summary in self.filtered(lambda s: s.state == "draft"):
            data = summary._csv()
            summary.write({"sha256": hashlib.sha256(data).hexdigest()})
            summary.write(
                {
                    "csv_file": base64.b64encode(data),
                    "pdf_file": base64.b64encode(summary._pdf()),
                    "released_at": fields.Datetime.now(),
                    "released_by": self.env.uid,
                    "state": "released",
                }
            )


class MlmYearSummaryLine(models.Model):
    """A part of a document: one tax treatment, one payment."""

    _name = "mlm.year.summary.line"
    _description = "Line of an Annual Summary"
    _order = "date_to, move_id, id"
    _log_access = False

    summary_id = fields.Many2one(
        "mlm.year.summary", required=True, index=True, ondelete="cascade", readonly=True
    )
    currency_id = fields.Many2one(related="summary_id.currency_id")
    move_id = fields.Many2one("account.move", string="Document", readonly=True, ondelete="restrict")
    is_correction = fields.Boolean(string="Correction", readonly=True)
    date_from = fields.Date(string="Performed From", readonly=True)
    date_to = fields.Date(string="Performed To", readonly=True)
    date = fields.Date(string="Credited", readonly=True)
    date_due = fields.Date(string="Due", readonly=True)
    date_paid = fields.Date(string="Paid", readonly=True)
    is_offset = fields.Boolean(string="Set Off", readonly=True)
    reference = fields.Char(string="Bank Reference", readonly=True)
    treatment = fields.Selection(selection=TREATMENTS, readonly=True)
    rate = fields.Float(string="Rate (%)", digits=(5, 2), readonly=True, aggregator=None)
    net = fields.Monetary(readonly=True)
    tax = fields.Monetary(string="VAT", readonly=True)
    gross = fields.Monetary(readonly=True)
    inflow_year = fields.Integer(readonly=True, aggregator=None)
    is_unpaid = fields.Boolean(string="Due, Not Paid at Year End", readonly=True)
