# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
import re
import secrets
import time
from typing import NamedTuple

import qrcode
from werkzeug.urls import url_quote

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL
from odoo.tools.image import image_data_uri
from odoo.tools.misc import hash_sign, verify_hash_signed

# Without 0, 1, i, l and o, which are mistaken for each other on paper. 31^8 codes: guessing one of
# 100,000 partners takes some eight million tries, and the pages count the tries.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8
CODE_FORMAT = re.compile(r"[a-z0-9](-?[a-z0-9]){3,31}")
VISIT_SCOPE = "mlm_referral_visit"


class Visit(NamedTuple):
    """A proven visit by a referral link: the code and when it was used (Unix seconds)."""

    code: models.BaseModel
    visited_at: int


class MlmReferralCode(models.Model):
    """The word in a partner's referral link. Codes that were given once go on working."""

    _name = "mlm.referral.code"
    _description = "Referral Code"
    _order = "is_current desc, id desc"
    _rec_name = "code"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("mlm_role", "=", "partner")],
    )
    company_id = fields.Many2one(related="partner_id.mlm_company_id", store=True)
    code = fields.Char(
        required=True,
        default=lambda self: self._new_code(),
        help="Letters, digits and hyphens. Chosen at random unless you write another one.",
    )
    is_current = fields.Boolean(
        string="Shown", default=True, help="New links and cards carry this code; old ones work on."
    )
    active = fields.Boolean(
        default=True, help="An archived code leads nowhere. Use this when a link was misused."
    )
    visit_count = fields.Integer(string="Visits", compute="_compute_visit_count")
    url = fields.Char(string="Link", compute="_compute_url")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another link has this code.")
    _current_uniq = models.UniqueIndex(
        "(partner_id) WHERE is_current AND active", "A member shows one code at a time."
    )

    # === COMPUTE METHODS === #

    def _compute_visit_count(self):
        counts = dict(
            self.env["mlm.referral.day"]
            .sudo()
            ._read_group([("code_id", "in", self.ids)], ["code_id"], ["visits:sum"])
        )
        for code in self:
            code.visit_count = counts.get(code, 0)

    @api.depends("code")
    def _compute_url(self):
        for code in self:
            code.url = code._link()

    # === CONSTRAINTS === #

    @api.constrains("code", "partner_id")
    def _check_code(self):
        for record in self:
            if not CODE_FORMAT.fullmatch(record.code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” is no code for a link. Use 4 to 32 small letters, digits and "
                        "single hyphens between them.",
                        code=record.code,
                    )
                )
            number = re.sub(r"\D", "", record.partner_id.sudo().mlm_member_number or "")
            if number and number in record.code:
                raise ValidationError(
                    self.env._("The link must not contain the member number. Choose another code.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        rows = [
            {**vals, "code": vals["code"].strip().lower()} if vals.get("code") else vals
            for vals in vals_list
        ]
        self._hide_others([vals["partner_id"] for vals in rows if vals.get("is_current", True)])
        return super().create(rows)

    def write(self, vals):
        if {"code", "partner_id"} & vals.keys():
            raise UserError(
                self.env._("A code stays what it is: people have it on paper. Add a new one.")
            )
        if vals.get("is_current"):
            self._hide_others(self.partner_id.ids)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["mlm.referral.day"].sudo().search_count([("code_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("This link was used already. Archive the code instead of deleting it.")
            )

    # === BUSINESS METHODS === #

    @api.model
    def _hide_others(self, partner_ids):
        """Make room for the code that these members show from now on."""
        shown = self.sudo().search([("partner_id", "in", partner_ids), ("is_current", "=", True)])
        (shown - self).write({"is_current": False})
        # The unique index sees the table, not what is waiting to be written.
        shown.flush_recordset(["is_current"])

    @api.model
    def _new_code(self):
        return "".join(secrets.choice(ALPHABET) for __ in range(CODE_LENGTH))

    @api.model
    def _of_partner(self, partner):
        """Return the code that a partner's links show; the first one is made on demand (sudo).

        :param partner: res.partner record that may sponsor
        """
        current = self.sudo().search(
            [("partner_id", "=", partner.id), ("is_current", "=", True)], limit=1
        )
        return current or self.sudo().create({"partner_id": partner.id})

    @api.model
    def _find(self, code, company):
        """Return the code of an open link (sudo), empty for unknown and closed ones.

        :param str code: as it stands in the link
        :param company: res.company record that runs the site
        """
        found = self.sudo().search(
            [("code", "=", (code or "").strip().lower()), ("company_id", "=", company.id)], limit=1
        )
        return found.filtered(lambda record: record.partner_id._mlm_takes_on())

    def _link(self, path=""):
        """Return the absolute address of this code's page, or of a page of the site below it."""
        self.ensure_one()
        base = self.partner_id.sudo().get_base_url()
        return f"{base}/r/{url_quote(self.code or '')}{path}"

    def _qr_png(self, box_size=10):
        """Return the link as QR code.

        :param int box_size: pixels per module
        :return: PNG bytes
        """
        code = qrcode.QRCode(
            error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=box_size, border=4
        )
        code.add_data(self._link())
        buffer = io.BytesIO()
        code.make_image().save(buffer, format="PNG")
        return buffer.getvalue()

    def _qr_data_uri(self):
        """Return the QR code for the ``src`` of an image in a printed page."""
        return image_data_uri(base64.b64encode(self._qr_png()))

    # === VISITS === #

    def _sign_visit(self, company):
        """Return a token that proves a visit by this link now.

        It holds the number of the code and the time, no word about the visitor.

        :param company: res.company record whose lifetime holds
        """
        self.ensure_one()
        return hash_sign(
            self.sudo().env,
            VISIT_SCOPE,
            [self.id, int(time.time())],
            expiration_hours=24 * company.sudo().mlm_referral_days,
        )

    @api.model
    def _read_visit(self, token, company):
        """Return the :class:`Visit` that a token proves, None for anything else.

        :param str token: what :meth:`_sign_visit` gave, or whatever a stranger sends
        :param company: res.company record that runs the site
        """
        values = self._verify(VISIT_SCOPE, token)
        if not values:
            return None
        code_id, visited_at = values
        code = self.sudo().browse(code_id).exists()
        open_code = code and self._find(code.code, company)
        return Visit(open_code, visited_at) if open_code else None

    @api.model
    def _verify(self, scope, token):
        """Return the values of a signed token, None if it is forged, damaged or too old."""
        try:
            return verify_hash_signed(self.sudo().env, scope, token or "")
        except (ValueError, TypeError):
            # Base64, JSON and character errors of tokens that we have never made.
            return None

    def _count(self, **figures):
        """Add to the day's figures of this code; nothing about the visitor is kept.

        :param figures: whole numbers by field of ``mlm.referral.day``
        """
        self.ensure_one()
        names = [SQL.identifier(name) for name in figures]
        sums = [SQL("%(n)s = coalesce(d.%(n)s, 0) + excluded.%(n)s", n=name) for name in names]
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_referral_day AS d (code_id, date, %(names)s)
                   VALUES (%(code)s, %(date)s, %(values)s)
                   ON CONFLICT (code_id, date) DO UPDATE SET %(sums)s""",
                names=SQL(", ").join(names),
                values=SQL(", ").join(SQL("%s", number) for number in figures.values()),
                sums=SQL(", ").join(sums),
                code=self.id,
                date=fields.Date.context_today(self),
            )
        )
        self.env["mlm.referral.day"].invalidate_model()


class MlmReferralDay(models.Model):
    """How often a referral link was used on a day: figures only, no visitor."""

    _name = "mlm.referral.day"
    _description = "Referral Figures of a Day"
    _order = "date desc, id desc"
    _log_access = False

    code_id = fields.Many2one("mlm.referral.code", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="code_id.partner_id")
    date = fields.Date(required=True, readonly=True)
    visits = fields.Integer(readonly=True)
    registrations = fields.Integer(readonly=True)

    _day_uniq = models.UniqueIndex("(code_id, date)", "This day has its figures already.")
