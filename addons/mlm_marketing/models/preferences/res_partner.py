# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools.misc import consteq, hmac

FREQUENCIES = [
    ("each", "Each newsletter"),
    ("week", "At most one a week"),
    ("month", "At most one a month"),
]


class ResPartner(models.Model):
    """What a member wants to get: purposes, language, how often."""

    _inherit = "res.partner"

    mlm_mail_frequency = fields.Selection(
        FREQUENCIES,
        string="Newsletters",
        default="each",
        help="Chosen by the contact. Series and mails that the contract needs come in any case.",
    )

    # === THE LINK IN MAILS === #

    def _mlm_preferences_token(self):
        """Return what proves that a link was mailed to the present address of this contact."""
        self.ensure_one()
        contact = self.sudo()
        return hmac(contact.env, "mlm_preferences", (contact.id, contact.email_normalized or ""))

    def _mlm_preferences_link(self):
        """Return the address of the page for this contact, for mails to it."""
        self.ensure_one()
        return f"{self.get_base_url()}/preferences/{self.id}/{self._mlm_preferences_token()}"

    @api.model
    def _mlm_find_by_preferences(self, partner_id, token):
        """Return the member (sudo) to whose address this link was mailed, empty for a wrong one."""
        member = self.sudo().search([("id", "=", partner_id), ("mlm_role", "!=", False)])
        if not member.email_normalized or not consteq(member._mlm_preferences_token(), token):
            return self.sudo().browse()
        return member

    # === THE PAGE === #

    def _mlm_preferences(self, by_link):
        """Return what the page shows.

        :param bool by_link: the owner of the mailbox, without login: mails only
        """
        member = self.sudo()
        return {
            "member": member,
            "consents": [
                row
                for row in member._mlm_profile_consents()
                if not by_link or row["purpose"].channel == "email"
            ],
            "languages": self.env["res.lang"].get_installed(),
            "frequencies": self._fields["mlm_mail_frequency"]._description_selection(self.env),
            "is_blocked": bool(member.email_normalized and member.is_blacklisted),
        }

    def _mlm_set_preferences(self, values, purpose_ids, by_link, address):
        """Record the choice of a member. Callers made sure whose it is.

        :param dict values: lang and frequency as a form sends them; others are not changed
        :param purpose_ids: set of ids of the purposes that were ticked
        :param bool by_link: the link in a mail proves the mailbox; it decides on mails only
        :param str address: IP address
        """
        member = self.sudo()
        shown = member._mlm_preferences(by_link)
        if values.get("lang") in dict(shown["languages"]):
            member.lang = values["lang"]
        if values.get("frequency") in dict(FREQUENCIES):
            member.mlm_mail_frequency = values["frequency"]
        wanted = {row["purpose"].id for row in shown["consents"]} & purpose_ids
        if by_link:
            # Only who reads the mailbox may lift a block; a login doesn't prove the address.
            if wanted and shown["is_blocked"]:
                self.env["mail.blacklist"].sudo()._remove(
                    member.email, message=self.env._("Chosen on the page of preferences.")
                )
            wanted |= {
                row["purpose"].id
                for row in member._mlm_profile_consents()
                if row["is_given"] and row["purpose"].channel != "email"
            }
        member._mlm_set_consents(wanted, address)

    def _mlm_block_mails(self):
        """Want no mails at all: all consents to mails are withdrawn with it."""
        member = self.sudo()
        if member.email_normalized:
            self.env["mail.blacklist"].sudo()._add(
                member.email_normalized, message=self.env._("Chosen on the page of preferences.")
            )
