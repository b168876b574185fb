# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

BATCH = 200


class DiscussChannel(models.Model):
    """Chats are erased after the days of their company, but not while a ticket needs them."""

    _inherit = "discuss.channel"

    @api.model
    def _mlm_old_chats(self):
        """Return chats that may go (at most one batch).

        Chats from before this module know no company: the shortest time of all counts for them.
        """
        self.env["helpdesk.ticket"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id
                     FROM discuss_channel c
                LEFT JOIN res_company k ON k.id = c.mlm_company_id
                    WHERE c.channel_type = 'livechat'
                      AND COALESCE(c.last_interest_dt, c.create_date)
                          < (now() AT TIME ZONE 'UTC') - make_interval(days => COALESCE(
                              k.mlm_livechat_days,
                              (SELECT MIN(o.mlm_livechat_days) FROM res_company o)))
                      AND NOT EXISTS (
                          SELECT 1
                            FROM helpdesk_ticket t
                       LEFT JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
                           WHERE t.mlm_channel_id = c.id AND t.active AND s.closed IS NOT TRUE)
                 ORDER BY c.id
                    LIMIT %s""",
                BATCH,
            )
        )
        return self.browse(channel_id for [channel_id] in rows)

    @api.model
    def _mlm_cron_erase(self):
        """Erase old chats batch by batch."""
        while chats := self._mlm_old_chats().try_lock_for_update():
            chats._mlm_erase()
            if not self.env["ir.cron"]._commit_progress(processed=len(chats)):
                break

    def _mlm_erase(self):
        """Delete chats with words, files, ratings, and guests who chat nowhere else."""
        chats = self.sudo()
        guests = chats.livechat_customer_guest_ids
        self.env["rating.rating"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        chats.unlink()
        guests.invalidate_recordset(["channel_ids"])
        guests.filtered(lambda guest: not guest.channel_ids).unlink()
