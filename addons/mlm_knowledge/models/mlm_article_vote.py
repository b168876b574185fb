# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class MlmArticleVote(models.Model):
    """Whether an article helped a reader: one word per reader, which may be changed."""

    _name = "mlm.article.vote"
    _description = "Vote on a Help Article"
    _order = "write_date desc, id desc"
    _rec_name = "article_id"

    article_id = fields.Many2one("mlm.article", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="article_id.company_id")
    category_id = fields.Many2one(related="article_id.category_id", store=True)
    user_id = fields.Many2one(
        "res.users", index="btree_not_null", ondelete="cascade", help="Empty: a stranger."
    )
    visitor = fields.Char(readonly=True, help="Random value of a stranger's session.")
    lang = fields.Char(string="Language", readonly=True)
    is_helpful = fields.Boolean(string="Helpful")
    comment = fields.Text()

    _reader_known = models.Constraint(
        "CHECK((user_id IS NULL) != (visitor IS NULL))", "A vote is a user's or a visitor's."
    )
    _user_once = models.UniqueIndex(
        "(article_id, user_id) WHERE user_id IS NOT NULL", "This reader has voted."
    )
    _visitor_once = models.UniqueIndex(
        "(article_id, visitor) WHERE visitor IS NOT NULL", "This reader has voted."
    )

    @api.model
    def _of_reader(self, article, visitor):
        """Return the vote (sudo) of the user who asks, or of a stranger's session."""
        own = [("visitor", "=", visitor or "-")]
        if not self.env.user._is_public():
            own = [("user_id", "=", self.env.uid)]
        return self.sudo().search([("article_id", "=", article.id), *own])

    @api.model
    def _cast(self, article, is_helpful, comment, visitor):
        """Take in a vote, or change the one that the reader gave before.

        :param article: mlm.article record; callers have made sure that the user may read it
        :param str comment: what was missing; None keeps the comment of before
        :param str visitor: random value of the session of a stranger
        """
        public = self.env.user._is_public()
        is_helpful = bool(is_helpful)
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_article_vote AS v
                          (article_id, category_id, user_id, visitor, lang, is_helpful, comment,
                           create_uid, write_uid, create_date, write_date)
                   VALUES (%(article)s, %(category)s, %(user)s, %(visitor)s, %(lang)s,
                           %(helpful)s, %(comment)s, %(uid)s, %(uid)s, %(now)s, %(now)s)
                   ON CONFLICT (article_id, %(key)s) WHERE %(key)s IS NOT NULL
                   DO UPDATE SET is_helpful = excluded.is_helpful, lang = excluded.lang,
                          comment = CASE WHEN excluded.is_helpful THEN NULL
                                         ELSE coalesce(excluded.comment, v.comment) END,
                          write_uid = excluded.write_uid, write_date = excluded.write_date""",
                article=article.id,
                category=article.category_id.id,
                user=None if public else self.env.uid,
                visitor=visitor if public else None,
                lang=self.env.lang,
                helpful=is_helpful,
                comment=None if is_helpful else (comment or "").strip()[:2000] or None,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                key=SQL.identifier("visitor" if public else "user_id"),
            )
        )
        self.invalidate_model()
        article.invalidate_recordset(["helpful_count", "unhelpful_count"])


class MlmArticle(models.Model):
    _inherit = "mlm.article"

    vote_ids = fields.One2many(
        "mlm.article.vote", "article_id", string="Votes", groups="base.group_user"
    )
    helpful_count = fields.Integer(
        string="Helpful", compute="_compute_votes", groups="base.group_user"
    )
    unhelpful_count = fields.Integer(
        string="Not Helpful", compute="_compute_votes", groups="base.group_user"
    )

    @api.depends("vote_ids.is_helpful")
    def _compute_votes(self):
        counted = {
            (article, is_helpful): count
            for article, is_helpful, count in self.env["mlm.article.vote"]._read_group(
                [("article_id", "in", self.ids)], ["article_id", "is_helpful"], ["__count"]
            )
        }
        for article in self:
            article.helpful_count = counted.get((article, True), 0)
            article.unhelpful_count = counted.get((article, False), 0)
