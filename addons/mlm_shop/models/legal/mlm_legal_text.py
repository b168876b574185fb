# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("imprint", "Imprint"),
    ("terms", "Terms and Conditions"),
    ("privacy", "Privacy"),
    ("instruction", "Right of Withdrawal"),
    ("shipping", "Shipping and Payment"),
    ("accessibility", "Accessibility"),
]
# What a buyer agrees to or is told before the order (LEGAL E3).
OF_ORDERS = ("terms", "instruction", "privacy")
# The platform was closed on 20 July 2025; a link to it misleads (LEGAL E5).
FORBIDDEN = re.compile(r"ec\.europa\.eu/(consumers/)?odr", re.IGNORECASE)


class MlmLegalText(models.Model):
    """A legal page of a company's shop, version by version; published ones never change."""

    _name = "mlm.legal.text"
    _description = "Legal Text"
    _inherit = ["mail.thread"]
    _order = "kind, version desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True)
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    body = fields.Html(required=True, translate=True, sanitize_attributes=False)
    state = fields.Selection(
        [("draft", "Draft"), ("current", "In Force"), ("old", "Replaced")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    published_at = fields.Datetime(readonly=True, copy=False)
    content_hash = fields.Char(
        string="SHA-256", readonly=True, copy=False, help="Of the text in all its languages."
    )

    _current_once = models.UniqueIndex(
        "(company_id, kind) WHERE state = 'current'", "One version of each text is in force."
    )

    @api.depends("kind", "version")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for text in self:
            number = f" {text.version}" if text.version else ""
            text.display_name = f"{kinds.get(text.kind, '')}{number}"

    @api.constrains("body")
    def _check_body(self):
        for text in self:
            if FORBIDDEN.search(str(text.body or "")):
                raise ValidationError(
                    self.env._(
                        "Take out the link to the platform for online disputes: it was closed on "
                        "20 July 2025, and to name it misleads."
                    )
                )

    def write(self, vals):
        sealed = vals.keys() & {"body", "kind", "company_id"} and not self.env.su
        if sealed and any(text.state != "draft" for text in self):
            raise UserError(
                self.env._(
                    "Buyers have agreed to this version. Duplicate it, change the copy and publish "
                    "that."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(text.state != "draft" for text in self):
            raise UserError(self.env._("A published version is evidence and can't be deleted."))

    def action_publish(self):
        """Put the text in force; the one before stays as evidence."""
        self.check_access("write")
        for text in self:
            if text.state != "draft":
                raise UserError(self.env._("This version was published already."))
            same = [("company_id", "=", text.company_id.id), ("kind", "=", text.kind)]
            others = self.sudo().search([*same, ("state", "!=", "draft")])
            others.filtered(lambda one: one.state == "current").state = "old"
            self.env.flush_all()
            text.sudo().write(
                {
                    "state": "current",
                    "version": max(others.mapped("version"), default=0) + 1,
                    "published_at": fields.Datetime.now(),
                    "content_hash": text._hash(),
                }
            )

    def _hash(self):
        """Return the SHA-256 of the text in all languages, in the order of their codes."""
        self.ensure_one()
        digest = hashlib.sha256()
        for code, __ in self.env["res.lang"].get_installed():
            digest.update(f"{code}\n{self.with_context(lang=code).body}\n".encode())
        return digest.hexdigest()

    @api.model
    def _current(self, company, kinds=None):
        """Return the texts (sudo) in force in a company, in the order of the kinds."""
        domain = [("company_id", "=", company.id), ("state", "=", "current")]
        if kinds:
            domain.append(("kind", "in", kinds))
        order = [kind for kind, __ in KINDS]
        return self.sudo().search(domain).sorted(lambda text: order.index(text.kind))
