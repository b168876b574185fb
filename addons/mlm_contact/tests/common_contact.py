# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


class ContactCommon(VolumeCommon):
    """Partner keeps notes about Customer and Reseller; Top stands above, Carla beside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carla = cls.make_member("Carla Cross", cls.type_distributor, cls.top)
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.users = {}
        for name, partner in (
            ("seller", cls.partner),
            ("above", cls.top),
            ("cross", cls.carla),
            ("buyer", cls.customer),
            ("below", cls.reseller),
        ):
            cls.users[name] = cls.make_user(f"mlm_c_{name}", "base.group_portal", partner)
        cls.seller = cls.users["seller"]
        cls.clerk = cls.make_user("mlm_c_clerk", "mlm_base.group_mlm_user")
        cls.officer = cls.make_user("mlm_c_officer", "mlm_base.group_mlm_compliance")
        cls.customer.name = "Klara Kundin"
        cls.Note = cls.env["mlm.contact.note"]

    @classmethod
    def make_user(cls, login, groups, partner=None):
        values = {"partner_id": partner.id} if partner else {}
        return new_test_user(
            cls.env(su=True),
            login,
            groups,
            password=login,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            **values,
        )

    def log(self, person=None, user=None, **values):
        """Log as the portal does; return the note as its author sees it."""
        user = user or self.seller
        note = self.Note.with_user(user)._mlm_log(
            (person or self.customer).sudo(), {"summary": "Likes the soap", **values}
        )
        return note.with_user(user)

    def sees(self, user):
        self.env.invalidate_all()
        return self.Note.with_user(user).search([])
