# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models, tools


class MlmClaimWord(models.Model):
    """A word that often stands in claims on health or income; it points the reviewer to them."""

    _name = "mlm.claim.word"
    _description = "Word of a Claim"
    _order = "kind, name"

    name = fields.Char(
        string="Word",
        required=True,
        help="The beginning of a word is enough: “heal” finds “heals”.",
    )
    kind = fields.Selection([("health", "Health"), ("income", "Income")], required=True)

    _name_uniq = models.UniqueIndex("(kind, lower(name))", "This word is in the list already.")

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
    @tools.ormcache()
    def _words(self):
        """Return ((kind, word), …) of the list."""
        return tuple((word.kind, word.name) for word in self.sudo().search([]))

    @api.model
    def _found_in(self, text):
        """Return {kind: [words of the list that a text has]}, kinds without a word are missing."""
        found = {}
        for kind, word in self._words():
            if re.search(rf"(?<!\w){re.escape(word)}", text or "", re.IGNORECASE):
                found.setdefault(kind, []).append(word)
        return found
