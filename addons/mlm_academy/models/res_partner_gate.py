# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """What members can't do while they are late with a training. Asked each time: no job needed."""

    _inherit = "res.partner"

    def _mlm_late_trainings(self, gate, day=None):
        """Return {partner id: trainings (sudo) that close a gate}, without those it is open for.

        :param str gate: ``recruiting``, ``placement``, ``payout`` or ``commission``
        """
        return self.env["mlm.training"]._gated_by(gate)._late(self, day) if self else {}

    def _mlm_takes_on(self):
        return super()._mlm_takes_on() and not self._mlm_late_trainings("recruiting")

    @api.model
    def _mlm_sponsor_changed(self, changes):
        """Refuse new bonds with sponsors who are late; moves that staff approved are no recruiting.

        :raise ValidationError: a sponsor of somebody new is late
        """
        newly = {new for _partner, old, new in changes if new and not old}
        late = self.browse(newly)._mlm_late_trainings("recruiting")
        for sponsor, trainings in late.items():
            raise ValidationError(
                self.env._(
                    "%(sponsor)s takes on nobody until the training “%(training)s” is completed.",
                    sponsor=self.browse(sponsor).sudo().name,
                    training=trainings[0].name,
                )
            )
        return super()._mlm_sponsor_changed(changes)

    def _mlm_payout_block_reasons(self, company, date):
        """Also: those who are late with a training that payouts wait for."""
        reasons = super()._mlm_payout_block_reasons(company, date)
        for partner, trainings in self._mlm_late_trainings("payout", date).items():
            reasons.setdefault(
                partner, self.env._("The training “%(name)s” is missing.", name=trainings[0].name)
            )
        return reasons
