# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import html2plaintext

from odoo.addons.mlm_base.text_hash import sha256_of


class MlmTrainingContent(models.Model):
    """What a course and its test said, word by word: the version that a record speaks of."""

    _name = "mlm.training.content"
    _description = "Training Content"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "text_hash"

    channel_id = fields.Many2one(
        "slide.channel", string="Course", required=True, readonly=True, ondelete="restrict"
    )
    lang = fields.Char(string="Language", required=True, readonly=True)
    text_hash = fields.Char(string="Hash of the Text (SHA-256)", required=True, readonly=True)
    text = fields.Text(required=True, readonly=True)

    _content_uniq = models.UniqueIndex(
        "(channel_id, lang, text_hash)", "This version of the course is kept already."
    )

    @api.model
    def _of(self, channel, lang):
        """Return the version that a course has now in a language; it is kept once.

        :param channel: slide.channel record
        :param str lang: code of the language
        """
        text = "\n\n".join(self._parts(channel.sudo().with_context(lang=lang)))
        words = {"channel_id": channel.id, "lang": lang, "text_hash": sha256_of(text)}
        domain = [(name, "=", value) for name, value in words.items()]
        return self.search(domain, limit=1) or self.create({**words, "text": text})

    def _parts(self, channel):
        """Yield the texts of the lessons and of the tests, in the order of the course."""
        yield channel.name
        slides = channel.slide_ids.filtered("is_published")
        for slide in slides.sorted(lambda one: (one.sequence, one.id)):
            yield f"# {slide.name}"
            yield from filter(None, map(_plain, (slide.description, slide.html_content)))
            if slide.url:
                yield slide.url
            for question in slide.question_ids:
                yield _question(question.question, question.answer_ids, "text_value")
            if slide.survey_id:
                yield from self._test(slide.survey_id)

    def _test(self, survey):
        yield f"{survey.title}: {survey.scoring_success_min:g} %"
        for question in survey.question_ids:
            yield _question(question.title, question.suggested_answer_ids, "value")


def _plain(html):
    return html2plaintext(html or "").strip()


def _question(text, answers, name):
    """Return a question with its answers; the right ones are marked."""
    lines = [f"[{'x' if answer.is_correct else ' '}] {answer[name] or ''}" for answer in answers]
    return "\n".join([text, *lines])
