# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .mlm_article_text_mixin import TEXTS

REVIEW = "mlm_knowledge.activity_review"
REVIEW_MONTHS = 12


class MlmArticle(models.Model):
    """A question and its answer as readers see it.

    What was published changes only by publishing a version (:class:`MlmArticleVersion`).
    """

    _name = "mlm.article"
    _inherit = [
        "mlm.article.text.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "website.seo.metadata",
        "website.published.multi.mixin",
        "website.searchable.mixin",
    ]
    _description = "Help Article"
    _order = "category_sequence, sequence, id"

    category_id = fields.Many2one(
        "mlm.article.category", required=True, index=True, ondelete="restrict"
    )
    category_sequence = fields.Integer(
        related="category_id.sequence", store=True, string="Order of the Category"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("archived", "Archived")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    is_published = fields.Boolean(
        compute="_compute_is_published", store=True, readonly=True, default=None
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        groups="base.group_user",
        help="Is reminded to look over the article.",
    )
    date_review = fields.Date(
        string="Review On", copy=False, groups="base.group_user", help="Is it still true then?"
    )
    version_ids = fields.One2many(
        "mlm.article.version", "article_id", string="Versions", groups="base.group_user"
    )
    version_count = fields.Integer(compute="_compute_version_count", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("state")
    def _compute_is_published(self):
        for article in self:
            article.is_published = article.state == "published"

    def _inverse_website_published(self):
        """The switch on the page itself does what the buttons do."""
        for article in self:
            if article.website_published:
                article.action_publish()
            else:
                article.action_take_down()

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_website_url(self):
        for article in self:
            article.website_url = f"/help/{self.env['ir.http']._slug(article)}"

    @api.depends("version_ids")
    def _compute_version_count(self):
        for article in self:
            article.version_count = len(article.version_ids)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "state": "draft"} for vals in vals_list]
        articles = super().create(vals_list)
        articles._index_words()
        articles._plan_review()
        return articles

    def write(self, vals):
        if vals.keys() & set(TEXTS) and any(article.state != "draft" for article in self):
            raise UserError(
                self.env._("Readers see this article. Press Revise, and publish what you changed.")
            )
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons to publish or archive an article."))
        result = super().write(vals)
        if vals.keys() & set(TEXTS):
            self._index_words()
        if {"state", "responsible_id", "date_review"} & vals.keys():
            self._plan_review()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(article.state != "draft" for article in self):
            raise UserError(self.env._("An article with a history can be archived, not deleted."))

    # === ACTIONS === #

    def action_publish(self):
        """Show the articles to their readers, and keep what was shown as a version."""
        self.check_access("write")
        for article in self.filtered(lambda one: one.state != "published"):
            if not article.body:
                raise ValidationError(
                    self.env._("“%(name)s” has no text yet. Write it first.", name=article.name)
                )
            article._freeze()
            article.sudo().write(
                {
                    "state": "published",
                    "date_review": article.date_review
                    or fields.Date.context_today(self) + relativedelta(months=REVIEW_MONTHS),
                }
            )

    def action_take_down(self):
        """Show the articles to nobody any more; versions and votes stay."""
        self.check_access("write")
        self.sudo().write({"state": "archived"})

    def action_revise(self):
        """Open the version that is being written, or begin one with the words of today."""
        self.ensure_one()
        self.check_access("write")
        draft = self.version_ids.filtered(lambda one: not one.published_at)
        if not draft:
            draft = self._begin_version(self._freeze())
        return draft._form()

    def action_view_versions(self):
        """List the versions, the newest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions"),
            "res_model": "mlm.article.version",
            "view_mode": "list,form",
            "domain": [("article_id", "=", self.id)],
        }

    # === BUSINESS METHODS === #

    def _freeze(self):
        """Keep the words of today as a version, unless the newest version says the same.

        Words may have changed without being published: when a language was loaded.
        """
        self.ensure_one()
        newest = self.version_ids.filtered("published_at")[:1]
        if newest and newest._has_texts_of(self):
            return newest
        version = self.env["mlm.article.version"].create({"article_id": self.id, "name": self.name})
        version._copy_texts(self)
        version._seal()
        return version

    def _begin_version(self, source):
        """Return a new version to be written, with the words of another one."""
        self.ensure_one()
        version = self.env["mlm.article.version"].create({"article_id": self.id, "name": self.name})
        version._copy_texts(source)
        return version

    def _publish_version(self, version):
        """Show a version's words instead of those of today."""
        self.ensure_one()
        self._copy_texts(version)
        self._index_words()
        if self.state != "published":
            self.sudo().write({"state": "published"})
        self._message_log(body=self.env._("Published version %(number)s.", number=version.number))

    def _plan_review(self):
        """Keep one activity for whoever looks the article over."""
        for article in self.sudo():
            article.activity_unlink([REVIEW])
            if article.state == "published" and article.date_review and article.responsible_id:
                article.activity_schedule(
                    REVIEW,
                    date_deadline=article.date_review,
                    user_id=article.responsible_id.id,
                    automated=True,
                )
