# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

COURSE, HAND = "course", "hand"
WAYS = [(COURSE, "Course and Test"), (HAND, "Entered by Hand")]
WRITERS = ("mlm_base.group_mlm_clerk", "mlm_base.group_mlm_compliance")


class MlmTrainingRecord(models.Model):
    """Evidence that a member has passed a training: when, which words, with which score."""

    _name = "mlm.training.record"
    _description = "Training Record"
    _inherit = ["mlm.append.only"]
    _order = "date_passed desc, id desc"

    name = fields.Char(string="Certificate", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Member", readonly=True, index="btree_not_null", ondelete="set null"
    )
    training_id = fields.Many2one(
        "mlm.training", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    course = fields.Char(required=True, readonly=True, help="Its name when it was passed.")
    content_id = fields.Many2one(
        "mlm.training.content",
        string="Version",
        readonly=True,
        ondelete="restrict",
        help="Lessons and test word by word; empty for what was entered by hand.",
    )
    text_hash = fields.Char(related="content_id.text_hash")
    date_passed = fields.Date(string="Passed On", required=True, readonly=True)
    valid_until = fields.Date(readonly=True, help="Last day on which it counts. Empty: for good.")
    score = fields.Integer(
        string="Score in %", readonly=True, aggregator="avg", help="0 where there was no test."
    )
    how = fields.Selection(selection=WAYS, required=True, readonly=True)
    reason = fields.Char(readonly=True, help="Why staff entered it by hand.")
    user_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="restrict")
    revocation_ids = fields.One2many("mlm.training.revocation", "record_id", readonly=True)
    is_revoked = fields.Boolean(
        string="Revoked", compute="_compute_is_revoked", search="_search_is_revoked"
    )

    _partner_idx = models.Index("(training_id, partner_id, date_passed)")

    @api.depends("revocation_ids")
    def _compute_is_revoked(self):
        for record in self:
            record.is_revoked = bool(record.sudo().revocation_ids)

    @api.model
    def _search_is_revoked(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("revocation_ids", "!=", False)]

    # === WRITING === #

    @api.model
    def _record_completions(self, memberships):
        """Keep what members completed, for each training in force that asks for the course.

        :param memberships: slide.channel.partner records that were completed just now
        """
        trainings = self.env["mlm.training"].search(
            [("channel_id", "in", memberships.channel_id.ids)]
        )
        for membership in memberships:
            channel, partner = membership.channel_id, membership.partner_id
            asked = trainings.filtered(
                lambda one, channel=channel, partner=partner: (
                    one.channel_id == channel and one.company_id == partner.mlm_company_id
                )
            )
            attempt = self._passed_attempt(membership) if asked else None
            # Who leaves a course and comes back has its lessons, but not its test any more.
            if attempt or (asked and not channel.nbr_certification):
                lang = partner.lang or self.env.lang or "en_US"
                self._keep(
                    asked,
                    partner,
                    how=COURSE,
                    content_id=self.env["mlm.training.content"]._of(channel, lang).id,
                    score=round(attempt.scoring_percentage),
                )

    def _passed_attempt(self, membership):
        """Return the test that was passed last in this time of the course, empty without one."""
        return self.env["survey.user_input"].search(
            [
                ("slide_partner_id.channel_id", "=", membership.channel_id.id),
                ("slide_partner_id.partner_id", "=", membership.partner_id.id),
                ("scoring_success", "=", True),
            ],
            order="id desc",
            limit=1,
        )

    @api.model
    def _keep(self, trainings, partners, date_passed=None, **values):
        """Write one row for each training and partner (sudo).

        :param date_passed: today without
        :param values: further fields of all rows
        """
        date_passed = date_passed or fields.Date.context_today(self)
        number = self.env["ir.sequence"].sudo()
        return self.sudo().create(
            [
                {
                    "name": number.next_by_code("mlm.training.record"),
                    "partner_id": partner.id,
                    "training_id": training.id,
                    "company_id": training.company_id.id,
                    "course": training.sudo().with_context(lang=partner.lang).channel_id.name,
                    "date_passed": date_passed,
                    "valid_until": training._valid_until(date_passed),
                    "user_id": self.env.uid,
                    **values,
                }
                for training in trainings
                for partner in partners
            ]
        )

    @api.model
    def _enter_by_hand(self, training, partners, date_passed, reason, score=0):
        """Record what members passed elsewhere, with the reason.

        :raise AccessError: the user is neither clerk nor compliance officer
        :raise UserError: the day lies in the future, the reason is empty, or a stranger is chosen
        """
        self._check_writer()
        training.check_access("read")
        if date_passed > fields.Date.context_today(self):
            raise UserError(self.env._("The day of a training can't lie in the future."))
        if not (reason or "").strip():
            raise UserError(self.env._("Write how you know that the training was passed."))
        foreign = partners.filtered(lambda one: one.mlm_company_id != training.company_id)
        if foreign:
            raise UserError(
                self.env._(
                    "%(name)s is not a member of %(company)s.",
                    name=foreign[0].display_name,
                    company=training.company_id.name,
                )
            )
        return self._keep(
            training, partners, date_passed, how=HAND, reason=reason.strip(), score=score
        )

    def _revoke(self, reason):
        """Take these records back, with the reason; the rows stay.

        :raise AccessError: the user is no compliance officer
        :raise UserError: the reason is empty, or a record is revoked already
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(WRITERS[1])):
            raise AccessError(self.env._("Only compliance officers revoke trainings."))
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the training doesn't count any more."))
        if any(record.is_revoked for record in self):
            raise UserError(self.env._("This training was revoked already."))
        self.env["mlm.training.revocation"].sudo().create(
            [
                {"record_id": record.id, "reason": reason.strip(), "user_id": self.env.uid}
                for record in self
            ]
        )

    def _check_writer(self):
        if not (self.env.su or any(self.env.user.has_group(group) for group in WRITERS)):
            raise AccessError(
                self.env._("Only commission clerks and compliance officers enter trainings.")
            )

    # === CERTIFICATE === #

    def _certificate_pdf(self):
        """Return the printed certificate."""
        self.ensure_one()
        report = self.env["ir.actions.report"].sudo()
        return report._render_qweb_pdf("mlm_academy.mlm_training_certificate_report", self.ids)[0]
