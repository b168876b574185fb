# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Find articles also by the words that a language or a new version has brought."""
        super()._load_module_terms(modules, langs, overwrite=overwrite)
        shipped = self.env["ir.model.data"].search(
            [("model", "=", "mlm.article"), ("module", "in", list(modules))]
        )
        articles = self.env["mlm.article"].browse(shipped.mapped("res_id")).exists()
        articles.invalidate_recordset()
        articles._index_words()
