# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from .common_tax import TaxCommon

CENT = Decimal("0.01")
VAT = Decimal("0.19")
CV = Decimal(8)
LEVEL_1, LEVEL_2 = Decimal("0.10"), Decimal("0.05")
# Pieces of soap that the customer of each member buys in an ordinary month.
PIECES = {"Top": 2, "Brussels": 2, "Vienna": 3, "Zurich": 4, "Leaf": 5, "Small": 2, "Kid": 6}
# In February the customer of Leaf buys 25 more, and gives them back in March.
RETURNED = 25
SPONSOR = {
    "Brussels": "Top",
    "Vienna": "Brussels",
    "Zurich": "Vienna",
    "Leaf": "Zurich",
    "Small": "Top",
    "Kid": "Small",
}
# Who is what for tax; Small becomes a regular business in July.
STATUS = {"Top": "regular", "Brussels": "eu_business", "Vienna": "eu_business"}
STATUS |= {"Zurich": "third_country", "Small": "small"}
TURN = 7
REDUCED = {"regular": ["66"], "eu_business": ["47", "67"], "third_country": ["85", "67"]}


class Expected:
    """The year worked out beside the engine: two levels, one product, everybody active."""

    def __init__(self):
        self.earned = {month: self.month(month) for month in range(1, 13)}
        self.documents, carried = {}, defaultdict(Decimal)
        for month, earned in self.earned.items():
            for name, amount in earned.items():
                net = amount + carried[name]
                carried[name] = min(net, Decimal(0))
                if net > 0:
                    self.documents[month, name] = net

    def month(self, month):
        """What each partner earns in a month."""
        earned = defaultdict(Decimal)
        for seller, pieces in PIECES.items():
            extra = {2: RETURNED, 3: -RETURNED}.get(month, 0) if seller == "Leaf" else 0
            above = SPONSOR.get(seller)
            for rate in (LEVEL_1, LEVEL_2):
                if above:
                    earned[above] += (pieces + extra) * CV * rate
                    above = SPONSOR.get(above)
        return earned

    def status(self, month, name):
        return "regular" if name == "Small" and month >= TURN else STATUS[name]

    def tax(self, month, name):
        """Tax of a document, in cents; carried amounts keep the status: nobody's changed then."""
        return (self.documents[month, name] * VAT).quantize(CENT, ROUND_HALF_UP)

    def boxes(self, months):
        """The VAT return of the documents of some months' performance."""
        boxes = defaultdict(Decimal)
        for month, name in self.documents:
            if month not in months:
                continue
            status = self.status(month, name)
            for box in REDUCED.get(status, ()):
                boxes[box] += self.tax(month, name)
            base = {"eu_business": "46", "third_country": "84"}.get(status)
            if base:
                boxes[base] += self.documents[month, name]
        return dict(boxes)


class YearCommon(TaxCommon):
    """A German company on SKR03 closes, settles and pays twelve months of 2026.

    ::

        Top (regular) ── Brussels (EU) ── Vienna (EU) ── Zurich (third country) ── Leaf
             └────────── Small (§ 19, from July on regular) ── Kid

    Each month closes and is settled on the 18th of the next one and paid on the 20th; December in
    January. March is negative for Vienna and Zurich. In June the bank returns Brussels' payment.
    """

    @classmethod
    @TaxCommon.setup_chart_template("de_skr03")
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_commission_account_id = False
        cls.env["mlm.books.setup"].create({}).action_apply()
        cls.bank = cls.company_data["default_journal_bank"]
        cls.bank.outbound_payment_method_line_ids.payment_account_id = cls.env[
            "account.account"
        ].create({"code": "1299", "name": "On the way", "account_type": "asset_current"})
        cls.expected = Expected()
        cls.members = {"Top": cls.top}
        for name, sponsor in SPONSOR.items():
            member = cls.make_member(name, cls.type_distributor, cls.members[sponsor])
            cls.members[name] = member
            if name in STATUS:
                cls.make_payable(member, STATUS[name])
        for name, country, vat in (
            ("Brussels", "base.be", "BE0477472701"),
            ("Vienna", "base.at", "ATU12345675"),
            ("Zurich", "base.ch", False),
        ):
            cls.members[name].write({"country_id": cls.env.ref(country).id, "vat": vat})
        cls.customers = {
            name: cls.make_member(f"Customer of {name}", cls.type_customer, member)
            for name, member in cls.members.items()
        }
        cls.periods, cls.moves = {}, cls.env["account.move"]
        for month in range(1, 13):
            cls.live_through(month)

    @classmethod
    def live_through(cls, month):
        """Sell, close, settle and pay one month."""
        first = date(2026, month, 1)
        if month == 2:
            # The yearly declaration: what is settled in January may not rest on an older one.
            for name, status in STATUS.items():
                cls.make_declaration(name, status, first)
        if month == TURN:
            cls.make_declaration("Small", "regular", first)
        for name, customer in cls.customers.items():
            cls.sell(customer, [(cls.soap, PIECES[name])], first.replace(day=2))
        if month == 2:
            sold = cls.sell(cls.customers["Leaf"], [(cls.soap, RETURNED)], first.replace(day=3))
            cls.to_return = sold
        if month == 3:
            cls.credit(cls.to_return, first.replace(day=4))
        period = cls.march if month == 3 else cls.new_period(first)
        following = first + relativedelta(months=1)
        period.date_cutoff = following.replace(day=18)
        period._close()
        cls.periods[month] = period
        moves = period.statement_ids._settle(following.replace(day=18))
        cls.moves |= moves
        period.statement_ids._pay(cls.bank, following.replace(day=20))
        if month == 5:
            cls.give_back_payment("Brussels", moves, date(2026, 6, 25))

    @classmethod
    def new_period(cls, first):
        return cls.env["mlm.period"].create({"kind": "month", "date_from": first})

    @classmethod
    def make_declaration(cls, name, status, day):
        return cls.env["mlm.tax.status"].create(
            {
                "partner_id": cls.members[name].id,
                "company_id": cls.company.id,
                "status": status,
                "date_from": day,
                "date_declared": day,
            }
        )

    @classmethod
    def give_back_payment(cls, name, moves, day):
        """The bank returns a payment: its entry is reversed, the document is open again."""
        bill = moves.filtered(lambda move: move.partner_id == cls.members[name])
        payable = bill.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        payment = bill.matched_payment_ids
        payable.remove_move_reconcile()
        payment.move_id._reverse_moves([{"date": day}], cancel=True)
        cls.returned = bill
