# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .mlm_partner_page import APPROVED, REFUSED, RETIRED, SUBMITTED

COMPLIANCE = "mlm_base.group_mlm_compliance"
CHECKS = {"has_no_health_claim", "has_no_income_claim", "reason"}


class MlmPartnerPage(models.Model):
    """A compliance officer reads a version, looks for claims, and says yes or why not."""

    _inherit = "mlm.partner.page"

    has_no_health_claim = fields.Boolean(
        string="No Health Claims",
        help="I read the text and looked at the photo: nothing is said to heal or prevent.",
    )
    has_no_income_claim = fields.Boolean(
        string="No Income Claims",
        help="I read the text and looked at the photo: no earnings, lifestyle or easy money.",
    )
    reason = fields.Text(
        tracking=True, help="Why it can't be public, and what to change. The partner reads it."
    )
    claim_hints = fields.Char(
        string="Words to Look At",
        compute="_compute_claim_hints",
        help="Words of the list that often stand in claims. They prove nothing; read the text.",
    )
    reviewed_by_id = fields.Many2one("res.users", readonly=True)
    reviewed_at = fields.Datetime(readonly=True)
    public_id = fields.Many2one("mlm.partner.page", string="Public Now", compute="_compute_public")
    public_headline = fields.Char(string="Headline Now", compute="_compute_public")
    public_story = fields.Text(string="Story Now", compute="_compute_public")

    # === COMPUTE METHODS === #

    @api.depends("headline", "story")
    def _compute_claim_hints(self):
        kinds = dict(self.env["mlm.claim.word"]._fields["kind"]._description_selection(self.env))
        for page in self:
            words = f"{page.headline or ''}\n{page.story or ''}"
            found = self.env["mlm.claim.word"]._found_in(words)
            page.claim_hints = "; ".join(
                f"{kinds[kind]}: {', '.join(hits)}" for kind, hits in found.items()
            )

    @api.depends("partner_id")
    def _compute_public(self):
        """Show beside each version what strangers read until it is approved."""
        public = self.search([("partner_id", "in", self.partner_id.ids), ("state", "=", APPROVED)])
        by_partner = {page.partner_id: page for page in public}
        for page in self:
            found = by_partner.get(page.partner_id, self.browse())
            page.public_id = found
            page.public_headline = found.headline
            page.public_story = found.story

    # === CRUD METHODS === #

    def write(self, vals):
        """Staff writes what it checked and why it refuses; words are the partner's alone."""
        if not self.env.su and not self._is_of_the_review(vals):
            raise UserError(
                self.env._("These are the partner's words. Refuse the version and say why.")
            )
        return super().write(vals)

    @api.model
    def _is_of_the_review(self, vals):
        return all(name in CHECKS or name.startswith(("message_", "activity_")) for name in vals)

    # === ACTION METHODS === #

    def action_approve(self):
        """Make these versions public; the ones before them are replaced."""
        self._check_reviewer(SUBMITTED)
        for page in self:
            if not (page.has_no_health_claim and page.has_no_income_claim):
                raise UserError(
                    self.env._(
                        "Look for claims on health and income in “%(page)s” and tick both boxes.",
                        page=page.display_name,
                    )
                )
        before = self.sudo().search(
            [("partner_id", "in", self.partner_id.ids), ("state", "=", APPROVED)]
        )
        before.write({"state": RETIRED})
        # The unique index sees the table, not what is waiting to be written.
        before.flush_recordset(["state"])
        self._end_review(APPROVED)

    def action_refuse(self):
        """Give these versions back with the reason."""
        self._check_reviewer(SUBMITTED)
        self._check_reason()
        self._end_review(REFUSED)

    def action_take_down(self):
        """Take public versions from the website at once, with the reason."""
        self._check_reviewer(APPROVED)
        self._check_reason()
        self._end_review(REFUSED)

    def _check_reviewer(self, state):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(COMPLIANCE):
            raise AccessError(self.env._("Only compliance officers review pages."))
        if not self or any(page.state != state for page in self):
            raise UserError(
                self.env._("This page was changed meanwhile. Reload it and read it again.")
            )
        if self.env.user.partner_id in self.partner_id:
            raise UserError(
                self.env._("Nobody reviews the own page. Ask another compliance officer.")
            )

    def _check_reason(self):
        if any(not (page.reason or "").strip() for page in self):
            raise UserError(self.env._("Please write the reason: the partner needs to know it."))

    def _end_review(self, state):
        self.sudo().write(
            {
                "state": state,
                "reviewed_by_id": self.env.uid,
                "reviewed_at": fields.Datetime.now(),
                **({"reason": False} if state == APPROVED else {}),
            }
        )
        template = self.env.ref("mlm_portal_site.mail_page_reviewed", raise_if_not_found=False)
        if template:
            template.sudo().send_mail_batch(self.ids)
