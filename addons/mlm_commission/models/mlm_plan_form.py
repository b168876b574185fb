# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .. import plan_words
from ..engine import language
from ..engine.exact import MagnitudeError
from ..engine.forms import EditError, Source, edit, expanded, plan_path
from ..engine.forms.example import EXAMPLE, try_example
from ..engine.forms.shapes import plan_shapes
from ..engine.placement import PlacementError
from ..engine.status import CycleError

# characters of a definition or an example that a form reads, edits and computes while one waits
MAX_TEXT = 200_000


class MlmPlanVersion(models.Model):
    """What the form of a plan needs: its text as data, edits of the text, and an example.

    The text stays the truth. The form sends edits of single places; the text comes back with
    nothing else changed.
    """

    _inherit = "mlm.plan.version"

    example = fields.Text(
        default=EXAMPLE,
        help="Members and purchases on which the form tries the plan. Not part of the plan.",
    )

    # === CALLED BY THE FORM === #

    @api.model
    def get_plan_shapes(self):
        """Return what a plan can state, with words for people in the user's language."""
        self.check_access("read")
        shapes = plan_shapes()
        shapes["words"] = plan_words.words(self.env, shapes)
        plan_words.translate_helps(self.env, shapes)
        return shapes

    @api.model
    def read_plan(self, text, example):
        """Return a definition as data, what is wrong with it, and what it pays in an example.

        :param str text: definition
        :param str example: YAML of members and volumes
        :return: dict with ``text``, ``plan`` (None if unreadable), ``problems``, ``example``
        """
        self.check_access("read")
        text = text or ""
        if max(len(text), len(example or "")) > MAX_TEXT:
            message = self.env._("The text is too long for the form; use the YAML.")
            problems = [{"path": "", "message": message}]
            return {"text": text, "plan": None, "problems": problems, "example": None}
        try:
            document = language.load(text)
            model = Source(text).model()
        except language.LanguageError as error:
            problems = [{"path": "", "message": plan_words.translated(self.env, error)}]
            return {"text": text, "plan": None, "problems": problems, "example": None}
        prefix = "plan" in document
        problems = language.check(document if prefix else {"plan": document})
        plan = document["plan"] if prefix else document
        return {
            "text": text,
            "plan": (model["plan"] if prefix else model) or {},
            "problems": [
                {"path": one.path, "message": plan_words.translated(self.env, one.message)}
                for one in problems
            ],
            "example": None if problems else self._try_example(plan, example),
        }

    @api.model
    def edit_plan(self, text, edits, example):
        """Make edits of single places of a definition; stores nothing.

        :param list edits: see ``engine/forms/edit.py``; paths begin below ``plan``
        :return: as :meth:`read_plan`, with ``refused`` if an edit could not be made
        """
        self.check_access("write")
        refused = False
        try:
            prefix = plan_path(text)
            edits = expanded(Source(text).model(), prefix, edits)
            text = edit(text, edits)
        except (EditError, language.LanguageError) as error:
            refused = self.env._(
                "This can't be changed here: %(reason)s. Change it in the YAML.",
                reason=plan_words.translated(self.env, error),
            )
        return {**self.read_plan(text, example), "refused": refused}

    # === BUSINESS === #

    @api.model
    def _try_example(self, plan, example):
        """Return the example's figures, or what is wrong with it, as the form shows them."""
        try:
            periods, problems = try_example(plan, example or EXAMPLE)
            problems = [plan_words.problem_text(self.env, problem) for problem in problems]
        except (
            language.LanguageError,
            PlacementError,
            CycleError,
            MagnitudeError,
            ArithmeticError,
        ) as error:
            periods, problems = [], [plan_words.translated(self.env, error)]
        return {"periods": periods, "problems": problems}
