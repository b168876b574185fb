# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common_knowledge import KnowledgeCommon


@tagged("post_install", "-at_install")
class TestArticleVersion(KnowledgeCommon):
    """What was published changes by publishing a version, and every version stays."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("de_DE")
        self.article = (
            self.env["mlm.article"]
            .with_user(self.editor)
            .create(
                {"name": "Parcels", "body": "<p>They come.</p>", "category_id": self.category.id}
            )
        )
        self.article.with_context(lang="de_DE").write({"name": "Pakete"})
        self.article.action_publish()

    def revise(self, article=None):
        action = (article or self.article).action_revise()
        return self.env["mlm.article.version"].with_user(self.editor).browse(action["res_id"])

    def test_first_publishing(self):
        [version] = self.article.version_ids
        self.assertEqual((version.number, version.author_id), (1, self.editor))
        self.assertTrue(version.published_at)
        self.assertEqual(version.body, "<p>They come.</p>")
        self.assertEqual(version.with_context(lang="de_DE").name, "Pakete")

    def test_readers_see_what_is_published(self):
        draft = self.revise()
        draft.write({"body": "<p>They come quokkas.</p>", "note": "When"})
        self.assertEqual(self.article.body, "<p>They come.</p>")
        self.assertFalse(
            self.articles_of("stranger").search_articles("quokkas parcel")[:1].body
            != self.article.body
        )
        draft.action_publish()
        self.assertEqual(self.article.body, "<p>They come quokkas.</p>")
        self.assertEqual(self.article.with_context(lang="de_DE").name, "Pakete")
        self.assertEqual(self.article.version_ids.mapped("number"), [2, 1])
        self.assertIn("<ins>", draft.changes)
        self.assertIn("quokkas", draft.changes)
        self.assertEqual(self.articles_of("stranger").search_articles("quokkas")[:1], self.article)

    def test_written_in_the_form(self):
        """An editor's way through the views: draft, publish, revise, publish."""
        form = Form(self.env["mlm.article"].with_user(self.editor))
        form.name, form.category_id = "Wallabies", self.category
        article = form.save()
        with self.assertRaisesRegex(UserError, "has no text yet"):
            article.action_publish()
        with Form(article) as form:
            form.body = "<p>They jump.</p>"
        article.action_publish()
        draft = self.revise(article)
        with Form(draft) as form:
            form.keywords = "kangaroo"
        draft.action_publish()
        self.assertEqual((article.keywords, article.state), ("kangaroo", "published"))

    def test_one_draft_at_a_time(self):
        self.assertEqual(self.revise(), self.revise())
        first = self.article.version_ids.filtered("published_at")
        with self.assertRaisesRegex(UserError, "Publish or discard it first"):
            first.action_restore()
        self.revise().action_discard()
        self.assertEqual(len(self.article.version_ids), 1)

    def test_restore(self):
        draft = self.revise()
        draft.body = "<p>Wrong.</p>"
        draft.action_publish()
        action = self.article.version_ids[-1].action_restore()
        again = self.env["mlm.article.version"].with_user(self.editor).browse(action["res_id"])
        again.action_publish()
        self.assertEqual(self.article.body, "<p>They come.</p>")
        self.assertEqual(self.article.version_ids.mapped("number"), [3, 2, 1])

    def test_published_words_are_sealed(self):
        [version] = self.article.version_ids
        with self.assertRaisesRegex(UserError, "Press Revise"):
            self.article.body = "<p>Quietly changed.</p>"
        for change in (
            lambda: version.write({"body": "<p>Never said.</p>"}),
            lambda: version.sudo().write({"published_at": fields.Datetime.now()}),
            version.unlink,
            version.action_publish,
            self.article.unlink,
        ):
            with self.assertRaises(UserError):
                change()
        draft = self.revise()
        with self.assertRaisesRegex(UserError, "Press Publish"):
            draft.published_at = fields.Datetime.now()

    def test_languages_loaded_later_are_kept(self):
        """Words that came with a language are frozen before they are revised."""
        self.article.sudo().flush_recordset()
        self.env.cr.execute(
            """UPDATE mlm_article SET keywords = '{"en_US": "boxes"}'::jsonb WHERE id = %s""",
            [self.article.id],
        )
        self.env.invalidate_all()
        draft = self.revise()
        self.assertEqual(draft.keywords, "boxes")
        self.assertEqual(self.article.version_ids.filtered("published_at")[:1].keywords, "boxes")

    def test_staff_reads_but_does_not_write(self):
        version = self.article.version_ids.with_user(self.readers["staff"])
        self.assertEqual(version.body, "<p>They come.</p>")
        article = self.article.with_user(self.readers["staff"])
        for forbidden in (article.action_revise, article.action_take_down, version.action_restore):
            with self.assertRaises(AccessError):
                forbidden()

    def test_review(self):
        """Whoever is responsible has one activity on the day, as long as the article is shown."""
        with freeze_time("2026-05-04"):
            self.article.sudo().date_review = "2026-06-01"
        [activity] = self.article.activity_ids
        self.assertEqual(str(activity.date_deadline), "2026-06-01")
        self.assertEqual(activity.user_id, self.editor)
        self.article.date_review = "2026-07-01"
        self.assertEqual(str(self.article.activity_ids.date_deadline), "2026-07-01")
        self.article.action_take_down()
        self.assertFalse(self.article.activity_ids)

    def test_review_is_planned_for_a_year(self):
        self.assertTrue(self.article.date_review > fields.Date.today())
        self.assertEqual(len(self.article.activity_ids), 1)

    def test_switch_on_the_page(self):
        self.article.website_publish_button()
        self.assertEqual(self.article.state, "archived")
        self.article.website_publish_button()
        self.assertEqual(self.article.state, "published")
        self.assertEqual(len(self.article.version_ids), 1, "nothing new was said")
