# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

SPONSOR, UPLINE, LEADER, PLACEMENT = "sponsor", "upline", "leader", "placement"
READERS = [
    (SPONSOR, "Direct Sponsor"),
    (UPLINE, "Further Up the Sponsor Line"),
    (LEADER, "Leader from a Rank on, Anywhere Above"),
    (PLACEMENT, "Above in a Placement Tree Only"),
]
FACTS = [
    ("number", "Member Number"),
    ("full_name", "Full Name"),
    ("city", "City"),
    ("contact", "E-Mail and Phone"),
    ("joined", "Month of Joining"),
    ("rank", "Rank"),
    ("status", "Status"),
    ("team", "Size of the Team"),
    ("personal_volume", "Personal Volume"),
    ("group_volume", "Group Volume"),
    ("last_order", "Day of the Last Order"),
]
# A group of facts is granted as a whole.
GROUPED = {"contact": ("email", "phone")}
NEVER, CONSENT, ALWAYS = "never", "consent", "always"
# Steps in the sponsor line; nobody stands deeper.
DEEPEST = 2**31 - 1


class Grant(NamedTuple):
    """One fact for those who stand ``first`` to ``last`` steps above, if they hold a rank.

    ``purpose``: id of the consent that the member must have given, None = without; ``rank``: code.
    """

    reader: str
    fact: str
    first: int
    last: int
    purpose: int | None
    rank: str | None


class MlmVisibility(models.Model):
    """The visibility matrix (LEGAL.md F): who above may read which fact of a member.

    Rows without a company are the careful default; a company's own row for the same reader and
    fact replaces it. What no row allows stays hidden. Earnings, bank, tax, street, date of birth
    and customers of others are in no list: nobody can grant them.
    """

    _name = "mlm.visibility"
    _description = "Visibility of Member Data"
    _order = "company_id, fact, reader, id"
    _rec_name = "fact"

    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies without a row of their own."
    )
    reader = fields.Selection(READERS, required=True)
    fact = fields.Selection(FACTS, required=True, string="Data")
    access = fields.Selection(
        [(NEVER, "Never"), (CONSENT, "With Consent of the Member"), (ALWAYS, "Always")],
        required=True,
        default=NEVER,
    )
    purpose_id = fields.Many2one(
        "mlm.consent.purpose", string="Consent", ondelete="restrict", help="What has to be agreed."
    )
    distance_max = fields.Integer(
        string="Levels at Most", help="Steps in the sponsor line; 0: without limit."
    )
    rank_code = fields.Char(string="From Rank", help="Code of the rank that a leader has to hold.")

    _row_uniq = models.UniqueIndex(
        "(coalesce(company_id, 0), reader, fact, coalesce(rank_code, ''))",
        "There is a row for this reader and these data.",
    )
    _distance_sane = models.Constraint(
        "CHECK(distance_max >= 0)", "The number of levels can't be negative."
    )

    @api.constrains("access", "purpose_id", "reader", "rank_code", "fact")
    def _check_row(self):
        for row in self:
            if row.access == CONSENT and not row.purpose_id:
                raise ValidationError(self.env._("Choose the consent that the member has to give."))
            if row.fact == "contact" and row.access == ALWAYS:
                raise ValidationError(
                    self.env._("E-mail and phone are shown with the consent of the member only.")
                )
            if row.reader == LEADER and not row.rank_code:
                raise ValidationError(self.env._("Write the code of the leader's lowest rank."))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache("company_id")
    def _grants(self, company_id):
        """Return the tuple of Grants that hold in a company."""
        rows = self.sudo().search([("company_id", "in", [company_id, False])])
        own = {(row.reader, row.fact) for row in rows if row.company_id}
        return tuple(
            row._grant(fact)
            for row in rows
            if row.access != NEVER and (row.company_id or (row.reader, row.fact) not in own)
            for fact in GROUPED.get(row.fact, (row.fact,))
        )

    def _grant(self, fact):
        first, last = {
            SPONSOR: (1, 1),
            UPLINE: (2, self.distance_max or DEEPEST),
            LEADER: (1, self.distance_max or DEEPEST),
            PLACEMENT: (0, 0),
        }[self.reader]
        purpose = self.purpose_id.id if self.access == CONSENT else None
        return Grant(self.reader, fact, first, last, purpose, self.rank_code or None)
