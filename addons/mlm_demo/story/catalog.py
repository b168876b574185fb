# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the company sells, to whom at what price, and where it buys."""

from dataclasses import dataclass

COMPANY = {
    "name": "Lindenhof Naturprodukte GmbH",
    "street": "Am Lindenhof 12",
    "zip": "22767",
    "city": "Hamburg",
    "email": "service@lindenhof.example.com",
    "phone": "+49 40 5550100",
    "website": "https://lindenhof.example.com",
    "vat": "DE123456788",
    "company_registry": "HRB 000000",
}
COMPANY_IBAN_SERIAL = 9_000_001


@dataclass(frozen=True)
class Item:
    """A product. `price` is net in euros, `cost` what the supplier takes, `tax` a VAT rate."""

    code: str
    name: str
    price: str
    cost: str
    pv: int
    cv: int
    supplier: int = 0
    tax: int = 19
    category: str = "Kosmetik"
    product_class: str = "goods"
    weight: float = 0.2


FOOD = {"supplier": 1, "tax": 7, "category": "Nahrungsergänzung"}
HOME = {"supplier": 2, "category": "Haushalt"}
KIT = {"category": "Vertriebsmaterial", "product_class": "kit"}
TRAINING = {"category": "Schulung", "product_class": "training"}
ITEMS = (
    Item("KO-100", "Aloe-Feuchtigkeitscreme 50 ml", "33.53", "6.20", 30, 24),
    Item("KO-110", "Hyaluron-Serum 30 ml", "41.93", "8.10", 38, 30),
    Item("KO-120", "Sanfte Reinigungsmilch 200 ml", "16.72", "3.15", 15, 12),
    Item("KO-130", "Lippenpflege Honig", "5.80", "0.95", 5, 4, weight=0.02),
    Item("NE-200", "Vitamin D3 Tropfen 20 ml", "18.60", "2.90", 17, 13, **FOOD),
    Item("NE-210", "Magnesium-Komplex 90 Kapseln", "27.94", "4.80", 26, 20, **FOOD),
    Item("NE-220", "Omega-3 aus Algenöl 60 Kapseln", "32.62", "7.40", 30, 23, **FOOD),
    Item("NE-230", "Protein-Shake Vanille 750 g", "37.29", "9.80", 33, 25, weight=0.9, **FOOD),
    Item("HA-300", "Universalreiniger-Konzentrat 1 l", "12.52", "2.60", 11, 9, weight=1.1, **HOME),
    Item("HA-310", "Waschmittel sensitiv 2 l", "20.92", "5.10", 18, 14, weight=2.2, **HOME),
    Item("KIT-900", "Starterset Vertriebspartner", "74.79", "22.00", 0, 0, weight=1.8, **KIT),
    Item("SCH-950", "Online-Grundschulung", "40.34", "0.00", 0, 0, weight=0, **TRAINING),
)
GOODS = tuple(item for item in ITEMS if item.product_class == "goods")
STORED = tuple(item for item in ITEMS if item.product_class != "training")
CATEGORIES = tuple(dict.fromkeys(item.category for item in ITEMS))

# Name, xmlid of the partner type, discount in percent.
PRICELISTS = (
    ("Endkunden", "partner_type_customer", 0),
    ("Stammkunden", "partner_type_preferred_customer", 10),
    ("Vertriebspartner", "partner_type_distributor", 25),
    ("Wiederverkäufer", "partner_type_reseller", 35),
)
WAREHOUSES = (("HH", "Hauptlager Hamburg"), ("MUC", "Lager München"))
# In the order of `Item.supplier`.
SUPPLIERS = (
    ("Norddeutsche Kosmetikwerke GmbH", "Hafenstraße 8", "28195", "Bremen"),
    ("Alpenkraut Naturstoffe GmbH", "Industriestraße 40", "86150", "Augsburg"),
    ("Reinhaus Chemie GmbH", "Werkstraße 3", "40213", "Düsseldorf"),
)
# Role, login, groups beside those of an internal user.
STAFF = (
    ("Administrator", "admin", ("mlm_base.group_mlm_manager",)),
    (
        "Commission clerk",
        "clerk",
        ("mlm_base.group_mlm_clerk", "sales_team.group_sale_salesman_all_leads"),
    ),
    (
        "Accountant",
        "accountant",
        ("mlm_base.group_mlm_accountant", "account.group_account_manager"),
    ),
    ("Compliance officer", "compliance", ("mlm_base.group_mlm_compliance",)),
    ("User", "user", ("mlm_base.group_mlm_user", "sales_team.group_sale_salesman")),
)

# Five ranks, five levels; a partner earns on its own customers as level 1.
PLAN = """plan:
  currency: EUR
  point_value: 1
  active: [{measure: personal_volume, min: 60}]
  ranks:
    - {code: berater, name: Berater}
    - code: teamleiter
      name: Teamleiter
      require: [{measure: group_volume, min: 600}, {measure: active_directs, min: 1}]
    - code: bereichsleiter
      name: Bereichsleiter
      require: [{measure: group_volume, min: 1500}, {measure: active_directs, min: 2}]
    - code: regionalleiter
      name: Regionalleiter
      require: [{measure: group_volume, min: 3000}, {measure: active_directs, min: 3}]
    - code: direktor
      name: Direktor
      require: [{measure: group_volume, min: 6000}, {measure: active_directs, min: 4}]
  bonuses:
    - code: stufenprovision
      name: Stufenprovision
      kind: level
      compression: skip_inactive
      customer_is_level: true
      rates:
        berater: [12]
        teamleiter: [12, 6]
        bereichsleiter: [12, 6, 4]
        regionalleiter: [12, 6, 4, 3]
        direktor: [12, 7, 5, 3, 2]
"""
SELF_BILLING = (
    "<p>Das Unternehmen rechnet die Provisionen durch Gutschrift ab (§ 14 Abs. 2 Satz 5 UStG). "
    "Der Vertriebspartner kann jeder Gutschrift widersprechen. Änderungen seines Steuerstatus "
    "teilt er unverzüglich mit.</p>"
)
ACCEPTANCE = (
    "Der Vertriebspartnervertrag lässt je Person nur eine Position zu; Doppelungen findet die "
    "Prüfung bei der Anmeldung. Geprüft durch die Compliance."
)
AGREEMENT = """<h2>Vertriebspartnervertrag (Muster)</h2>
<p>Der Vertriebspartner vermittelt Produkte der Lindenhof Naturprodukte GmbH als selbständiger
Gewerbetreibender. Provisionen entstehen allein aus dem Absatz von Produkten, niemals aus der
Anwerbung anderer Partner. Die Gesellschaft rechnet monatlich durch Gutschrift ab; der Partner
stimmt dem Gutschriftverfahren zu.</p>
<p>Dieser Text gehört zur Vorführung und ersetzt keine Rechtsberatung.</p>"""
