# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _member_result(self):
        """The member result behind this statement, an empty record if there is none."""
        self.ensure_one()
        return self.env["mlm.member.result"].search(
            [("run_id", "=", self.run_id.id), ("partner_id", "=", self.partner_id.id)], limit=1
        )

    def action_explain(self):
        """Open why the partner earned this, and why not more."""
        result = self._member_result()
        if not result:
            raise UserError(self.env._("The run behind this statement has no result for it."))
        return result.action_explain()
