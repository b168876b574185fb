# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run has read of an open period, for the next ones."""

import base64
from datetime import timedelta

from odoo import api, fields, models

# Less than the log of changes reaches back.
KEPT_HOURS = 12


class MlmKeptInput(models.Model):
    """Members and rows as a run has read them. Only ever added: runs at the same time are never in
    each other's way, and the newest counts."""

    _name = "mlm.kept.input"
    _description = "Kept Input"
    _log_access = False
    _order = "id desc"

    key = fields.Char(required=True, readonly=True, index=True)
    snapshot = fields.Char(required=True, readonly=True, help="What the run that read could see.")
    kept_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    network = fields.Binary(attachment=True, readonly=True)
    rows = fields.Binary(attachment=True, readonly=True)

    @api.model
    def _newest(self, key):
        """What was kept last under a key, if the log of changes surely reaches back to it, and its
        files are there (a database may have been played back without)."""
        since = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        found = self.search([("key", "=", key), ("kept_at", ">", since)], limit=1)
        # Web clients ask for the size of binaries; here their content is needed.
        found = found.with_context(bin_size=False)
        return found if found.network and found.rows else self.browse()

    @api.model
    def _keep(self, key, snapshot, network, rows):
        """Keep what was read.

        :param str snapshot: from ``mlm.input.change._present``, asked before reading
        :param bytes network: packed, before anything that is stated by hand
        :param bytes rows: packed
        """
        self.create(
            {
                "key": key,
                "snapshot": snapshot,
                "network": base64.b64encode(network),
                "rows": base64.b64encode(rows),
            }
        )

    @api.autovacuum
    def _gc_kept(self):
        """Forget all but the newest of a key, and what is too old to be used."""
        since = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        newest = {kept.key: kept.id for kept in self.search([("kept_at", ">", since)], order="id")}
        self.search([("id", "not in", list(newest.values()))]).unlink()
