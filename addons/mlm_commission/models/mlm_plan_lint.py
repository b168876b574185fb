# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.dump import dump
from ..engine.language import LanguageError
from ..engine.lint import Options, examine
from ..engine.lint.numbers import number, percent
from ..plan_words import translated

MOST_ROWS = 40  # more of a network tells nobody more; the file has all


class MlmPlanVersion(models.Model):
    """The plan linter on a version: findings, payout ratios, and what must be settled first."""

    _inherit = "mlm.plan.version"

    finding_ids = fields.One2many("mlm.plan.finding", "version_id", string="Findings")
    checked_at = fields.Datetime(string="Checked", readonly=True, copy=False)
    checked_hash = fields.Char(readonly=True, copy=False)
    is_checked = fields.Boolean(compute="_compute_is_checked")
    open_finding_count = fields.Integer(compute="_compute_open_finding_count")
    payout_bound = fields.Char(
        string="Upper Bound",
        readonly=True,
        copy=False,
        help="Percent of the commissionable volume that the rates allow, worked out from the plan.",
    )
    payout_most = fields.Char(
        string="Highest Payout Found",
        readonly=True,
        copy=False,
        help="Percent of the commissionable volume on the network beside; ranks and activity are "
        "stated there.",
    )
    payout_earned = fields.Char(
        string="Highest with Earned Ranks",
        readonly=True,
        copy=False,
        help="The same on a network whose members earn ranks and activity in that one period.",
    )
    payout_typical = fields.Char(
        string="Typical Payout",
        readonly=True,
        copy=False,
        help="Percent of the commissionable volume on a made-up network of 1,000 partners, of whom "
        "45 % buy.",
    )
    payout_per_head = fields.Char(
        string="Per Head",
        readonly=True,
        copy=False,
        help="Bonuses without relation to volume: the most that one member can get. They are part "
        "of no ratio.",
    )
    witness_rows = fields.Json(readonly=True, copy=False)
    witness_preview = fields.Html(compute="_compute_witness_preview", sanitize=False)
    witness_file = fields.Binary(string="Network of the Highest Payout", readonly=True, copy=False)
    witness_name = fields.Char(compute="_compute_file_names")
    earned_file = fields.Binary(string="Network with Earned Ranks", readonly=True, copy=False)
    earned_name = fields.Char(compute="_compute_file_names")
    stacking_file = fields.Binary(string="Network with Stacking", readonly=True, copy=False)
    stacking_name = fields.Char(compute="_compute_file_names")

    # === COMPUTE METHODS === #

    @api.depends("definition_hash", "checked_hash")
    def _compute_is_checked(self):
        for version in self:
            version.is_checked = bool(
                version.checked_hash and version.checked_hash == version.definition_hash
            )

    @api.depends("finding_ids.state")
    def _compute_open_finding_count(self):
        for version in self:
            version.open_finding_count = len(version._open_findings())

    @api.depends("witness_rows")
    @api.depends_context("lang")
    def _compute_witness_preview(self):
        for version in self:
            rows = version.witness_rows
            version.witness_preview = rows and version.env["ir.qweb"]._render(
                "mlm_commission.plan_witness", {"rows": rows[:MOST_ROWS], "count": len(rows)}
            )

    @api.depends("plan_id.code", "number")
    def _compute_file_names(self):
        for version in self:
            stem = f"{version.plan_id.code}-v{version.number}"
            version.witness_name = f"{stem}-maximum.yaml"
            version.earned_name = f"{stem}-maximum-earned.yaml"
            version.stacking_name = f"{stem}-stacking.yaml"

    # === ACTIONS === #

    def action_check_plan(self):
        """Let the linter look at the plan; by plan managers and compliance officers."""
        self.check_access("read")
        user = self.env.user
        if not (
            user.has_group("mlm_base.group_mlm_manager")
            or user.has_group("mlm_base.group_mlm_compliance")
        ):
            raise AccessError(self.env._("Plan managers and compliance officers check plans."))
        self._check_plan()

    def action_activate(self):
        """Release the version, unless the check found errors, or warnings without a reason."""
        self.check_access("write")
        drafts = self.filtered(lambda version: version.state == "draft" and not version.problems)
        drafts._check_plan()
        drafts._refuse_open_findings()
        return super().action_activate()

    # === BUSINESS === #

    def _check_plan(self):
        """Work out findings and payout ratios, and store them.

        A warning that was accepted and stands unchanged stays accepted. A released version keeps
        what was known when it was released.
        """
        for version in self:
            if version.state != "draft":
                raise UserError(self.env._("A released version keeps the findings of its release."))
            try:
                document = version._document()
            except LanguageError as error:
                raise UserError(translated(self.env, error)) from error
            findings, subject = examine(document, version._lint_options())
            version._store_findings(findings)
            values = {"checked_at": fields.Datetime.now(), "checked_hash": version.definition_hash}
            version.sudo().write(values | version._payout_values(subject))

    def _lint_options(self):
        """What the company and its markets add to the plan."""
        self.ensure_one()
        company = self.company_id
        markets = self.env["mlm.market"].sudo().search([("company_id", "=", company.id)])
        countries = markets.country_group_id.country_ids.mapped("code")
        return Options(
            limit=Fraction(str(company.mlm_payout_limit or 100)),
            market_limits=tuple(
                (market.name, Fraction(str(market.payout_limit)))
                for market in markets
                if market.payout_limit
            ),
            countries=tuple(sorted(countries)),
        )

    def _store_findings(self, findings):
        self.ensure_one()
        Finding = self.env["mlm.plan.finding"].sudo()
        known = {
            (old.rule, old.path, old.template, tuple(sorted((old.parameters or {}).items()))): old
            for old in Finding.with_context(active_test=False).search(
                [("version_id", "=", self.id)]
            )
        }
        missing = []
        for sequence, finding in enumerate(findings):
            key = (
                finding.rule,
                finding.path,
                finding.template,
                tuple(sorted(finding.values.items())),
            )
            place = {"sequence": sequence, "active": True, "severity": finding.severity}
            if key in known:
                known.pop(key).write(place)
                continue
            missing.append(
                place
                | {
                    "version_id": self.id,
                    "rule": finding.rule,
                    "path": finding.path,
                    "template": finding.template,
                    "parameters": finding.values,
                    "reason_template": finding.reason,
                }
            )
        for old in known.values():
            # what somebody accepted is kept, though it is mended now
            if old.accepted_by:
                old.active = False
            else:
                old.unlink()
        Finding.create(missing)

    def _payout_values(self, subject):
        """Ratios and witnesses as field values; nothing while the plan has problems."""
        names = ("bound", "most", "earned", "typical", "per_head")
        files = ("witness_file", "earned_file", "stacking_file")
        if self.problems:
            names = [*(f"payout_{name}" for name in names), *files, "witness_rows"]
            return dict.fromkeys(names, False)
        payout, stacking = subject.payout, subject.stacking
        bound = payout.bound.total
        heads = [f"{code}: {number(amount)}" for code, amount in payout.per_head.items()]
        return {
            "payout_bound": self.env._("none") if bound is None else f"{percent(bound)} %",
            "payout_most": f"{percent(payout.stated.ratio)} %",
            "payout_earned": f"{percent(payout.earned.ratio)} %",
            "payout_typical": f"{percent(payout.typical)} %",
            "payout_per_head": ", ".join(heads),
            "witness_rows": _as_rows(payout.stated.document),
            "witness_file": _as_file(payout.stated.document),
            "earned_file": _as_file(payout.earned.document),
            "stacking_file": _as_file(stacking.document) if stacking else False,
        }

    def _open_findings(self):
        """Findings that stand in the way of a release."""
        return self.finding_ids.filtered(lambda finding: finding.state in ("blocking", "open"))

    def _refuse_open_findings(self):
        for version in self:
            found = version._open_findings()
            if found:
                raise UserError(
                    self.env._(
                        "The plan can't be released yet. Press 'Check Plan'; mend the errors, and "
                        "let a compliance officer give a reason for each warning.\n\n%(findings)s",
                        findings="\n".join(
                            f"• {finding.path}: {finding.message}" for finding in found
                        ),
                    )
                )


def _as_rows(document):
    """Members of a witness as rows (name, sponsor, rank, purchases, earnings), all as text."""
    bought = {}
    for entry in document["volumes"] if "volumes" in document else _week_of(document):
        bought.setdefault(entry["member"], []).append(str(entry["volume"]))
    earned = {}
    for part in document.get("periods") or [document]:
        for name, amount in part.get("expect", {}).get("total", {}).items():
            earned.setdefault(name, []).append(amount)
    return [
        [
            name,
            facts.get("sponsor", ""),
            facts.get("rank", ""),
            " + ".join(bought.get(name, [])),
            " + ".join(earned.get(name, [])),
        ]
        for name, facts in document["members"].items()
    ]


def _week_of(document):
    return [entry for part in document["periods"] for entry in part.get("volumes", [])]


def _as_file(document):
    return base64.b64encode(dump(document).encode())
