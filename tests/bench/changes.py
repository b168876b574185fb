# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens in a company in some minutes, so that nothing that was kept is still up to date."""

import random

ORDERS = 500
SUSPENDED = 50


class Changes:
    """Orders, and members who are suspended or come back; all of it can be taken back."""

    def __init__(self, cr, first, members):
        """
        :param cr: cursor; each change is committed
        :param int first: id of the first member
        :param int members: how many follow
        """
        self._cursor, self._first, self._members = cr, first, members
        self._choose, self._times = random.Random(1), 0

    def happen(self):
        """Some members order what they ordered before, others change their state."""
        self._times += 1
        self._cursor.execute(
            """INSERT INTO mlm_volume (company_id, market_id, buyer_id, owner_id, buyer_role,
                   product_class, kind, entry, quantity, pv, cv, net, net_currency, currency_id,
                   date_order, date_invoice, date_release, date_commission, version)
               SELECT company_id, market_id, buyer_id, owner_id, buyer_role, product_class, kind,
                      entry, quantity, pv, cv, net, net_currency, currency_id, date_order,
                      date_invoice, date_release, date_commission, %s
                 FROM mlm_volume WHERE owner_id = ANY(%s) AND version = 1""",
            [1 + self._times, self._some(ORDERS)],
        )
        self._cursor.execute(
            """UPDATE res_partner SET mlm_state = 'suspended'
                WHERE id = ANY(%s) AND mlm_state = 'active'""",
            [self._some(SUSPENDED)],
        )
        self._cursor.commit()

    def take_back(self):
        """What was ordered is of another month, and everybody is active again."""
        self._cursor.execute(
            """SELECT set_config('mlm.audit_reason', 'bench', true),
                      set_config('mlm.audit_uid', '1', true)"""
        )
        self._cursor.execute(
            "UPDATE mlm_volume SET date_commission = date_commission - 400 WHERE version > 1"
        )
        self._cursor.execute(
            "UPDATE res_partner SET mlm_state = 'active' WHERE mlm_state = 'suspended'"
        )
        self._cursor.commit()

    def _some(self, count):
        last = self._first + self._members - 1
        return [self._choose.randint(self._first, last) for _one in range(count)]
