# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.tests import TransactionCase

VOLUME_ROW = """INSERT INTO mlm_volume (company_id, buyer_id, owner_id, buyer_role, product_id,
    product_class, kind, entry, pv, cv, net, currency_id, net_currency, date_invoice,
    date_commission)
    VALUES (%s, %s, %s, 'partner_own', %s, 'goods', 'purchase', 'invoice', %s, %s, 0, %s, 0, %s, %s)
"""


class GenealogyCommon(TransactionCase):
    """A market and short words for members, trees and places."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.market = cls.env["mlm.market"].create(
            {
                "name": "Genealogy",
                "code": "GEN",
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
            }
        )
        cls.type_customer = cls.env.ref("mlm_base.partner_type_customer")
        cls.type_partner = cls.env.ref("mlm_base.partner_type_distributor")
        cls.product = cls.env["product.product"].create({"name": "Thing"})
        cls.Tree = cls.env["mlm.tree"]
        cls.Place = cls.env["mlm.place"]
        cls.sponsor_tree = cls.Tree._get_sponsor_tree(cls.company)

    @classmethod
    def member(cls, name, sponsor=None, partner_type=None, **values):
        """Return a new active member."""
        return cls.env["res.partner"].create(
            {
                "name": name,
                "mlm_type_id": (partner_type or cls.type_partner).id,
                "mlm_sponsor_id": sponsor and sponsor.id,
                "mlm_market_id": cls.market.id,
                "mlm_state": "active",
                **values,
            }
        )

    @classmethod
    def network(cls, text):
        """Build a sponsor network from "A(B(D,E),C)" and return {name: partner}."""
        members, stack, last = {}, [None], None
        for word in re.findall(r"\w+|[(),]", text):
            if word == "(":
                stack.append(last)
            elif word == ")":
                stack.pop()
            elif word != ",":
                last = members[word] = cls.member(word, stack[-1])
        return members

    @classmethod
    def tree(cls, kind, **values):
        """Return a new tree that takes nobody in by itself."""
        values.setdefault("auto_enrol", False)
        number = cls.Tree.search_count([])
        return cls.Tree.create(
            {"name": f"{kind} {number}", "code": f"t{number}", "kind": kind, **values}
        )

    @classmethod
    def crowd(cls, number, sponsor_of=None, sponsor=None, prefix="Crowd"):
        """Insert partners by SQL, without any hook, and return their ids in order.

        :param sponsor_of: function from position to the position of the sponsor, None = none
        :param sponsor: partner who sponsors those for whom ``sponsor_of`` names nobody
        """
        template = cls.member(f"{prefix}0", sponsor)
        cls.env.flush_all()
        cls.env.cr.execute(
            """SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
                WHERE table_name = 'res_partner' AND column_name NOT IN
                      ('id', 'name', 'complete_name', 'mlm_member_number')
                  AND (is_nullable = 'NO' OR column_name ~ '^mlm_|^active$')"""
        )
        columns = cls.env.cr.fetchone()[0]
        cls.env.cr.execute(
            """INSERT INTO res_partner (name, complete_name, {columns})
               SELECT %s || n, %s || n, {columns}
                 FROM generate_series(1, %s) n, res_partner WHERE id = %s RETURNING id
            """.replace("{columns}", columns),
            [prefix, prefix, number, template.id],
        )
        partner_ids = sorted(row[0] for row in cls.env.cr.fetchall())
        if sponsor_of:
            pairs = [(no, sponsor_of(no)) for no in range(number)]
            pairs = [(partner_ids[no], partner_ids[up]) for no, up in pairs if up is not None]
            cls.env.cr.execute(
                """UPDATE res_partner p SET mlm_sponsor_id = n.up
                     FROM unnest(%s, %s) AS n(id, up) WHERE p.id = n.id""",
                [[pair[0] for pair in pairs], [pair[1] for pair in pairs]],
            )
        cls.env.invalidate_all()
        return partner_ids

    @classmethod
    def volume(cls, owner, pv, date="2026-01-15"):
        """Write a row of the volume ledger."""
        cls.env.cr.execute(
            VOLUME_ROW,
            [
                cls.company.id,
                owner.id,
                owner.id,
                cls.product.id,
                pv,
                pv,
                cls.company.currency_id.id,
                date,
                date,
            ],
        )

    def layout(self, tree):
        """Return {name: (name of the parent or None, leg)} of a tree."""
        return {
            place.display_name: (place.parent_id.display_name or None, place.leg)
            for place in self.Place.search([("tree_id", "=", tree.id)])
        }

    def place_of(self, tree, partner, position=1):
        """Return the place of a member."""
        return self.Place.search(
            [
                ("tree_id", "=", tree.id),
                ("partner_id", "=", partner.id),
                ("position_no", "=", position),
            ]
        )
