# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import UTC, timedelta

from odoo import Command, fields, models


class ImLivechatChannel(models.Model):
    """Chats reach who speaks the language and knows those who ask, within the opening hours."""

    _inherit = "im_livechat.channel"

    mlm_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        index="btree_not_null",
        ondelete="restrict",
        help="Outside them nobody is available, even if somebody is online. Empty: no hours.",
    )
    mlm_takes_messages = fields.Boolean(
        string="Take Messages",
        default=True,
        help="While nobody is available, the button stays and leads to a form for a ticket.",
    )

    # === OPENING HOURS === #

    def _mlm_is_open(self):
        """Say whether it is within the opening hours now."""
        self.ensure_one()
        if not self.mlm_calendar_id:
            return True
        now = fields.Datetime.now().replace(tzinfo=UTC)
        worked = self.mlm_calendar_id._work_intervals_batch(now, now + timedelta(minutes=1))
        return bool(worked[False])

    def _get_available_operators_by_livechat_channel(self, users=None):
        found = super()._get_available_operators_by_livechat_channel(users)
        nobody = self.env["res.users"]
        return {
            channel: operators if channel._mlm_is_open() else nobody
            for channel, operators in found.items()
        }

    def _is_livechat_available(self):
        return super()._is_livechat_available() or self.mlm_takes_messages

    # === ROUTING === #

    def _mlm_expertises(self):
        """Return the expertises for who is chatting in this request."""
        user = self.env.user
        partner = user.partner_id.browse() if user._is_public() else user.partner_id
        return self.env["mlm.livechat.route"]._expertises_for(partner)

    def _get_operator(
        self, previous_operator_id=None, lang=None, country_id=None, expertises=None, users=None
    ):
        """Look for somebody who knows those who ask; core falls back to any free operator."""
        wanted = self._mlm_expertises()
        return super()._get_operator(
            previous_operator_id=previous_operator_id,
            lang=lang or self.env.user.lang,
            country_id=country_id,
            expertises=wanted | expertises if expertises else wanted,
            users=users,
        )

    def _get_livechat_discuss_channel_vals(self, /, **kwargs):
        """Keep with the session what its operator should know: others may be asked for help."""
        vals = super()._get_livechat_discuss_channel_vals(**kwargs)
        if vals:
            vals["livechat_expertise_ids"] = [Command.set(self._mlm_expertises().ids)]
        return vals
