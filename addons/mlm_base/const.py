# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that more than one model shares, stated once."""

# --- members ----------------------------------------------------------------
PARTNER_ROLES = [("customer", "Customer"), ("partner", "Partner")]
PRICE_DISPLAYS = [("net", "Net"), ("gross", "Gross")]
APPLICANT = "applicant"
ACTIVE = "active"
SUSPENDED = "suspended"
TERMINATED = "terminated"
MEMBER_STATES = [
    (APPLICANT, "Applicant"),
    (ACTIVE, "Active"),
    (SUSPENDED, "Suspended"),
    (TERMINATED, "Terminated"),
]
RELEASE_RULES = [
    ("invoice", "At once with the invoice"),
    ("delivery", "After delivery and the withdrawal period"),
    ("payment", "After payment"),
    ("delivery_payment", "After delivery, the withdrawal period and payment"),
]

# --- products ---------------------------------------------------------------
GOODS = "goods"
COMMISSION_CLASSES = [
    (GOODS, "Goods"),
    ("kit", "Starter Kit"),
    ("fee", "Registration Fee"),
    ("training", "Training"),
    ("event", "Event Ticket"),
    ("membership", "Membership"),
    ("marketing", "Marketing Material"),
    ("gift_card", "Gift Card"),
    ("shipping", "Shipping"),
]
# NUMERIC(16, 4): points have four decimals everywhere.
POINTS_DIGITS = (16, 4)
# Upper bound of one product's points: keeps NaN and absurd values out of the database.
POINTS_MAX = 1_000_000_000

# --- sales ------------------------------------------------------------------
PURCHASE = "purchase"
RETAIL = "retail"
AUTOSHIP = "autoship"
FIRST_ORDER = "first_order"
# The kinds of the plan language; a plan's bonus can be limited to some of them.
VOLUME_KINDS = [
    (PURCHASE, "Purchase"),
    (RETAIL, "Retail Sale"),
    (AUTOSHIP, "Autoship"),
    (FIRST_ORDER, "First Order"),
]
BUYER_RETAIL = "retail"
BUYER_PREFERRED = "preferred"
BUYER_PARTNER_OWN = "partner_own"
BUYER_PARTNER_RESALE = "partner_resale"
BUYER_RESELLER = "reseller"
BUYER_ROLES = [
    (BUYER_RETAIL, "Retail Customer"),
    (BUYER_PREFERRED, "Preferred Customer"),
    (BUYER_PARTNER_OWN, "Partner, Own Use"),
    (BUYER_PARTNER_RESALE, "Partner, for Resale"),
    (BUYER_RESELLER, "Reseller"),
]
# Buyers with a right of withdrawal; a partner's own use counts as consumption.
CONSUMER_ROLES = (BUYER_RETAIL, BUYER_PREFERRED, BUYER_PARTNER_OWN)

# --- volume ledger ----------------------------------------------------------
ENTRY_INVOICE = "invoice"
ENTRY_CREDIT = "credit"
ENTRY_REVERSAL = "reversal"
VOLUME_ENTRIES = [
    (ENTRY_INVOICE, "Invoice"),
    (ENTRY_CREDIT, "Credit Note"),
    (ENTRY_REVERSAL, "Reversal"),
]
# Used for buyers without a market: the careful choice, all conditions of LEGAL.md E1.
DEFAULT_RELEASE_RULE = "delivery_payment"
DEFAULT_WITHDRAWAL_DAYS = 14
DEFAULT_GRACE_DAYS = 3
