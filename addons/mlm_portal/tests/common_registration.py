# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.mlm_base.tests.common import MlmCommon


class RegistrationCommon(MlmCommon):
    """Anna and Bert sponsor; both have a referral code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Code = cls.env["mlm.referral.code"]
        cls.Binding = cls.env["mlm.binding"]
        cls.anna = cls.make_member("Anna Sommer", email="anna.sommer@example.org")
        cls.bert = cls.make_member("Bert Winter", email="bert.winter@example.org")
        cls.anna_code = cls.Code._of_partner(cls.anna)
        cls.bert_code = cls.Code._of_partner(cls.bert)
        cls.company.write({"mlm_referral_rule": "first", "mlm_referral_days": 30})

    @classmethod
    def visit(cls, code):
        """Return a proven visit by a link."""
        return cls.Code._read_visit(code._sign_visit(cls.company), cls.company)

    @classmethod
    def offer(cls, visit=None, number=None):
        return cls.env["res.partner"]._mlm_choose_offer(cls.company, visit, number, "test")

    @classmethod
    def stranger(cls, name="Carla Neu", **values):
        return cls.env["res.partner"].create({"name": name, "country_id": cls.germany.id, **values})
