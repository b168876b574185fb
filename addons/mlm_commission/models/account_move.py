# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .mlm_tax_status import TAX_STATUSES

# The word that makes a self-billed invoice one, in the languages of Annex 8 UStAE (BMF 17.9.2025).
SELF_BILLING_WORDS = {
    "de": "Gutschrift",
    "en": "Self-billing",
    "fr": "Autofacturation",
    "it": "Autofatturazione",
    "es": "Facturación por el destinatario",
    "nl": "Factuur uitgereikt door afnemer",
    "pl": "Samofakturowanie",
    "pt": "Autofaturação",
    "cs": "Vystaveno zákazníkem",
}


# What a document says beside the amounts that Odoo's own seal covers.
SEALED_MOVE = {"mlm_date_from", "mlm_date_to", "mlm_tax_status", "mlm_tax_rule_id"}
SEALED_LINE = {"price_unit", "quantity", "discount", "name", "tax_ids", "product_id"}


class AccountMove(models.Model):
    """Settlement documents: vendor bills which the company writes for its partners."""

    _inherit = "account.move"

    mlm_statement_ids = fields.One2many("mlm.statement", "move_id", string="Commission Statement")
    mlm_date_from = fields.Date(string="Performed From", readonly=True, copy=False)
    mlm_date_to = fields.Date(string="Performed To", readonly=True, copy=False)
    mlm_tax_status = fields.Selection(
        selection=TAX_STATUSES, string="Tax Status", readonly=True, copy=False
    )
    mlm_tax_rule_id = fields.Many2one(
        "mlm.tax.rule", string="Tax Rule", readonly=True, copy=False, ondelete="restrict"
    )

    def _mlm_settlement_title(self):
        """Return the title in the partner's language, with the word that § 14 UStG asks for."""
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang or "en_US"
        self = self.with_context(lang=lang)  # noqa: PLW0642
        word = SELF_BILLING_WORDS.get(lang[:2], SELF_BILLING_WORDS["en"])
        if self.move_type == "in_refund":
            return self.env._(
                "Correction of %(word)s %(number)s",
                word=word,
                number=self.reversed_entry_id.name or "",
            )
        return self.env._(
            "%(word)s: Commission Statement %(period)s",
            word=word,
            period=self.sudo().mlm_statement_ids[:1].period_id.name or "",
        )

    def _mlm_is_settlement(self):
        """Whether the document settles a statement, or corrects one that does.

        Everybody who works with invoices asks, also people who see no statement.
        """
        self.ensure_one()
        move_sudo = self.sudo()
        return bool(move_sudo.mlm_statement_ids or move_sudo.reversed_entry_id.mlm_statement_ids)

    def _get_starting_sequence(self):
        """Number settlements by member number: core would show the id of the contact."""
        sequence = super()._get_starting_sequence()
        number = self.partner_id.mlm_member_number
        if not (self.journal_id.is_self_billing and number and self._mlm_is_settlement()):
            return sequence
        code = self.journal_id.code
        core = f"{code}{str(self.partner_id.commercial_partner_id.id).zfill(5)}"
        return sequence.replace(core, f"{code}-{''.join(filter(str.isalnum, number))}", 1)

    def _mlm_open_settlements(self):
        """Open one document, or the list of several as accounting shows its vendor bills."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_in_invoice_type"
        )
        action |= {
            "domain": [("id", "in", self.ids)],
            "context": {"default_move_type": "in_invoice", "create": False},
        }
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action

    def write(self, vals):
        if SEALED_MOVE & set(vals):
            self._check_not_settlement()
        return super().write(vals)

    def button_draft(self):
        self._check_not_settlement()
        return super().button_draft()

    def button_cancel(self):
        self._check_not_settlement()
        return super().button_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settlement(self):
        self._check_not_settlement()

    def _check_not_settlement(self):
        settled = self.filtered(lambda move: move.state == "posted" and move._mlm_is_settlement())
        if settled:
            raise UserError(
                self.env._(
                    "%(name)s settles a commission statement and stays as it is. Corrections are "
                    "made by the next statement or by a credit note.",
                    name=settled[0].name,
                )
            )


class AccountMoveLine(models.Model):
    """Odoo seals the balances of posted lines; the words and prices of ours are sealed, too."""

    _inherit = "account.move.line"

    def write(self, vals):
        if SEALED_LINE & set(vals):
            posted = self.filtered(lambda line: line.parent_state == "posted")
            posted.filtered(
                lambda line: line.display_type == "product"
            ).move_id._check_not_settlement()
        return super().write(vals)
