# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MlmRunRow(models.AbstractModel):
    """A row of the result of a run, in a table with one partition per run. Runs alone write it.

    Models set ``_bulk_table``, ``_auto = False`` and ``_log_access = False``.
    """

    _name = "mlm.run.row"
    _description = "Row of a Run"

    _bulk_table = None

    run_id = fields.Many2one("mlm.run", readonly=True)
    period_id = fields.Many2one(related="run_id.period_id")
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="run_id.currency_id")

    def init(self):
        if self._bulk_table:
            self._bulk_table.create(self.env.cr)

    @property
    def _table_query(self):
        # Core looks for ordinary tables and views only and would miss a partitioned one.
        return self._bulk_table and SQL("SELECT * FROM %s", SQL.identifier(self._bulk_table.name))

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Results are written by runs only."))

    def write(self, vals):
        raise UserError(self.env._("Results of a run can't be changed."))

    def unlink(self):
        raise UserError(self.env._("Results of a run can't be deleted; discard a trial run."))
