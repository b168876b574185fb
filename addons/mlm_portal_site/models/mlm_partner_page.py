# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mlm_base.const import ACTIVE

from ..photo import clean_photo

DRAFT, SUBMITTED, APPROVED, REFUSED, RETIRED = (
    "draft",
    "submitted",
    "approved",
    "refused",
    "retired",
)
STATES = [
    (DRAFT, "Draft"),
    (SUBMITTED, "To Review"),
    (APPROVED, "Public"),
    (REFUSED, "Refused"),
    (RETIRED, "Replaced"),
]
OPEN = (DRAFT, SUBMITTED)
MOST_HEADLINE, MOST_STORY, MOST_PRODUCTS = 80, 3000, 8
# All but line breaks: what could hide words from the reviewer.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CONTENT = ("headline", "story", "photo", "lang", "product_ids", "takes_messages", "is_indexed")


class MlmPartnerPage(models.Model):
    """A version of a partner's page: what a stranger reads is the approved one, and only that.

    A version is written in the portal, submitted, and then approved or refused by compliance; its
    words never change after that. There is one open and one public version per partner.
    """

    _name = "mlm.partner.page"
    _inherit = ["mail.thread"]
    _description = "Partner Page"
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="partner_id.mlm_company_id", store=True, index=True)
    version = fields.Integer(required=True, readonly=True, default=1, aggregator=None)
    state = fields.Selection(STATES, required=True, readonly=True, default=DRAFT, tracking=True)
    headline = fields.Char(readonly=True)
    story = fields.Text(readonly=True)
    photo = fields.Binary(readonly=True, attachment=True)
    lang = fields.Char(string="Language", readonly=True)
    product_ids = fields.Many2many("product.template", string="Recommended Products", readonly=True)
    takes_messages = fields.Boolean(string="Contact Form", readonly=True)
    is_indexed = fields.Boolean(string="In Search Engines", readonly=True)
    submitted_at = fields.Datetime(readonly=True)

    _open_uniq = models.UniqueIndex(
        "(partner_id) WHERE state IN ('draft', 'submitted')", "One version is written at a time."
    )
    _public_uniq = models.UniqueIndex(
        "(partner_id) WHERE state = 'approved'", "One version is public at a time."
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "version")
    def _compute_display_name(self):
        for page in self:
            page.display_name = f"{page.partner_id.display_name or ''} {page.version}"

    # === BUSINESS METHODS: WRITING === #

    @api.model
    def _of(self, partner, *states):
        """Return a partner's newest version (sudo) in one of some states, or none."""
        domain = [("partner_id", "=", partner.id), ("state", "in", states)]
        return self.sudo().search(domain, limit=1)

    @api.model
    def _newest(self, partner):
        """Return the version (sudo) that the partner goes on with: open, refused or public."""
        newest = self._of(partner, *OPEN, APPROVED, REFUSED, RETIRED)
        return newest if newest.state in (*OPEN, REFUSED) else self._of(partner, APPROVED) or newest

    @api.model
    def _open_for(self, partner):
        """Return the open version (sudo) of a partner, begun from the newest one if need be."""
        page = self._of(partner, *OPEN)
        if page:
            return page
        newest = self._newest(partner).with_context(bin_size=False)
        values = {name: newest[name] for name in CONTENT if name != "product_ids"}
        last = self._of(partner, APPROVED, REFUSED, RETIRED)
        return self.sudo().create(
            {
                **values,
                "partner_id": partner.id,
                "version": last.version + 1,
                "product_ids": [fields.Command.set(newest.product_ids.ids)],
            }
        )

    @api.model
    def _save(self, partner, values, photo=None):
        """Keep what the partner wrote; what was submitted is a draft again.

        :param partner: res.partner who owns the page; callers made sure of that
        :param dict values: headline, story, product_ids (list of ids), takes_messages, is_indexed,
            remove_photo
        :param bytes photo: a new photo as it was sent, None keeps the old one
        :return: the open version (sudo)
        :raise UserError: what is wrong and what to do
        """
        vals = {
            **self._clean(values),
            **self._clean_photo(values, photo),
            "state": DRAFT,
            "submitted_at": False,
            "lang": self.env.lang,
        }
        page = self._open_for(partner)
        page.write(vals)
        return page

    @api.model
    def _clean(self, values):
        headline = " ".join(CONTROLS.sub(" ", values.get("headline") or "").split())
        story = CONTROLS.sub("", (values.get("story") or "").replace("\r\n", "\n")).strip()
        if len(headline) > MOST_HEADLINE:
            raise UserError(
                self.env._("Please shorten the headline to %(most)s letters.", most=MOST_HEADLINE)
            )
        if len(story) > MOST_STORY:
            raise UserError(
                self.env._("Please shorten your story to %(most)s letters.", most=MOST_STORY)
            )
        wanted = set(values.get("product_ids") or [])
        products = self.env["product.template"].sudo().search(self._offered(wanted))
        if len(products) > MOST_PRODUCTS:
            raise UserError(
                self.env._("Please recommend at most %(most)s products.", most=MOST_PRODUCTS)
            )
        return {
            "headline": headline or False,
            "story": story or False,
            "product_ids": [fields.Command.set(products.ids)],
            "takes_messages": bool(values.get("takes_messages")),
            "is_indexed": bool(values.get("is_indexed")),
        }

    @api.model
    def _clean_photo(self, values, photo):
        if photo:
            try:
                return {"photo": base64.b64encode(clean_photo(photo))}
            except ValueError:
                raise UserError(
                    self.env._("Please send a photo as JPEG or PNG of at most 5 MB.")
                ) from None
        return {"photo": False} if values.get("remove_photo") else {}

    @api.model
    def _offered(self, product_ids):
        """Return the domain of those among some products that the shop shows to everybody."""
        return [
            ("id", "in", list(product_ids)),
            ("is_published", "=", True),
            ("sale_ok", "=", True),
        ]

    def _submit(self):
        """Ask compliance to look at this version.

        :raise UserError: something is missing, or the partner did not agree to be shown
        """
        self.ensure_one()
        if self.state != DRAFT:
            raise UserError(self.env._("This version was submitted already."))
        if not self.headline or not self.story:
            raise UserError(self.env._("Please write a headline and your story first."))
        if not self.partner_id._mlm_shows_itself():
            raise UserError(
                self.env._(
                    "Please give the consent “Partner Page” in your profile first: the page shows "
                    "your full name."
                )
            )
        self.write({"state": SUBMITTED, "submitted_at": fields.Datetime.now()})

    @api.model
    def _take_offline(self, partner):
        """Take the public version of a partner from the website; it stays as evidence."""
        self._of(partner, APPROVED).write({"state": RETIRED})

    # === BUSINESS METHODS: READING === #

    @api.model
    def _public(self, partner):
        """Return the version (sudo) that strangers may read now, or none.

        Approved, of an active partner, who agreed to be shown and didn't take it back since.
        """
        partner_sudo = partner.sudo()
        if partner_sudo.mlm_state != ACTIVE or not partner_sudo._mlm_shows_itself():
            return self.sudo().browse()
        return self._of(partner_sudo, APPROVED)

    def _photo(self):
        """Return the JPEG bytes of the photo, None without one."""
        photo = self.with_context(bin_size=False).photo
        return base64.b64decode(photo) if photo else None
