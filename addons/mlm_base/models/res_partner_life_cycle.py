# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import ACTIVE, APPLICANT, SUSPENDED, TERMINATED

# The only ways from one status to another. A terminated member comes back as an applicant, so that
# agreement and identity are asked for anew.
ALLOWED_STEPS = {
    False: (),
    APPLICANT: (ACTIVE, TERMINATED),
    ACTIVE: (SUSPENDED, TERMINATED),
    SUSPENDED: (ACTIVE, TERMINATED),
    TERMINATED: (APPLICANT,),
}


class ResPartner(models.Model):
    """The life cycle of members: steps, reasons, history."""

    _inherit = "res.partner"

    mlm_life_cycle_event_ids = fields.One2many(
        comodel_name="mlm.life.cycle.event",
        inverse_name="partner_id",
        string="Life Cycle",
        readonly=True,
        groups="mlm_base.group_mlm_user",
    )
    mlm_sponsor_change_ids = fields.One2many(
        comodel_name="mlm.sponsor.change",
        inverse_name="partner_id",
        string="Sponsor Changes",
        readonly=True,
        groups="mlm_base.group_mlm_user",
    )
    mlm_acceptance_ids = fields.One2many(
        comodel_name="mlm.agreement.acceptance",
        inverse_name="partner_id",
        string="Accepted Agreements",
        readonly=True,
        groups="mlm_base.group_mlm_user",
    )
    mlm_consent_ids = fields.One2many(
        comodel_name="mlm.consent",
        inverse_name="partner_id",
        string="Consents",
        readonly=True,
        groups="mlm_base.group_mlm_user",
    )

    # === ACTION METHODS === #

    def action_mlm_activate(self):
        """Ask for the reason, then make the members active."""
        return self._mlm_open_life_cycle(ACTIVE)

    def action_mlm_suspend(self):
        """Ask for the reason, then suspend the members."""
        return self._mlm_open_life_cycle(SUSPENDED)

    def action_mlm_terminate(self):
        """Ask for the reason, then end the membership; the place in the network stays."""
        return self._mlm_open_life_cycle(TERMINATED)

    def action_mlm_reinstate(self):
        """Ask for the reason, then lift the suspension; terminated members apply again."""
        terminated = any(partner.mlm_state == TERMINATED for partner in self)
        return self._mlm_open_life_cycle(APPLICANT if terminated else ACTIVE)

    def _mlm_open_life_cycle(self, state):
        self._mlm_check_clerk()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Status"),
            "res_model": "mlm.life.cycle.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.ids, "default_state": state},
        }

    # === BUSINESS METHODS === #

    def _mlm_set_state(self, state, reason):
        """Take a step of the life cycle, all members or none.

        Callers check the user's right first (``_mlm_check_clerk``).

        :param str state: one of ``const.MEMBER_STATES``
        :param str reason: kept in the history, must not be empty
        :raise UserError: when a member can't take this step
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please say why: the reason stays in the member's history."))
        for partner in self:
            if state not in ALLOWED_STEPS[partner.mlm_state]:
                labels = dict(self._fields["mlm_state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s and can't become %(new)s from there.",
                        name=partner.name,
                        state=labels.get(partner.mlm_state, self.env._("outside the network")),
                        new=labels.get(state, state),
                    )
                )
        if state == ACTIVE:
            for partner_type, members in self.grouped("mlm_type_id").items():
                members._mlm_check_agreements(partner_type)
        self.sudo().with_context(mlm_reason=reason).write({"mlm_state": state})

    def _mlm_check_agreements(self, partner_type, strict=True):
        """Raise unless all these members accepted what their type asks for.

        :param partner_type: mlm.partner.type record, the present or the future type
        :param bool strict: a type that needs an agreement for which there is none is refused too
        :raise UserError: names the member and the agreement
        """
        if not partner_type.needs_agreement:
            return
        Agreement_sudo = self.env["mlm.agreement"].sudo()
        for company, members in self.grouped("mlm_company_id").items():
            versions = Agreement_sudo._needed_by(partner_type, company).current_version_id
            if strict and not versions:
                raise UserError(
                    self.env._(
                        "“%(type)s” needs an agreement, but none is published. Publish one under "
                        "Configuration > Agreements.",
                        type=partner_type.name,
                    )
                )
            accepted = versions._accepted_by(members)
            for version in versions:
                missing = [member for member in members if (member.id, version.id) not in accepted]
                if missing:
                    raise UserError(
                        self.env._(
                            "%(name)s has not accepted “%(agreement)s” yet. Record the acceptance "
                            "first.",
                            name=missing[0].name,
                            agreement=version.display_name,
                        )
                    )

    @api.model
    def _mlm_log_states(self, changes):
        """Write the history of status changes.

        The reason comes from the context (``mlm_reason``, set by ``_mlm_set_state``); code that
        writes the status itself without one shows as such.

        :param list changes: tuples (partner id, old state, new state)
        """
        reason = self.env.context.get("mlm_reason") or self.env._("Written by the system")
        companies = {p.id: p.mlm_company_id.id for p in self.browse([c[0] for c in changes])}
        self.env["mlm.life.cycle.event"].sudo().create(
            [
                {
                    "partner_id": partner_id,
                    "company_id": companies[partner_id],
                    "state_from": old,
                    "state_to": new,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for partner_id, old, new in changes
            ]
        )
