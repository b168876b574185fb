# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from contextlib import contextmanager

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

TOKEN = re.compile(r"\s*([(),]|[^\s(),]+)")


class MlmCommon(BaseCommon):
    """A company with a market for Germany, and helpers that grow a network in it.

    Attributes: ``company``, ``market``, ``germany``, ``type_customer``, ``type_preferred``,
    ``type_reseller``, ``type_distributor``, ``members`` (name -> partner of all trees made).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.germany = cls.env.ref("base.de")
        cls.type_customer = cls.env.ref("mlm_base.partner_type_customer")
        cls.type_preferred = cls.env.ref("mlm_base.partner_type_preferred_customer")
        cls.type_reseller = cls.env.ref("mlm_base.partner_type_reseller")
        cls.type_distributor = cls.env.ref("mlm_base.partner_type_distributor")
        # The tests also run in a database that people work in.
        cls.env["mlm.agreement"].search([]).action_archive()
        cls.env["mlm.market"].search([]).action_archive()
        cls.company.mlm_market_id = False
        cls.market = cls.make_market("Test Germany", "TDE", cls.germany)
        cls.members = {}

    @contextmanager
    def assertRaisesRegex(self, expected_exception, expected_regex):
        """Like ``assertRaises`` of Odoo, what failed is rolled back (the original does not)."""
        with (
            super().assertRaisesRegex(expected_exception, expected_regex) as caught,
            self.cr.savepoint(),
        ):
            yield caught

    @classmethod
    def make_market(cls, name, code, country, company=None):
        """Return a market for one country."""
        company = company or cls.env.company
        group = cls.env["res.country.group"].create(
            {"name": name, "country_ids": [Command.set(country.ids)]}
        )
        return cls.env["mlm.market"].create(
            {
                "name": name,
                "code": code,
                "country_group_id": group.id,
                "company_id": company.id,
                "currency_id": company.currency_id.id,
            }
        )

    @classmethod
    def make_member(cls, name, sponsor=None, partner_type=None, **values):
        """Return an active member, a distributor unless another type is given."""
        member = cls.env["res.partner"].create(
            {
                "name": name,
                "mlm_type_id": (partner_type or cls.type_distributor).id,
                "mlm_sponsor_id": sponsor.id if sponsor else False,
                "mlm_state": "active",
                "mlm_market_id": cls.market.id,
                "country_id": cls.germany.id,
                **values,
            }
        )
        cls.members[name] = member
        return member

    @classmethod
    def make_tree(cls, text, **values):
        """Grow a sponsor tree and return its members by name.

        ``make_tree("R(A(C,D*),B)")``: R sponsors A and B, A sponsors C and D. All are active
        distributors; a ``*`` behind the name makes a customer (the star is not part of the name).

        :param str text: names, brackets around those below, commas between neighbours; several
            trees are allowed: ``"R(A),S"``
        :param values: further field values of every member
        :return: dict name -> res.partner, in the order of the text
        """
        made, line, last = {}, [], None
        for token in TOKEN.findall(text):
            if token == "(":
                line.append(last)
            elif token == ")":
                line.pop()
            elif token != ",":
                name = token.rstrip("*")
                last = cls.make_member(
                    name,
                    sponsor=line[-1] if line else None,
                    partner_type=cls.type_customer if token.endswith("*") else None,
                    **values,
                )
                made[name] = last
        return made

    @classmethod
    def make_agreement(cls, code="test", types=None, company=None):
        """Return a published agreement version, valid from 2020 on."""
        agreement = cls.env["mlm.agreement"].create(
            {
                "name": f"Agreement {code}",
                "code": code,
                "company_id": (company or cls.env.company).id,
                "partner_type_ids": [Command.set((types or cls.type_distributor).ids)],
            }
        )
        return cls.make_version(agreement, "1", "2020-01-01")

    @classmethod
    def make_version(cls, agreement, name, date_from):
        """Return another published version of an agreement."""
        version = cls.env["mlm.agreement.version"].create(
            {
                "agreement_id": agreement.id,
                "name": name,
                "date_from": fields.Date.to_date(date_from),
                "text": f"<p>The text of version {name}.</p>",
            }
        )
        version.action_publish()
        return version

    @classmethod
    def make_user(cls, login, *groups):
        """Return a user with groups of this module by their short names: "clerk", "manager"."""
        names = [f"mlm_base.group_mlm_{group}" for group in groups]
        return new_test_user(
            cls.env, login=login, groups=",".join(["base.group_user", *names]), name=login
        )

    @classmethod
    def sponsors(cls, members):
        """Return {name: name of the sponsor or None}, to compare a whole tree at once."""
        return {name: member.mlm_sponsor_id.name or None for name, member in members.items()}
