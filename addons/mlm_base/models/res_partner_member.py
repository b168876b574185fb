# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import ACTIVE, APPLICANT, SUSPENDED

# What a commission clerk may write; everybody else only reads it.
CLERK_FIELDS = (
    "mlm_type_id",
    "mlm_sponsor_id",
    "mlm_market_id",
    "mlm_date_joined",
    "mlm_attributes",
)
# What nobody writes by hand. An administrator may give it for new members (import of old networks).
LOCKED_FIELDS = ("mlm_state", "mlm_member_number", "mlm_date_ended", "mlm_company_id", "mlm_role")
# What is filled in for new members unless it is given.
FILLED_FIELDS = ("mlm_market_id", "mlm_state", "mlm_date_joined", "mlm_company_id")
AUDITED_FIELDS = ("mlm_type_id", "mlm_sponsor_id", "vat")
WATCHED_FIELDS = {*CLERK_FIELDS, *LOCKED_FIELDS, *AUDITED_FIELDS, "active"}


class ResPartner(models.Model):
    """The one way in which membership is written: rights, checks, log, hooks."""

    _inherit = "res.partner"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        # A form sends empty values for what it leaves to the system.
        vals_list = [
            {name: value for name, value in vals.items() if value or name not in FILLED_FIELDS}
            for vals in vals_list
        ]
        may_give_all = self.env.su or self.env.user.has_group("mlm_base.group_mlm_manager")
        if may_give_all:
            partners = super().create(vals_list)
        else:
            # Locked values can neither be given nor smuggled in as defaults.
            context = {
                key: value
                for key, value in self.env.context.items()
                if key not in {f"default_{name}" for name in LOCKED_FIELDS}
            }
            for vals in vals_list:
                given = [name for name in LOCKED_FIELDS if vals.get(name)]
                if given:
                    self._mlm_refuse_locked(given)
            partners = super(ResPartner, self.with_context(context)).create(vals_list)
            partners = partners.with_context(self.env.context)
        members = partners.filtered("mlm_type_id")
        (partners - members)._mlm_check_no_leftovers()
        if members:
            members._mlm_check_clerk()
            members._mlm_joined()
        return partners

    def write(self, vals):
        if WATCHED_FIELDS.isdisjoint(vals):
            return super().write(vals)
        changed = self._mlm_get_changed(vals)
        self._mlm_check_write(vals, changed)
        before = self._mlm_snapshot()
        result = super().write(vals)
        self._mlm_written(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_network(self):
        """Members stay: their numbers, their volume and the line above others hang on them."""
        self._mlm_check_no_downline(self.env._("deleted"))
        for partner in self:
            if partner.mlm_role == "partner" and partner.mlm_state != APPLICANT:
                raise UserError(
                    self.env._(
                        "%(name)s is a partner of the network and can't be deleted. Terminate the "
                        "membership and archive the contact instead.",
                        name=partner.display_name,
                    )
                )

    # === CHECKS === #

    def _mlm_check_clerk(self):
        """:raise AccessError: unless the user keeps members"""
        if not self.env.su and not self.env.user.has_group("mlm_base.group_mlm_clerk"):
            raise AccessError(
                self.env._(
                    "Only commission clerks and administrators of the network keep members. Ask "
                    "one of them to change this."
                )
            )

    @api.model
    def _mlm_refuse_locked(self, names):
        labels = [self._fields[name]._description_string(self.env) for name in names]
        raise UserError(
            self.env._(
                "%(fields)s can't be written by hand. Use the buttons of the member's form: "
                "Activate, Suspend, Terminate.",
                fields=", ".join(labels),
            )
        )

    def _mlm_get_changed(self, vals):
        """Return {field name: records whose value really changes} of the watched fields."""
        changed = {}
        for name in WATCHED_FIELDS & vals.keys():
            field = self._fields[name]
            new = field.convert_to_cache(vals[name], self.browse(), validate=False)
            records = self.filtered(
                lambda p, f=field, value=new: (
                    (f.convert_to_cache(p[f.name], p, validate=False) or None) != (value or None)
                )
            )
            if records:
                changed[name] = records
        return changed

    def _mlm_check_write(self, vals, changed):
        locked = [name for name in LOCKED_FIELDS if name in changed]
        if locked and not self.env.su:
            self._mlm_refuse_locked(locked)
        for name in CLERK_FIELDS:
            if name in changed:
                changed[name]._mlm_check_clerk()
        if "mlm_type_id" in changed and not vals["mlm_type_id"]:
            raise UserError(
                self.env._(
                    "%(name)s is a member of the network and needs a partner type. Terminate the "
                    "membership instead.",
                    name=changed["mlm_type_id"][0].display_name,
                )
            )
        if "mlm_type_id" in changed:
            changed["mlm_type_id"]._mlm_check_new_type(
                self.env["mlm.partner.type"].browse(vals["mlm_type_id"])
            )
        if "mlm_sponsor_id" in changed:
            changed["mlm_sponsor_id"]._mlm_check_sponsor_write(self.browse(vals["mlm_sponsor_id"]))
        if "active" in changed and not vals["active"]:
            changed["active"]._mlm_check_no_downline(self.env._("archived"))
            changed["active"]._mlm_check_ended()

    def _mlm_check_new_type(self, partner_type):
        """An active member takes on a type that needs an agreement only after having agreed."""
        active = self.filtered(lambda p: p.mlm_state == "active")
        if partner_type.needs_agreement and active:
            active._mlm_check_agreements(partner_type, strict=not self.env.su)

    def _mlm_check_no_leftovers(self):
        """A contact outside the network has no sponsor, number or market."""
        for partner in self.filtered(lambda p: p.mlm_sponsor_id or p.mlm_member_number):
            raise UserError(
                self.env._(
                    "Give %(name)s a partner type: only members have a sponsor and a number.",
                    name=partner.display_name,
                )
            )

    def _mlm_check_no_downline(self, what):
        """:raise UserError: for whom somebody stands below; says the ways out"""
        counts = dict(
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [("mlm_sponsor_id", "in", self.ids), ("id", "not in", self.ids)],
                ["mlm_sponsor_id"],
                ["__count"],
            )
        )
        for partner, count in counts.items():
            raise UserError(
                self.env._(
                    "%(name)s sponsors %(count)s members and can't be %(what)s: the line above "
                    "them would break. Either terminate the membership, then the place stays, or "
                    "use “Hand Over Frontline” to request another sponsor for them first.",
                    name=partner.display_name,
                    count=count,
                    what=what,
                )
            )

    def _mlm_check_ended(self):
        """An archived partner would go on earning unseen; its membership ends first."""
        for partner in self:
            if partner.mlm_role == "partner" and partner.mlm_state in (ACTIVE, SUSPENDED):
                raise UserError(
                    self.env._(
                        "%(name)s is a partner of the network and can't be archived. Terminate the "
                        "membership first.",
                        name=partner.name,
                    )
                )

    # === AFTER WRITING === #

    def _mlm_snapshot(self):
        return {
            partner.id: {
                "state": partner.mlm_state,
                "sponsor": partner.mlm_sponsor_id,
                "mlm_type_id": partner.mlm_type_id,
                "vat": partner.vat,
            }
            for partner in self
        }

    def _mlm_joined(self):
        """New members: number, right to be below this sponsor, hook."""
        self._mlm_assign_numbers()
        self._mlm_check_sponsors_may_sponsor()
        self._mlm_sponsor_changed(
            [(member.id, None, member.mlm_sponsor_id.id or None) for member in self]
        )

    def _mlm_written(self, before):
        joined = self.filtered(lambda p: p.mlm_type_id and not before[p.id]["mlm_type_id"])
        if joined:
            joined._mlm_joined()
        self.filtered(lambda p: not p.mlm_type_id)._mlm_check_no_leftovers()
        moved = self.filtered(lambda p: p.mlm_sponsor_id != before[p.id]["sponsor"]) - joined
        if moved:
            self._mlm_sponsor_changed(
                [
                    (p.id, before[p.id]["sponsor"].id or None, p.mlm_sponsor_id.id or None)
                    for p in moved
                ]
            )
        changes = [
            (p.id, before[p.id]["state"], p.mlm_state)
            for p in self - joined
            if p.mlm_state != before[p.id]["state"]
        ]
        if changes:
            self._mlm_log_states(changes)
            self._mlm_state_changed(changes)
        (self - joined)._mlm_audit_changes(before)

    def _mlm_audit_changes(self, before):
        """Log type, sponsor and tax number of members that changed."""
        entries = []
        for partner in self.filtered("mlm_type_id"):
            old = before[partner.id]
            for field, was, now in (
                ("mlm_type_id", old["mlm_type_id"].name, partner.mlm_type_id.name),
                (
                    "mlm_sponsor_id",
                    old["sponsor"]._mlm_label(),
                    partner.mlm_sponsor_id._mlm_label(),
                ),
                ("vat", old["vat"], partner.vat),
            ):
                if (was or "") != (now or ""):
                    entries.append(
                        {
                            "partner": partner,
                            "model": self._name,
                            "res_id": partner.id,
                            "field": field,
                            "old": was,
                            "new": now,
                        }
                    )
        if entries:
            self.env["mlm.audit.log"]._record(entries)

    def _mlm_label(self):
        """Number and name, for logs that must stay readable when the contact is gone."""
        partner = self.sudo()
        return " ".join(filter(None, [partner.mlm_member_number, partner.name]))

    def _mlm_state_changed(self, changes):
        """Hook: states of members changed, after writing.

        :param list changes: tuples (partner id, old state, new state)
        """

    # === CONSTRAINTS === #

    @api.constrains("mlm_company_id", "mlm_market_id", "company_id")
    def _check_mlm_company(self):
        for partner in self:
            if (
                partner.mlm_company_id
                and partner.company_id
                and partner.company_id != partner.mlm_company_id
            ):
                raise UserError(
                    self.env._(
                        "%(name)s belongs to %(company)s but its market to %(other)s. Choose a "
                        "market of the contact's company.",
                        name=partner.display_name,
                        company=partner.company_id.name,
                        other=partner.mlm_company_id.name,
                    )
                )

    @api.constrains("mlm_date_joined", "mlm_date_ended")
    def _check_mlm_dates(self):
        for partner in self:
            joined, ended = partner.mlm_date_joined, partner.mlm_date_ended
            if joined and ended and ended < joined:
                raise UserError(
                    self.env._(
                        "%(name)s can't end on %(ended)s before having joined on %(joined)s.",
                        name=partner.display_name,
                        ended=fields.Date.to_string(ended),
                        joined=fields.Date.to_string(joined),
                    )
                )
