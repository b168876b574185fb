# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac


class MlmRateLimit(models.Model):
    """Counts tries per visitor and hour, for all workers. Addresses are stored as hash only."""

    _name = "mlm.rate.limit"
    _description = "Rate Limit"
    _log_access = False

    bucket = fields.Char(required=True)
    hour = fields.Datetime(required=True, index=True)
    hits = fields.Integer(required=True)

    _bucket_uniq = models.UniqueIndex("(bucket, hour)", "This bucket is counted already.")

    @api.model
    def _allow(self, purpose, visitor, limit):
        """Count one try and say whether it is still allowed.

        The hash is salted with the hour, so that nobody is recognised from one hour to the next.

        :param str purpose: what is tried
        :param str visitor: IP address or mail address
        :param int limit: tries per hour
        """
        hour = fields.Datetime.now().replace(minute=0, second=0)
        bucket = hmac(self.sudo().env, "mlm_rate_limit", (purpose, visitor, str(hour)))
        [[hits]] = self.env.execute_query(
            SQL(
                """INSERT INTO mlm_rate_limit AS r (bucket, hour, hits) VALUES (%s, %s, 1)
                   ON CONFLICT (bucket, hour) DO UPDATE SET hits = r.hits + 1 RETURNING hits""",
                bucket,
                hour,
            )
        )
        return hits <= limit

    @api.autovacuum
    def _gc_old_hours(self):
        """Forget the counters of yesterday."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM mlm_rate_limit WHERE hour < %s",
                fields.Datetime.now() - timedelta(days=1),
            )
        )
