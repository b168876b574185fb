# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.html_editor.models.diff_utils import generate_comparison


class MlmArticleVersion(models.Model):
    """The words of an article as they were, or, one at most, as they are about to become."""

    _name = "mlm.article.version"
    _inherit = "mlm.article.text.mixin"
    _description = "Version of a Help Article"
    _order = "number desc, id desc"

    article_id = fields.Many2one("mlm.article", required=True, index=True, ondelete="cascade")
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    note = fields.Char(string="What Has Changed")
    published_at = fields.Datetime(readonly=True, copy=False)
    author_id = fields.Many2one("res.users", readonly=True, copy=False, help="Published it.")
    changes = fields.Html(
        compute="_compute_changes", sanitize=False, help="Against the version before."
    )

    _draft_once = models.UniqueIndex(
        "(article_id) WHERE published_at IS NULL", "A new version is being written already."
    )
    _number_uniq = models.UniqueIndex(
        "(article_id, number) WHERE published_at IS NOT NULL", "This version exists already."
    )

    @api.depends("number", "published_at", "name")
    def _compute_display_name(self):
        for version in self:
            version.display_name = (
                self.env._("%(name)s, version %(number)s", name=version.name, number=version.number)
                if version.published_at
                else self.env._("%(name)s, being written", name=version.name)
            )

    @api.depends("body")
    @api.depends_context("lang")
    def _compute_changes(self):
        for version in self:
            before = version._before()
            # The helper marks as added what its second argument has and the first has not.
            told = generate_comparison(str(before.body or ""), str(version.body or ""))
            for tag, known in (("added>", "ins>"), ("removed>", "del>")):
                told = told.replace(tag, known)
            version.changes = told

    def _before(self):
        """Return the version published before this one."""
        self.ensure_one()
        published = self.article_id.version_ids.filtered("published_at")
        if not self.published_at:
            return published[:1]
        return published.filtered(lambda one: one.number < self.number)[:1]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        own = {"number": 0, "published_at": False, "author_id": False}
        return super().create([{**vals, **own} for vals in vals_list])

    def write(self, vals):
        if any(version.published_at for version in self):
            raise UserError(
                self.env._("A published version never changes. Restore it to write a new one.")
            )
        if {"published_at", "number", "author_id", "article_id"} & vals.keys() and not self.env.su:
            raise UserError(self.env._("Press Publish to publish a version."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(version.published_at for version in self):
            raise UserError(self.env._("A published version is part of the history and stays."))

    # === ACTIONS === #

    def action_publish(self):
        """Show these words to the readers; they never change again."""
        self.ensure_one()
        self.check_access("write")
        if self.published_at:
            raise UserError(self.env._("This version was published already."))
        if not self.body:
            raise UserError(self.env._("There is no text yet. Write it first."))
        self._seal()
        self.article_id._publish_version(self)
        return self._article_form()

    def action_restore(self):
        """Begin a new version with these words; a version being written is put aside by hand."""
        self.ensure_one()
        article = self.article_id
        article.check_access("write")
        if any(not version.published_at for version in article.version_ids):
            raise UserError(
                self.env._("A new version is being written. Publish or discard it first.")
            )
        return article._begin_version(self)._form()

    def action_discard(self):
        """Throw away what was not published."""
        self.ensure_one()
        action = self._article_form()
        self.unlink()
        return action

    # === BUSINESS METHODS === #

    def _seal(self):
        self.ensure_one()
        self.sudo().write(
            {
                "number": max(self.article_id.version_ids.mapped("number"), default=0) + 1,
                "published_at": fields.Datetime.now(),
                "author_id": self.env.uid,
            }
        )
        # The next version may be begun in the same transaction; one may be unpublished only.
        self.flush_recordset()
        self.article_id.invalidate_recordset(["version_ids"])

    def _form(self):
        return self._open("mlm.article.version", self.id)

    def _article_form(self):
        return self._open("mlm.article", self.article_id.id)

    @api.model
    def _open(self, model, record_id):
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": record_id,
            "view_mode": "form",
        }
