# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import language
from ..engine.plan import Plan
from ..plan_words import problem_text, translated

EXAMPLE = """plan:
  currency: EUR
  active: [{measure: personal_volume, min: 100}]
  ranks:
    - {code: bronze}
    - {code: silver, require: [{measure: group_volume, min: 1500}]}
  bonuses:
    - code: level
      kind: level
      compression: skip_inactive
      rates:
        bronze: [10, 5]
        silver: [10, 5, 3, 2]
"""


class MlmPlanVersion(models.Model):
    """A plan from a date on, stated in the plan language. A released version never changes."""

    _name = "mlm.plan.version"
    _description = "Plan Version"
    _inherit = ["mail.thread"]
    _order = "plan_id, date_from desc, id desc"

    plan_id = fields.Many2one("mlm.plan", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", related="plan_id.company_id", store=True)
    number = fields.Integer(readonly=True, copy=False)
    date_from = fields.Date(
        string="Valid From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(
        string="Valid Until",
        compute="_compute_date_to",
        help="The day before the next released version begins; nothing: until further notice.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Released"), ("used", "In Use")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    definition = fields.Text(required=True, default=EXAMPLE)
    definition_hash = fields.Char(
        string="Hash", compute="_compute_content", store=True, help="Equal plans have equal hashes."
    )
    definition_file = fields.Binary(compute="_compute_definition_file")
    problems = fields.Text(compute="_compute_problems")
    rank_ids = fields.One2many("mlm.plan.rank", "version_id", string="Ranks", readonly=True)
    bonus_ids = fields.One2many("mlm.plan.bonus", "version_id", string="Bonuses", readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE(plan_id, number)", "This plan has a version of that number."
    )

    # === COMPUTE METHODS === #

    @api.depends("definition")
    def _compute_content(self):
        for version in self:
            is_sound = not version._problems()
            version.definition_hash = is_sound and Plan(version._document()["plan"]).fingerprint()

    @api.depends("definition")
    @api.depends_context("lang")
    def _compute_problems(self):
        for version in self:
            version.problems = "\n".join(version._problems())

    @api.depends("definition")
    def _compute_definition_file(self):
        for version in self:
            version.definition_file = base64.b64encode((version.definition or "").encode())

    @api.depends("date_from", "state", "plan_id.version_ids.date_from", "plan_id.version_ids.state")
    def _compute_date_to(self):
        for version in self:
            later = [
                other.date_from
                for other in version.plan_id.version_ids
                if other.state != "draft" and version.date_from and other.date_from
                if other.date_from > version.date_from
            ]
            version.date_to = fields.Date.subtract(min(later), days=1) if later else False

    @api.depends("plan_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.plan_id.name} v{version.number}"

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["number"] = self._next_number(vals["plan_id"])
        return super().create(vals_list)

    @api.model
    def _next_number(self, plan_id):
        last = self.search([("plan_id", "=", plan_id)], order="number desc", limit=1)
        return last.number + 1

    def write(self, vals):
        frozen = {"definition", "date_from", "plan_id", "number"} & set(vals)
        if frozen and any(version.state != "draft" for version in self):
            raise UserError(
                self.env._("A released version never changes. Make a new version of the plan.")
            )
        if "state" in vals and not self.env.su:
            raise UserError(
                self.env._("Release a version by its button; the plan is checked then.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        if any(version.state != "draft" for version in self):
            raise UserError(self.env._("Released versions stay; runs refer to them."))

    # === ACTIONS === #

    def action_activate(self):
        """Release the version: from its date on, runs use it."""
        self.check_access("write")
        self._release()

    def _release(self):
        """Release the version as it is; who may do so, and whether it should, was asked before."""
        for version in self:
            if version.state != "draft":
                raise UserError(self.env._("This version is released already."))
            if version.problems:
                raise ValidationError(
                    self.env._(
                        "The plan can't be released:\n%(problems)s", problems=version.problems
                    )
                )
            plan, labels = version._compiled(), version._labels()
            version.sudo().write(
                {
                    "state": "active",
                    "rank_ids": [
                        Command.create(
                            {"sequence": index, "code": code, "name": labels["ranks"].get(code)}
                        )
                        for index, code in enumerate(plan.rank_codes)
                    ],
                    "bonus_ids": [
                        Command.create(
                            {
                                "sequence": bonus.index,
                                "code": bonus.code,
                                "name": labels["bonuses"].get(bonus.code),
                                "kind": bonus.name,
                            }
                        )
                        for bonus in plan.bonuses
                    ],
                }
            )

    def action_new_version(self):
        """Ask from which day on a new version shall hold."""
        self.ensure_one()
        return self._open_wizard("mlm.plan.new.version", self.env._("New Version"))

    def action_compare(self):
        """Show what differs between this version and another one of the plan."""
        self.ensure_one()
        return self._open_wizard("mlm.plan.comparison", self.env._("Compare Versions"))

    def action_import(self):
        """Take the definition from a file or from pasted text."""
        self.ensure_one()
        self.check_access("write")
        return self._open_wizard("mlm.plan.import", self.env._("Import YAML"))

    def action_export(self):
        """Download the definition, byte for byte."""
        self.ensure_one()
        self.check_access("read")
        name = f"{self.plan_id.code}-v{self.number}.yaml"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/definition_file/{name}?download=true",
            "target": "download",
        }

    def _open_wizard(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_version_id": self.id},
        }

    # === BUSINESS === #

    def _document(self):
        """Return the definition as a document of the plan language.

        :raise LanguageError: the text is no such document
        """
        self.ensure_one()
        document = language.load(self.definition or "")
        return document if "plan" in document else {"plan": document}

    def _problems(self):
        """Return what is wrong with the definition, each as a text in the user's language."""
        try:
            return [problem_text(self.env, one) for one in language.check(self._document())]
        except language.LanguageError as error:
            return [translated(self.env, error)]

    def _labels(self):
        """Return the names for people that the plan gives: {"ranks": {code: name}, "bonuses": …}"""
        plan = self._document()["plan"]
        return {
            part: {
                language.to_name(entry["code"]): language.to_name(entry["name"])
                for entry in plan.get(part) or []
                if "name" in entry
            }
            for part in ("ranks", "bonuses")
        }

    def _compiled(self):
        """Return the engine's plan.

        :rtype: Plan
        """
        return Plan(self._document()["plan"], self.plan_id.period_kind or "month")
