# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import language
from ..engine.forms import split_scenario
from ..plan_words import problem_text, translated


class MlmPlanImport(models.TransientModel):
    """Take a plan from YAML: a file or pasted text, a plan alone or a whole scenario."""

    _name = "mlm.plan.import"
    _description = "Import a Plan"

    version_id = fields.Many2one("mlm.plan.version", required=True, ondelete="cascade")
    file = fields.Binary()
    file_name = fields.Char()
    text = fields.Text(string="Or Text")
    problems = fields.Text(compute="_compute_problems", string="What Is Wrong")

    @api.depends("file", "text")
    def _compute_problems(self):
        for wizard in self:
            wizard.problems = "\n".join(wizard._problems()) if wizard._given() else False

    def _given(self):
        """Return the bytes to import, without any change."""
        if self.file:
            # a record with bin_size in its context would give the size instead
            return base64.b64decode(self.with_context(bin_size=False).file)
        return (self.text or "").encode()

    def _problems(self):
        try:
            document = language.load(self._given())
        except language.LanguageError as error:
            return [translated(self.env, error)]
        document = document if "plan" in document else {"plan": document}
        return [problem_text(self.env, problem) for problem in language.check(document)]

    def action_import(self):
        """Put the text into the draft as it is; a scenario's network becomes the example."""
        self.ensure_one()
        self.version_id.check_access("write")
        given = self._given()
        if not given:
            raise UserError(self.env._("Choose a file or paste a text."))
        problems = self._problems()
        if problems:
            raise UserError(
                self.env._(
                    "The text is no plan that can be computed:\n%(problems)s",
                    problems="\n".join(problems),
                )
            )
        plan, example = split_scenario(given.decode("utf-8-sig"))
        values = {"definition": plan}
        if example:
            values["example"] = example
        self.version_id.write(values)
        return {"type": "ir.actions.act_window_close"}
