# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a run has read of an open period, for the next ones."""

import base64
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from odoo import api, fields, models

from ..engine.model import Network
from ..frozen import DAMAGED, unpack_network
from ..input_arrays import Rows

_logger = logging.getLogger(__name__)

# Less than the log of changes reaches back.
KEPT_HOURS = 12


@dataclass
class Kept:
    """What was kept, unpacked."""

    network: Network
    rows: Rows


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
        """What was kept last under a key, if the log of changes surely reaches back to it."""
        since = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        return self.search([("key", "=", key), ("kept_at", ">", since)], limit=1)

    def _unpacked(self):
        """Members and rows; None if their files are missing (a database may have been played back
        without) or damaged (a machine may have died while they were written).

        :rtype: Kept
        """
        # Web clients ask for the size of binaries; here their content is needed.
        kept = self.with_context(bin_size=False)
        network, rows = (base64.b64decode(packed or b"") for packed in (kept.network, kept.rows))
        self._forget_content()
        try:
            with ThreadPoolExecutor(max_workers=1) as pool:
                unpacking = pool.submit(Rows.unpacked, rows)
                return Kept(unpack_network(network), unpacking.result())
        except DAMAGED:
            _logger.warning("Kept input %s cannot be read: everything is read anew", self.id)
            return None

    def _forget_content(self):
        """Let go of large contents that would stay in the cache until the transaction ends."""
        self.invalidate_model(["network", "rows"])
        self.env["ir.attachment"].invalidate_model(["raw", "datas"])

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
        self._forget_content()

    @api.autovacuum
    def _gc_kept(self):
        """Forget all but the newest of a key, and what is too old to be used."""
        since = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        newest = {kept.key: kept.id for kept in self.search([("kept_at", ">", since)], order="id")}
        self.search([("id", "not in", list(newest.values()))]).unlink()
