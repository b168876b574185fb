# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What buyers and staff do with an autoship, with the same checks."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

MOST_OF_ONE = 999


class MlmAutoship(models.Model):
    _inherit = "mlm.autoship"

    def action_skip(self):
        """Leave the next delivery out."""
        self.check_access("write")
        for autoship in self:
            autoship._skip()

    def action_pause(self):
        """Stop deliveries until somebody resumes them."""
        self.check_access("write")
        for autoship in self:
            autoship._pause()

    def action_resume(self):
        """Go on with deliveries."""
        self.check_access("write")
        for autoship in self:
            autoship._resume()

    def action_end(self):
        """End the autoship for good."""
        self.check_access("write")
        self._end(self.env._("Ended by %(user)s", user=self.env.user.name))

    # === CHANGES; the caller has checked who asks === #

    def _check_changeable(self):
        """Refuse changes to what has ended or is being prepared today.

        :raise UserError: with what to do instead
        """
        self.ensure_one()
        if self.state == "ended":
            raise UserError(self.env._("%(name)s has ended. Start a new autoship.", name=self.name))
        if self.state == "running" and self.next_date <= self._today():
            raise UserError(
                self.env._(
                    "The delivery of %(date)s is being prepared and can no longer be changed. "
                    "Change the one after it from tomorrow on.",
                    date=fields.Date.to_string(self.next_date),
                )
            )

    def _skip(self):
        self._check_changeable()
        if self.state != "running":
            raise UserError(self.env._("Nothing comes while it is paused: resume it first."))
        skipped = self.next_date
        self.sudo().write(
            {
                "next_date": self._after(skipped),
                "delivery_ids": [Command.create({"date": skipped, "state": "skipped"})],
                # A step of months keeps the day it had.
                "month_day": self.month_day,
            }
        )

    def _pause(self, until=None):
        """Pause; until a day, or until resumed.

        :param date until: first day on which it runs again
        """
        self._check_changeable()
        if until and until <= self._today():
            raise UserError(self.env._("Choose a day in the future until which it pauses."))
        self.sudo().write({"state": "paused", "resume_on": until or False})

    def _resume(self):
        """Go on; a day that passed meanwhile moves to the next one in the rhythm."""
        self.ensure_one()
        if self.state != "paused":
            raise UserError(self.env._("Only what is paused can be resumed."))
        date, today = self.next_date, self._today()
        while date <= today:
            date = self._after(date)
        self.sudo().write(
            {"state": "running", "resume_on": False, "next_date": date, "month_day": self.month_day}
        )

    def _end(self, reason):
        """End for good; what was ordered already is delivered."""
        for autoship in self:
            if autoship.state == "ended":
                continue
            autoship.sudo().write(
                {"state": "ended", "ended_on": autoship._today(), "end_reason": reason}
            )
            autoship._send("mail_autoship_ended")

    def _change_goods(self, quantities):
        """Set how much of each product comes.

        :param dict quantities: whole numbers by product id; 0 takes a product out
        :raise UserError: nothing would be left, or a number makes no sense
        """
        self._check_changeable()
        if any(not 0 <= quantity <= MOST_OF_ONE for quantity in quantities.values()):
            raise UserError(self.env._("Enter quantities from 0 to %(most)s.", most=MOST_OF_ONE))
        lines = {line.product_id.id: line for line in self.sudo().line_ids}
        commands = []
        for product, quantity in quantities.items():
            line = lines.get(product)
            if line and not quantity:
                commands.append(Command.delete(line.id))
            elif line and not line._is_same(quantity):
                commands.append(Command.update(line.id, {"quantity": quantity}))
            elif not line and quantity:
                commands.append(Command.create({"product_id": product, "quantity": quantity}))
        if self._nothing_left(lines, quantities):
            raise UserError(self.env._("Nothing would be left. Pause or end the autoship instead."))
        self.sudo().write({"line_ids": commands})

    def _nothing_left(self, lines, quantities):
        """Whether no product keeps a quantity."""
        kept = set(lines) - {product for product, quantity in quantities.items() if not quantity}
        return not kept and not any(quantities.values())

    def _change_rhythm(self, every, unit, next_date):
        """Set how often and when next.

        :param int every: 1 to 52
        :param str unit: week or month
        :param date next_date: a day in the future
        """
        self._check_changeable()
        if unit not in ("week", "month") or not 1 <= every <= 52:
            raise UserError(self.env._("Choose every 1 to 52 weeks or months."))
        if next_date <= self._today():
            raise UserError(self.env._("Choose a day in the future for the next delivery."))
        self.sudo().write({"every": every, "unit": unit, "next_date": next_date})
