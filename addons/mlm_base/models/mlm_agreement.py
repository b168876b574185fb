# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..text_hash import sha256_of

ACCEPTANCE_METHODS = [
    ("portal", "In the portal"),
    ("paper", "On paper"),
    ("import", "Taken over with old data"),
]


# Only code holds this object: a value in a context sent by a client is never identical to it.
_PUBLISH = object()


class MlmAgreement(models.Model):
    """A contract that members accept: partner agreement, code of conduct, self-billing consent."""

    _name = "mlm.agreement"
    _description = "Agreement"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)
    partner_type_ids = fields.Many2many(
        "mlm.partner.type",
        string="Needed By",
        help="Members of these types have to accept the current version before they get active. "
        "Empty: all types that need an agreement.",
    )
    version_ids = fields.One2many("mlm.agreement.version", "agreement_id", string="Versions")
    current_version_id = fields.Many2one(
        "mlm.agreement.version", compute="_compute_current_version_id"
    )

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "Another agreement of this company has this code."
    )

    @api.depends("version_ids.date_from", "version_ids.state")
    def _compute_current_version_id(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            valid = agreement.version_ids.filtered(
                lambda version: version.state == "published" and version.date_from <= today
            )
            agreement.current_version_id = valid.sorted(lambda v: (v.date_from, v.id))[-1:]

    @api.model
    def _needed_by(self, partner_type, company):
        """Return the agreements that members of a type have to accept before they get active.

        :param partner_type: mlm.partner.type record
        :param company: res.company record
        :return: agreements with a published version that is valid today
        """
        if not partner_type.needs_agreement:
            return self.browse()
        agreements = self.search([("company_id", "in", [company.id, False])])
        return agreements.filtered(
            lambda agreement: (
                agreement.current_version_id
                and (not agreement.partner_type_ids or partner_type in agreement.partner_type_ids)
            )
        )


class MlmAgreementVersion(models.Model):
    """The text of an agreement from a date on; frozen once published."""

    _name = "mlm.agreement.version"
    _description = "Agreement Version"
    _order = "agreement_id, date_from desc, id desc"

    agreement_id = fields.Many2one("mlm.agreement", required=True, index=True, ondelete="restrict")
    name = fields.Char(string="Version", required=True)
    date_from = fields.Date(string="Valid From", required=True, default=fields.Date.context_today)
    text = fields.Html(required=True, translate=True, sanitize=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")], default="draft", readonly=True, copy=False
    )
    acceptance_count = fields.Integer(compute="_compute_acceptance_count")

    _name_uniq = models.Constraint(
        "UNIQUE(agreement_id, name)", "This agreement has a version of that name."
    )

    def _compute_acceptance_count(self):
        counts = dict(
            self.env["mlm.agreement.acceptance"]._read_group(
                [("version_id", "in", self.ids)], ["version_id"], ["__count"]
            )
        )
        for version in self:
            version.acceptance_count = counts.get(version, 0)

    @api.depends("name", "agreement_id.name")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.agreement_id.name} {version.name}"

    @api.model_create_multi
    def create(self, vals_list):
        # A version is published by its button only, a default can't do it either.
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        if "state" in vals and self.env.context.get("mlm_publish") is not _PUBLISH:
            raise UserError(self.env._("Use the button “Publish”."))
        if set(vals) - {"state"}:
            self._check_not_published()
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self._check_not_published()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def _check_not_published(self):
        if any(version.state == "published" for version in self):
            raise UserError(self.env._("A published version never changes. Write a new version."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(version.state == "published" for version in self):
            raise UserError(self.env._("A published version stays as evidence."))

    def action_publish(self):
        """Freeze the text; from its date on it is what members accept."""
        self.check_access("write")
        self.with_context(mlm_publish=_PUBLISH).write({"state": "published"})

    def _accepted_by(self, partners):
        """Return the set of (partner id, version id) for which there is an acceptance.

        :param partners: res.partner records
        """
        groups = (
            self.env["mlm.agreement.acceptance"]
            .sudo()
            ._read_group(
                [("partner_id", "in", partners.ids), ("version_id", "in", self.ids)],
                ["partner_id", "version_id"],
            )
        )
        return {(partner.id, version.id) for partner, version in groups}

    def _accept(self, partner, method, ip=None, user_agent=None, lang=None):
        """Record that a member accepted this version.

        :param partner: res.partner record
        :param str method: one of ``ACCEPTANCE_METHODS``
        :param str ip: address the acceptance came from, if it came over the network
        :param str lang: language in which the text was shown
        :return: the mlm.agreement.acceptance record
        :raise ValidationError: if the version is not published
        """
        self.ensure_one()
        lang = lang or partner.lang or self.env.lang
        return self.env["mlm.agreement.acceptance"].create(
            {
                "partner_id": partner.id,
                "version_id": self.id,
                "method": method,
                "ip_address": ip,
                "user_agent": user_agent,
                "lang": lang,
            }
        )


class MlmAgreementAcceptance(models.Model):
    """Who accepted which text, when and how. The hash proves the wording."""

    _name = "mlm.agreement.acceptance"
    _description = "Agreement Acceptance"
    _inherit = ["mlm.append.only"]
    _order = "accepted_at desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", related="version_id.agreement_id.company_id")
    version_id = fields.Many2one(
        "mlm.agreement.version", required=True, index=True, ondelete="restrict"
    )
    accepted_at = fields.Datetime(required=True, default=fields.Datetime.now)
    method = fields.Selection(selection=ACCEPTANCE_METHODS, required=True)
    ip_address = fields.Char(string="IP Address")
    user_agent = fields.Char(string="Browser")
    lang = fields.Char(string="Language")
    text_hash = fields.Char(string="Hash of the Text (SHA-256)", required=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Take the hash from the text itself; people record only what came on paper or before.

        :raise UserError: if a user claims that somebody else accepted in the portal
        """
        if not self.env.su and any(
            f"default_{name}" in self.env.context for name in ("method", "ip_address", "user_agent")
        ):
            raise UserError(self.env._("Evidence takes no default values."))
        Version = self.env["mlm.agreement.version"]
        rows = []
        for vals in vals_list:
            if not self.env.su:
                self._check_claim(vals)
            lang = vals.get("lang") or self.env.lang or "en_US"
            version = Version.browse(vals["version_id"]).with_context(lang=lang)
            rows.append({**vals, "lang": lang, "text_hash": sha256_of(version.text)})
        return super().create(rows)

    @api.model
    def _check_claim(self, vals):
        """What a person, not the portal, may write down as evidence."""
        if vals.get("method") == "portal" or vals.get("ip_address") or vals.get("user_agent"):
            raise UserError(
                self.env._(
                    "Only the portal records what was accepted there. Choose “On paper” or “Taken "
                    "over with old data”."
                )
            )
        accepted_at = fields.Datetime.to_datetime(vals.get("accepted_at"))
        if accepted_at and accepted_at > fields.Datetime.now():
            raise UserError(self.env._("The time of the acceptance can't lie in the future."))

    @api.constrains("version_id")
    def _check_version_published(self):
        for acceptance in self:
            if acceptance.version_id.state != "published":
                raise ValidationError(self.env._("Publish the version before members accept it."))

    def _is_text_unchanged(self):
        """Whether the stored hash still matches the version's text."""
        self.ensure_one()
        return self.text_hash == sha256_of(self.version_id.with_context(lang=self.lang).text)
