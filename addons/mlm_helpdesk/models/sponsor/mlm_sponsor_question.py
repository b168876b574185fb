# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..workflow.mlm_ticket_workflow import STAFF

LONGEST = 4000


class MlmSponsorQuestion(models.Model):
    """A short question to a member's sponsor. Nothing of the ticket goes along with it."""

    _name = "mlm.sponsor.question"
    _description = "Question to a Sponsor"
    _order = "id desc"
    _rec_name = "member_id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    member_id = fields.Many2one("res.partner", readonly=True, required=True, ondelete="cascade")
    sponsor_id = fields.Many2one(
        "res.partner", readonly=True, required=True, index=True, ondelete="cascade"
    )
    question = fields.Text(
        required=True, help="The sponsor reads these words, and nothing of the ticket."
    )
    answer = fields.Text(readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Asked"), ("answered", "Answered")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Ask: member and sponsor are those of the ticket, whatever the caller says."""
        prepared = []
        for vals in vals_list:
            ticket = self.env["helpdesk.ticket"].browse(vals.get("ticket_id"))
            ticket.check_access("write")
            member = ticket.sudo().partner_id
            if not member.mlm_sponsor_id:
                raise UserError(self.env._("Who asks has no sponsor."))
            if not (vals.get("question") or "").strip():
                raise UserError(self.env._("Write down what you want to know from the sponsor."))
            prepared.append(
                {
                    "ticket_id": ticket.id,
                    "question": vals["question"].strip()[:LONGEST],
                    "member_id": member.id,
                    "sponsor_id": member.mlm_sponsor_id.id,
                }
            )
        questions = super().create(prepared)
        template = self.env.ref("mlm_helpdesk.mail_sponsor_question")
        for question in questions.sudo():
            question.ticket_id._message_log(
                body=self.env._("The sponsor was asked: %(question)s", question=question.question)
            )
            template.sudo().send_mail(question.id)
        return questions

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A question that was sent stays as it is."))
        return super().write(vals)

    @api.model
    def _mlm_of_sponsor(self, partner):
        """Return the questions (sudo) a sponsor may read: about members who are his today."""
        return self.sudo().search(
            [("sponsor_id", "=", partner.id), ("member_id.mlm_sponsor_id", "=", partner.id)]
        )

    def _mlm_answer(self, text):
        """Take the sponsor's answer; staff read it as a note, the member doesn't.

        :param str text: plain text
        """
        self.ensure_one()
        text = (text or "").strip()[:LONGEST]
        if not text or self.state != "open":
            return
        self.write({"answer": text, "state": "answered", "answered_at": fields.Datetime.now()})
        self.ticket_id._message_log(
            body=Markup("<p>%s</p><blockquote>%s</blockquote>")
            % (self.env._("The sponsor answers:"), text)
        )
        if self.ticket_id.user_id:
            self.ticket_id.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The sponsor has answered"),
                user_id=self.ticket_id.user_id.id,
            )


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    mlm_question_ids = fields.One2many(
        "mlm.sponsor.question", "ticket_id", string="Questions to the Sponsor", groups=STAFF
    )

    def action_mlm_ask_sponsor(self):
        """Open the short question; the sponsor never gets the ticket itself."""
        self.ensure_one()
        self.check_access("write")
        if not self.sudo().partner_id.mlm_sponsor_id:
            raise UserError(self.env._("Who asks has no sponsor."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Sponsor"),
            "res_model": "mlm.sponsor.question",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }
