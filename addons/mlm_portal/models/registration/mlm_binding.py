# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

LINK = "link"
NUMBER = "number"
EXISTING = "existing"
STAFF = "staff"
BINDING_WAYS = [
    (EXISTING, "Was Bound Before"),
    (LINK, "Referral Link"),
    (NUMBER, "Typed Number"),
    (STAFF, "Set by Staff or Import"),
]
BOUND = "bound"
KEPT = "kept"
CHANGED = "changed"
REFUSED = "refused"
BINDING_RESULTS = [
    (BOUND, "Bound"),
    (KEPT, "Stayed with Its Sponsor"),
    (CHANGED, "Sponsor Changed"),
    (REFUSED, "Refused"),
]


class Offer(NamedTuple):
    """A sponsor that somebody came with, and how. A client can't send one in a context."""

    sponsor: models.BaseModel
    how: str
    code: str | None = None
    visited_at: int | None = None
    origin: str | None = None


class MlmBinding(models.Model):
    """Who was bound to which sponsor, how and when, and who wanted to and was not."""

    _name = "mlm.binding"
    _description = "Binding to a Sponsor"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", string="Member", readonly=True, index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    bound_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    how = fields.Selection(selection=BINDING_WAYS, required=True, readonly=True)
    result = fields.Selection(selection=BINDING_RESULTS, required=True, readonly=True)
    sponsor_number = fields.Char(
        string="Sponsor's Number",
        readonly=True,
        index="btree_not_null",
        help="The number, because it outlives merges of contacts. Empty: no sponsor.",
    )
    sponsor_id = fields.Many2one("res.partner", compute="_compute_sponsor_id")
    code = fields.Char(string="Referral Code", readonly=True)
    visited_at = fields.Datetime(string="Link Used At", readonly=True)
    origin = fields.Char(readonly=True, help="The order or registration it came with.")
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="restrict")

    @api.depends("sponsor_number", "company_id")
    def _compute_sponsor_id(self):
        Partner = self.env["res.partner"].with_context(active_test=False)
        for company, rows in self.grouped("company_id").items():
            numbers = [number for number in rows.mapped("sponsor_number") if number]
            members = Partner.search(
                [("mlm_company_id", "=", company.id), ("mlm_member_number", "in", numbers)]
            )
            by_number = {member.mlm_member_number: member for member in members}
            for row in rows:
                row.sponsor_id = by_number.get(row.sponsor_number, Partner)

    @api.model
    def _record(self, partner, offer, result, reason=None):
        """Write one line of the log.

        :param partner: res.partner record that was to be bound
        :param offer: the :class:`Offer`
        :param str result: one of ``BINDING_RESULTS``
        """
        return self.sudo().create(
            {
                "partner_id": partner.id,
                "company_id": offer.sponsor.sudo().mlm_company_id.id,
                "how": offer.how,
                "result": result,
                "sponsor_number": offer.sponsor.sudo().mlm_member_number,
                "code": offer.code,
                "visited_at": offer.visited_at
                and datetime.fromtimestamp(offer.visited_at, UTC).replace(tzinfo=None),
                "origin": offer.origin,
                "reason": reason,
                "user_id": self.env.uid,
            }
        )

    @api.model
    def _record_changes(self, changes):
        """Log sponsors that were set or changed, in one statement whatever their number.

        :param list changes: tuples (partner id, old sponsor id | None, new sponsor id | None)
        """
        changed = [change for change in changes if change[1] != change[2]]
        if not changed:
            return
        offer = self.env.context.get("mlm_offer")
        if isinstance(offer, Offer) and len(changed) == 1:
            self._record(self.env["res.partner"].browse(changed[0][0]), offer, BOUND)
            return
        self.env["res.partner"].flush_model(["mlm_member_number", "mlm_company_id"])
        partner_ids, old_ids, __ = zip(*changed, strict=True)
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_binding
                          (partner_id, company_id, bound_at, how, result, sponsor_number, user_id)
                   SELECT p.id, p.mlm_company_id, now() AT TIME ZONE 'UTC', %(how)s,
                          CASE WHEN c.was_bound THEN %(changed)s ELSE %(bound)s END,
                          s.mlm_member_number, %(user)s
                     FROM unnest(%(partners)s, %(was_bound)s) AS c (partner_id, was_bound)
                     JOIN res_partner p ON p.id = c.partner_id
                     LEFT JOIN res_partner s ON s.id = p.mlm_sponsor_id""",
                how=STAFF,
                changed=CHANGED,
                bound=BOUND,
                user=self.env.uid,
                partners=list(partner_ids),
                was_bound=[bool(old_id) for old_id in old_ids],
            )
        )
