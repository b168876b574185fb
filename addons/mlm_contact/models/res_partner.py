# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

USER = "mlm_base.group_mlm_user"


class ResPartner(models.Model):
    """The contacts with a person, on its form and in the copy of its data."""

    _inherit = "res.partner"

    mlm_contact_note_ids = fields.One2many(
        "mlm.contact.note", "partner_id", string="Contacts", groups=USER
    )
    mlm_contact_count = fields.Integer(
        string="Number of Contacts", compute="_compute_mlm_contact", groups=USER
    )
    mlm_last_contact = fields.Date(
        string="Last Contact", compute="_compute_mlm_contact", groups=USER
    )

    @api.depends("mlm_contact_note_ids.date")
    @api.depends_context("uid")
    def _compute_mlm_contact(self):
        rows = self.env["mlm.contact.note"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count", "date:max"]
        )
        found = {partner.id: (count, day) for partner, count, day in rows}
        for partner in self:
            partner.mlm_contact_count, partner.mlm_last_contact = found.get(partner.id, (0, False))

    def action_mlm_contacts(self):
        """Open the contacts with this person, ready to log another one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_contact.mlm_contact_note_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def _mlm_export_data(self):
        """Add what was noted about the person; who wrote it by the name that strangers see."""
        data = super()._mlm_export_data()
        notes = self.env["mlm.contact.note"].sudo().search([("partner_id", "=", self.id)])
        kinds = dict(notes._fields["kind"]._description_selection(self.env))
        outcomes = dict(notes._fields["outcome"]._description_selection(self.env))
        names = notes.author_id._mlm_public_names()
        data["contact_notes"] = [
            {
                "date": str(note.date),
                "kind": kinds[note.kind],
                "summary": note.summary,
                "outcome": outcomes.get(note.outcome, ""),
                "by": names[note.author_id.id] if note.is_private else note.company_id.name or "",
            }
            for note in notes
        ]
        return data
