# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon


class KnowledgeCommon(TaxCommon):
    """Readers of all kinds: a stranger, a customer, partners, somebody of another market, staff."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.market = cls.top.mlm_market_id
        cls.other_market = cls.env["mlm.market"].create(
            {"name": "Far Away", "code": "far", "company_id": cls.company.id}
        )
        cls.far = cls.make_member("Fara Far", cls.type_distributor, cls.top)
        cls.far.sudo().mlm_market_id = cls.other_market
        people = {
            "customer": cls.customer,
            "partner": cls.reseller,
            "leader": cls.top,
            "far": cls.far,
        }
        cls.readers = {
            name: new_test_user(
                cls.env(su=True),
                f"help_{name}",
                "base.group_portal",
                partner_id=partner.id,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for name, partner in people.items()
        }
        cls.readers["stranger"] = cls.env.ref("base.public_user")
        own = {"company_id": cls.company.id, "company_ids": [(6, 0, cls.company.ids)]}
        cls.readers["staff"] = new_test_user(
            cls.env(su=True), "help_staff", "base.group_user", **own
        )
        cls.editor = new_test_user(
            cls.env(su=True), "help_editor", "mlm_knowledge.group_knowledge_editor", **own
        )
        cls.category = cls.env["mlm.article.category"].create({"name": "Tests", "sequence": 1})

    @classmethod
    def make_article(cls, name, body="<p>Nothing but words.</p>", **values):
        return (
            cls.env["mlm.article"]
            .sudo()
            .create(
                {
                    "name": name,
                    "body": body,
                    "category_id": cls.category.id,
                    "state": "published",
                    **values,
                }
            )
        )

    def log_in(self, reader):
        """Let a reader, by its name above, ask the next addresses."""
        login = None if reader == "stranger" else f"help_{reader}"
        self.authenticate(login, login)

    def articles_of(self, reader):
        return self.env["mlm.article"].with_user(self.readers[reader])

    def load_german(self):
        """Read the shipped German, as a company that activates it does."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["mlm_knowledge"], ["de_DE"])
