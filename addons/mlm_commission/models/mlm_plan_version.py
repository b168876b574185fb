# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import language
from ..engine.plan import Plan

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
    problems = fields.Text(compute="_compute_content", store=True)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    rank_ids = fields.One2many("mlm.plan.rank", "version_id", string="Ranks", readonly=True)
    bonus_ids = fields.One2many("mlm.plan.bonus", "version_id", string="Bonuses", readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE(plan_id, number)", "This plan has a version of that number."
    )

    # === COMPUTE METHODS === #

    @api.depends("definition")
    def _compute_content(self):
        for version in self:
            try:
                document = version._document()
                problems = [str(problem) for problem in language.check(document)]
            except language.LanguageError as error:
                problems = [str(error)]
            version.problems = "\n".join(problems)
            version.definition_hash = False if problems else Plan(document["plan"]).fingerprint()

    @api.depends("definition", "problems")
    def _compute_preview(self):
        for version in self:
            version.preview = version._render_preview() if not version.problems else False

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
            plan = version._compiled()
            version.sudo().write(
                {
                    "state": "active",
                    "rank_ids": [
                        Command.create({"sequence": index, "code": code})
                        for index, code in enumerate(plan.rank_codes)
                    ],
                    "bonus_ids": [
                        Command.create(
                            {"sequence": bonus.index, "code": bonus.code, "kind": bonus.name}
                        )
                        for bonus in plan.bonuses
                    ],
                }
            )

    def action_new_version(self):
        """Open a draft with the same content."""
        self.ensure_one()
        version = self.copy()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "view_mode": "form",
        }

    # === BUSINESS === #

    def _document(self):
        """Return the definition as a document of the plan language.

        :raise LanguageError: the text is no such document
        """
        self.ensure_one()
        document = language.load(self.definition or "")
        return document if "plan" in document else {"plan": document}

    def _compiled(self):
        """Return the engine's plan.

        :rtype: Plan
        """
        return Plan(self._document()["plan"])

    def _render_preview(self):
        """Ranks and rates as tables, for people who don't read YAML."""
        plan = self._document()["plan"]
        return Markup("").join(
            [
                _table(
                    [self.env._("Rank"), self.env._("Conditions")],
                    [
                        [rank["code"], _conditions(rank.get("require") or [])]
                        for rank in plan.get("ranks") or []
                    ],
                ),
                *(self._render_bonus(bonus) for bonus in plan.get("bonuses") or []),
            ]
        )

    def _render_bonus(self, bonus):
        rates = bonus.get("rates") or {}
        grid = rates if isinstance(rates, dict) else {"any": rates}
        rows = [
            [rank, *(entry if isinstance(entry, list) else [entry])] for rank, entry in grid.items()
        ]
        levels = max((len(row) for row in rows), default=1) - 1
        title = Markup("<h4>%s <small>(%s)</small></h4>") % (bonus["code"], bonus["kind"])
        header = [self.env._("Rank"), *(self.env._("Level %(n)s", n=n + 1) for n in range(levels))]
        return title + _table(header, rows)


def _conditions(conditions):
    return "; ".join(
        " ".join(f"{key} {value}" for key, value in condition.items()) for condition in conditions
    )


def _table(header, rows):
    if not rows:
        return Markup("")
    head = Markup("").join(Markup("<th>%s</th>") % cell for cell in header)
    body = Markup("").join(
        Markup("<tr>%s</tr>")
        % Markup("").join(Markup("<td>%s</td>") % escape(str(cell)) for cell in row)
        for row in rows
    )
    return Markup(
        "<table class='table table-sm w-auto'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
    ) % (head, body)


class MlmPlanRank(models.Model):
    """A rank of a released version, so that results can be grouped by it."""

    _name = "mlm.plan.rank"
    _description = "Rank"
    _order = "version_id, sequence"
    _rec_name = "code"

    version_id = fields.Many2one("mlm.plan.version", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(required=True, help="0 is the lowest rank.")
    code = fields.Char(required=True)


class MlmPlanBonus(models.Model):
    """A bonus of a released version, so that lines can be grouped by it."""

    _name = "mlm.plan.bonus"
    _description = "Bonus"
    _order = "version_id, sequence"
    _rec_name = "code"

    version_id = fields.Many2one("mlm.plan.version", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(required=True)
    code = fields.Char(required=True)
    kind = fields.Char(required=True)
