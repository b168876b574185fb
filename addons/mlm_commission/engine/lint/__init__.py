# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plan linter: what a plan would do to the company and to the law, before it goes live.

Rules are small functions in :mod:`.rules`, one subject per file, registered by name; a new rule
is a new function there. :mod:`.payout` looks for the largest share of the commissionable volume
that a plan can pay, :mod:`.stacking` for gains by several positions of one person.
"""

from ..language import check
from . import rules
from .base import RULES, SEVERITIES, Finding, Options, Subject

__all__ = ["RULES", "SEVERITIES", "Finding", "Options", "Subject", "examine", "lint", "rules"]


def lint(document, options=None, only=None):
    """What there is to say about a plan.

    :param dict document: a mapping with the key ``plan``, as from ``language.load``
    :param Options options: limits and countries that the plan itself does not state
    :param only: names of rules to run, all by default
    :return: findings, errors first, then in the order of the rules
    :rtype: list[Finding]
    """
    return examine(document, options, only)[0]


def examine(document, options=None, only=None):
    """Findings, and the subject with everything that was worked out for them.

    :return: (list[Finding], Subject)
    """
    subject = Subject(document, options or Options())
    sound = not check({"plan": document.get("plan")})
    findings = [
        finding
        for name, run in RULES.items()
        if (only is None or name in only) and (sound or not run.needs_sound)
        for finding in run(subject)
    ]
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return findings, subject
