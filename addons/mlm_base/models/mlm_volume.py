# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import volume_ddl
from ..const import BUYER_ROLES, COMMISSION_CLASSES, VOLUME_ENTRIES, VOLUME_KINDS

POINTS = (20, 4)


class MlmVolume(models.Model):
    """The volume ledger: what was sold to whom, for whom it counts, and when.

    Append-only, protected by database triggers (``volume_ddl``). Rows are written by
    ``_record_moves`` (mlm_volume_posting.py, mlm_volume_credit.py); the facts of delivery, payment
    and release by ``_update_facts`` (mlm_volume_facts.py).
    """

    _name = "mlm.volume"
    _description = "Volume"
    _auto = False
    _log_access = False
    _order = "date_commission desc, id desc"
    _rec_name = "id"

    # === FIELDS === #
    company_id = fields.Many2one("res.company", readonly=True)
    market_id = fields.Many2one("mlm.market", readonly=True)
    buyer_id = fields.Many2one("res.partner", readonly=True)
    owner_id = fields.Many2one(
        "res.partner",
        readonly=True,
        help="The partner for whom this sale counts: the buyer, or the first partner above it.",
    )
    buyer_type_id = fields.Many2one("mlm.partner.type", string="Type of Buyer", readonly=True)
    buyer_role = fields.Selection(BUYER_ROLES, readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_class = fields.Selection(COMMISSION_CLASSES, string="Commission Class", readonly=True)
    kind = fields.Selection(VOLUME_KINDS, readonly=True)
    entry = fields.Selection(VOLUME_ENTRIES, readonly=True)
    version = fields.Integer(
        string="Posting", readonly=True, help="Which posting of the invoice wrote this row."
    )
    quantity = fields.Float(digits=POINTS, min_display_digits=2, readonly=True)
    pv = fields.Float(string="PV", digits=POINTS, min_display_digits=2, readonly=True)
    cv = fields.Float(string="CV", digits=POINTS, min_display_digits=2, readonly=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    net = fields.Monetary(string="Net Amount", currency_field="company_currency_id", readonly=True)
    currency_id = fields.Many2one("res.currency", string="Invoice Currency", readonly=True)
    net_currency = fields.Monetary(
        string="Net in Invoice Currency", currency_field="currency_id", readonly=True
    )
    currency_rate = fields.Float(digits=0, readonly=True, aggregator=None)
    date_order = fields.Date(string="Ordered", readonly=True)
    date_invoice = fields.Date(string="Invoiced", readonly=True)
    date_delivered = fields.Date(string="Delivered", readonly=True)
    date_paid = fields.Date(string="Paid", readonly=True)
    date_release = fields.Date(
        string="Released",
        readonly=True,
        help="From this day on the sale may be settled, by the release rule of the market.",
    )
    date_commission = fields.Date(
        string="Commission Date",
        readonly=True,
        help="Decides the period in which the sale counts.",
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    move_line_id = fields.Many2one("account.move.line", string="Invoice Line", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    sale_line_id = fields.Many2one("sale.order.line", string="Order Line", readonly=True)
    reversed_id = fields.Many2one("mlm.volume", string="Takes Back", readonly=True)
    reversing_ids = fields.One2many("mlm.volume", "reversed_id", string="Taken Back By")
    log_ids = fields.One2many("mlm.volume.log", "volume_id", string="Changes")
    reason = fields.Char(readonly=True)
    created_at = fields.Datetime(readonly=True)
    created_uid = fields.Many2one("res.users", string="Created By", readonly=True)

    def init(self):
        """Create the ledger's tables; their foreign keys once all tables are there."""
        self.env.cr.execute(volume_ddl.TABLES)
        self.env.cr.execute(volume_ddl.INDEXES)
        self.env.cr.execute(volume_ddl.FUNCTIONS)
        self.env.cr.execute(volume_ddl.TRIGGERS)
        self.pool.post_init(self._init_foreign_keys)

    def _init_foreign_keys(self):
        existing = {
            name
            for (name,) in self.env.execute_query(
                SQL("SELECT conname FROM pg_constraint WHERE conrelid = 'mlm_volume'::regclass")
            )
        }
        for name, column, table in volume_ddl.FOREIGN_KEYS:
            if name not in existing:
                self.env.cr.execute(
                    SQL(
                        "ALTER TABLE mlm_volume ADD CONSTRAINT %s FOREIGN KEY (%s)"
                        " REFERENCES %s (id) ON DELETE RESTRICT",
                        SQL.identifier(name),
                        SQL.identifier(column),
                        SQL.identifier(table),
                    )
                )

    # === COMPUTE METHODS === #
    @api.depends("product_id", "move_id", "date_commission")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(invoice)s, %(product)s",
                invoice=row.move_id.name or row.date_commission,
                product=row.product_id.display_name,
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Volume is written when an invoice is posted, never by hand."))

    def write(self, vals):
        raise UserError(
            self.env._(
                "Volume cannot be changed. Correct the invoice by a credit note, or move the "
                "commission date with “Move to another period”."
            )
        )

    def unlink(self):
        raise UserError(
            self.env._("Volume cannot be deleted. Correct the invoice by a credit note.")
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Bring the facts up to date first: they are collected until the end of a transaction."""
        self._process_fact_queue()
        return super()._search(domain, *args, **kwargs)

    # === ACTION METHODS === #
    def action_open_move(self):
        """Open the invoice that wrote the row."""
        self.ensure_one()
        return self.move_id._get_records_action(name=self.env._("Invoice"))

    def action_open_family(self):
        """Open the row together with the row it takes back and those that take it back."""
        self.ensure_one()
        family = self | self.reversed_id | self.reversing_ids
        action = self.env["ir.actions.act_window"]._for_xml_id("mlm_base.mlm_volume_action")
        return {**action, "domain": [("id", "in", family.ids)], "context": {}}

    def action_rebook(self):
        """Open the wizard that moves the selected rows to another period."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move to Another Period"),
            "res_model": "mlm.volume.rebook",
            "view_mode": "form",
            "target": "new",
            "context": {"active_ids": self.ids, "active_model": self._name},
        }

    # === BUSINESS METHODS - PERIODS === #
    @api.model
    def _check_period_open(self, company, dates):
        """Raise if one of the dates lies in a closed period. Hook, nothing is closed here.

        :param company: ``res.company`` record
        :param dates: iterable of dates
        :raise UserError: by the modules that know periods
        """

    @api.model
    def _get_open_commission_dates(self, company, dates):
        """Return for each date the commission date of a row written now.

        Hook: modules that know periods return, for a date in a closed period, the first open day
        after it. So a back-dated invoice, or the reversal of an old one, counts in an open period.

        :param company: ``res.company`` record
        :param dates: iterable of dates
        :return: {date: date}
        """
        return {date: date for date in dates}

    @api.model
    def _move_commission_date(self, row_ids, new_date, reason):
        """The audited door: move rows to another open period.

        :param list row_ids: ids of rows
        :param date new_date: the new commission date
        :param str reason: why; kept in the log with user and time
        :return: number of rows changed
        :raise AccessError: unless the user is a commission clerk
        :raise UserError: without a reason, or if a period is closed
        """
        if not self.env.su and not self.env.user.has_group("mlm_base.group_mlm_clerk"):
            raise AccessError(
                self.env._("Only commission clerks may move volume to another period.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give a reason: it is kept with the change."))
        if not new_date:
            raise UserError(self.env._("Please give the new commission date."))
        rows = self.browse(row_ids).exists()
        rows.check_access("read")
        for company, company_rows in rows.grouped("company_id").items():
            dates = {*company_rows.mapped("date_commission"), fields.Date.to_date(new_date)}
            self._check_period_open(company, sorted(dates))
        with_reason = self._with_audit(reason)
        with with_reason:
            changed = self.env.execute_query(
                SQL(
                    "UPDATE mlm_volume SET date_commission = %(date)s"
                    " WHERE id = ANY(%(ids)s) AND date_commission <> %(date)s RETURNING id",
                    date=new_date,
                    ids=list(rows.ids),
                )
            )
        rows.invalidate_recordset(["date_commission", "log_ids"])
        return len(changed)

    @api.model
    def _merge_buyers(self, source_ids, target_id, reason):
        """Write another contact on the rows of merged contacts; part of merging contacts.

        :param list source_ids: contacts that vanish
        :param int target_id: the contact that stays
        :param str reason: kept in the log
        """
        with self._with_audit(reason):
            for column in ("buyer_id", "owner_id"):
                self.env.cr.execute(
                    SQL(
                        "UPDATE mlm_volume SET %(column)s = %(target)s"
                        " WHERE %(column)s = ANY(%(sources)s)",
                        column=SQL.identifier(column),
                        target=target_id,
                        sources=list(source_ids),
                    )
                )
        self.invalidate_model(["buyer_id", "owner_id"])

    def _with_audit(self, reason):
        """Return a context manager in which the database accepts audited changes.

        :param str reason: written to the log by the trigger; the user is the current one
        """
        return _Audit(self.env, reason)


class _Audit:
    """Sets the transaction-local settings that the ledger's trigger asks for."""

    def __init__(self, env, reason):
        self.env = env
        self.reason = reason

    def _set(self, reason, uid):
        self.env.cr.execute(
            "SELECT set_config('mlm.audit_reason', %s, true),"
            " set_config('mlm.audit_uid', %s, true)",
            (reason, uid),
        )

    def __enter__(self):
        self._set(self.reason, str(self.env.uid))
        return self

    def __exit__(self, exc_type, exc, traceback):
        if exc_type is None:
            self._set("", "")
        return False
