# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import POINT_DIGITS
from ..engine import language
from ..engine.exact import MagnitudeError
from ..engine.expectation import Outcome, compare, outcome_of
from ..engine.placement import PlacementError
from ..engine.plan import Plan
from ..engine.scenario import Scenario, verify
from ..plan_words import problem_text, translated
from ..verification.loader import ScenarioLoader

STATUSES = [
    ("ok", "Everything Holds"),
    ("differs", "Differs"),
    ("invalid", "Not a Valid Scenario"),
    ("unsupported", "Not Supported Yet"),
]


class MlmVerification(models.TransientModel):
    """Prove a plan by examples: load a scenario, run its periods, compare, roll everything back."""

    _name = "mlm.verification"
    _description = "Verify a Scenario"

    file = fields.Binary(string="Scenario (YAML)", required=True)
    file_name = fields.Char()
    status = fields.Selection(selection=STATUSES, readonly=True)
    result = fields.Text(readonly=True)

    def action_verify(self):
        """Verify the uploaded scenario and show what was found."""
        self.ensure_one()
        if not self.env.user.has_group("mlm_base.group_mlm_clerk"):
            raise AccessError(self.env._("Only commission clerks verify scenarios."))
        status, messages = self._verify_text(base64.b64decode(self.file))
        self.write({"status": status, "result": "\n".join(messages)})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verify a Scenario"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _verify_text(self, text):
        """Verify one scenario in the database; nothing of it remains.

        :param text: the document as text or UTF-8 bytes
        :return: (status, messages); status is one of ``STATUSES``
        """
        try:
            document = language.load(text)
            problems = language.check(document)
        except language.LanguageError as error:
            return "invalid", [translated(self.env, error)]
        if problems:
            wrong = any(problem.kind == "error" for problem in problems)
            return "invalid" if wrong else "unsupported", [
                problem_text(self.env, problem) for problem in problems
            ]
        savepoint, notes = self.env.cr.savepoint(), []
        try:
            if Scenario(document).digits > POINT_DIGITS:
                notes = [
                    self.env._(
                        "Computed without the database: its ledger keeps %s decimals of points, "
                        "the scenario has more.",
                        POINT_DIGITS,
                    )
                ]
                differences = verify(document)
            else:
                differences = self._verify_document(document)
        except (UserError, PlacementError, MagnitudeError, ValueError) as error:
            return "differs", [translated(self.env, error)]
        except (psycopg2.DataError, psycopg2.IntegrityError) as error:
            reason = str(error).strip().partition("\n")[0]
            return "differs", [self.env._("The database refuses the scenario: %s", reason)]
        finally:
            self.env.invalidate_all(flush=False)
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all(flush=False)
            self.env.registry.clear_cache()
        return ("differs" if differences else "ok"), [*notes, *map(str, differences)]

    def _verify_document(self, document):
        """Load and run all periods; return the differences."""
        loader = ScenarioLoader(self.sudo().env, document)
        plan = Plan(document["plan"])
        parts = document.get("periods")
        several = parts is not None
        if not several:
            parts = [{key: document.get(key) for key in ("volumes", "expect", "rates")}]
        differences = []
        for index, part in enumerate(parts):
            period = loader.load_period(index, part)
            if not loader.members:  # nobody to compute, and nothing to expect of anybody
                continue
            run = period._new_run("final")
            rates = part.get("rates") or {}
            if plan.markets:
                stated = {str(market): str(rate) for market, rate in rates.items()}
                run.market_rates = {**plan.exchange_rates(), **stated}
            period._lock()
            result = run._execute()
            outcome = self._outcome(loader, run, result)
            differences += compare(
                part.get("expect") or {}, outcome, plan, index + 1 if several else 0
            )
        return differences

    def _outcome(self, loader, run, result):
        """What the run wrote into the database; measures come from its figures."""
        names = {partner.id: name for name, partner in loader.members.items()}
        computed = outcome_of(result, [names[pid] for pid in result.network.ids.tolist()])
        payout = {}
        for partner, bonus, amount in self.env["mlm.commission.line"].sudo()._sums(run):
            if amount:
                payout.setdefault(names[partner], {})[bonus] = amount
        status = self.env["mlm.member.result"].sudo()._status(run)
        return Outcome(
            payout=payout,
            rank={names[pid]: rank for pid, (_active, rank) in status.items()},
            active={names[pid]: active for pid, (active, _rank) in status.items()},
            measure=computed.measure,
            carry=computed.carry,
            parent=computed.parent,
            rewards=computed.rewards,
            converted=computed.converted,
        )
