# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

AUDIENCE = ("mlm_type_ids", "mlm_market_ids", "mlm_rank_code")
BATCH = 500


class SlideChannel(models.Model):
    """Courses that are open to an audience only: a fence around Odoo's own rules of access."""

    _name = "slide.channel"
    _inherit = ["slide.channel", "mlm.audience"]

    mlm_auto_enrol = fields.Boolean(
        string="Enrol Them",
        groups="base.group_user",
        help="Everybody who is meant is enrolled by itself. Who leaves the course stays out.",
    )
    mlm_is_open = fields.Boolean(
        string="Open to the Reader",
        compute="_compute_mlm_is_open",
        search="_search_mlm_is_open",
        help="Whether the reader is meant, or has to take the course.",
    )

    # === WHO MAY SEE IT === #

    @api.depends(*AUDIENCE)
    @api.depends_context("uid")
    def _compute_mlm_is_open(self):
        closed = self._mlm_closed_to(self.env.user)
        for channel in self:
            channel.mlm_is_open = channel not in closed

    @api.model
    def _search_mlm_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "not in", self._mlm_closed_to(self.env.user).ids)]

    @api.model
    def _mlm_closed_to(self, user):
        """Return the courses (sudo) whose audience a user doesn't belong to.

        Employees see what Odoo lets them see: they help the partners.
        """
        channels = self.sudo().with_context(active_test=False)
        if user._is_internal():
            return channels.browse()
        channels = channels.search(Domain.OR([(name, "!=", False)] for name in AUDIENCE))
        meant = channels._mlm_meant_pairs(user.partner_id)
        return channels.filtered(lambda one: (one.id, user.partner_id.id) not in meant)

    def _mlm_meant_pairs(self, partners):
        """Return the set of (course id, partner id) of those who are meant or have to take it."""
        fences = [(one, one.id) for one in self.sudo()]
        trainings = self.env["mlm.training"].sudo().search([("channel_id", "in", self.ids)])
        fences += [(one, one.channel_id.id) for one in trainings]
        if not fences or not partners:
            return set()
        partners.flush_model()
        rows = self.env.execute_query(
            SQL(" UNION ").join(
                SQL(
                    "SELECT %s, p.id FROM res_partner p WHERE p.id = ANY(%s) AND %s",
                    channel_id,
                    partners.ids,
                    fence._mlm_sql_meant(),
                )
                for fence, channel_id in fences
            )
        )
        return set(rows)

    # === ENROLMENT === #

    def _action_add_members(self, target_partners, member_status="joined", raise_on_access=False):
        """Enrol only those whom the course is open to, whichever way they come.

        :raise UserError: an employee chooses somebody who isn't meant
        """
        fenced = self.sudo().filtered_domain(Domain.OR([(name, "!=", False)] for name in AUDIENCE))
        if not fenced or not target_partners:
            return super()._action_add_members(target_partners, member_status, raise_on_access)
        meant = fenced._mlm_meant_pairs(target_partners)
        staff = target_partners.sudo().filtered(
            lambda partner: any(user._is_internal() for user in partner.user_ids)
        )
        added = super(SlideChannel, self - fenced)._action_add_members(
            target_partners, member_status, raise_on_access
        )
        for channel in self & fenced:
            allowed = target_partners.filtered(
                lambda one, channel=channel: one in staff or (channel.id, one.id) in meant
            )
            refused = target_partners - allowed
            if refused and self.env.user._is_internal() and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(course)s” is not meant for %(partner)s. Change “Only Types”, “Only "
                        "Markets” or “From Rank” of the course first.",
                        course=channel.name,
                        partner=refused[0].display_name,
                    )
                )
            added += super(SlideChannel, channel)._action_add_members(
                allowed, member_status, raise_on_access
            )
        return added

    @api.model
    def _cron_mlm_enrol(self):
        """Enrol everybody who is meant or has to take a course, in batches that are committed."""
        cron = self.env["ir.cron"]
        trainings = self.env["mlm.training"].search([])
        fences = [*self.search([("mlm_auto_enrol", "=", True)]), *trainings]
        for fence in fences:
            channel = fence.channel_id if fence._name == "mlm.training" else fence
            while channel.active and channel.is_published:
                partners = channel._mlm_to_enrol(fence, BATCH)
                if not partners:
                    break
                channel._action_add_members(partners)
                if not cron._commit_progress(processed=len(partners)):
                    return

    def _mlm_to_enrol(self, fence, limit):
        """Return who is meant by a course or training and was never enrolled in this course."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM res_partner p
                    WHERE %s AND NOT EXISTS (SELECT 1 FROM slide_channel_partner e
                                WHERE e.channel_id = %s AND e.partner_id = p.id)
                    ORDER BY p.id LIMIT %s""",
                fence._mlm_sql_meant(),
                self.id,
                limit,
            )
        )
        return self.env["res.partner"].browse(partner for [partner] in rows)
