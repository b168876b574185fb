# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the shop says of each product of the demo company."""

from dataclasses import dataclass

GREEN, AMBER, BLUE, ROSE = (122, 158, 106), (214, 160, 72), (98, 142, 170), (200, 128, 134)


@dataclass(frozen=True)
class Shown:
    """How a product is shown. `english` and `german` are one sentence each."""

    shape: str
    colour: tuple
    english: str
    german: str


# By article number; the training is not sold here.
SHOWN = {
    "KO-100": Shown(
        "jar",
        GREEN,
        "Light day cream with organic aloe for normal and dry skin.",
        "Leichte Tagescreme mit Bio-Aloe für normale und trockene Haut.",
    ),
    "KO-110": Shown(
        "dropper",
        BLUE,
        "Serum with short and long chains of hyaluronic acid, without perfume.",
        "Serum mit kurz- und langkettiger Hyaluronsäure, ohne Duftstoffe.",
    ),
    "KO-120": Shown(
        "bottle",
        ROSE,
        "Mild milk that takes off make-up and sunscreen in the evening.",
        "Milde Milch, die abends Make-up und Sonnenschutz abnimmt.",
    ),
    "KO-130": Shown(
        "stick",
        AMBER,
        "Balm of beeswax and honey from the region for dry lips.",
        "Balsam aus Bienenwachs und Honig aus der Region für trockene Lippen.",
    ),
    "NE-200": Shown(
        "dropper",
        AMBER,
        "Vitamin D3 in medium-chain oil; one drop holds 1,000 IU.",
        "Vitamin D3 in mittelkettigem Öl; ein Tropfen enthält 1.000 I. E.",
    ),
    "NE-210": Shown(
        "can",
        BLUE,
        "Magnesium from citrate and bisglycinate, 90 vegan capsules.",
        "Magnesium aus Citrat und Bisglycinat, 90 vegane Kapseln.",
    ),
    "NE-220": Shown(
        "can",
        GREEN,
        "Omega-3 fatty acids from algae instead of fish, 60 capsules.",
        "Omega-3-Fettsäuren aus Algen statt aus Fisch, 60 Kapseln.",
    ),
    "NE-230": Shown(
        "pouch",
        AMBER,
        "Plant protein from peas and rice with real vanilla.",
        "Pflanzliches Eiweiß aus Erbse und Reis mit echter Vanille.",
    ),
    "HA-300": Shown(
        "bottle",
        BLUE,
        "Concentrate for all washable surfaces; a cap is enough for five litres.",
        "Konzentrat für alle abwaschbaren Flächen; eine Kappe reicht für fünf Liter.",
    ),
    "HA-310": Shown(
        "canister",
        GREEN,
        "Liquid detergent without perfume and dyes, for 40 loads.",
        "Flüssigwaschmittel ohne Duft- und Farbstoffe, für 40 Wäschen.",
    ),
    "KIT-900": Shown(
        "box",
        ROSE,
        "Samples, catalogue and handbook for new partners. Nobody has to buy it.",
        "Proben, Katalog und Handbuch für neue Vertriebspartner. Niemand muss es kaufen.",
    ),
}
# English and German name of a shop category, by the category of the products.
CATEGORIES = {
    "Kosmetik": ("Cosmetics", "Kosmetik"),
    "Nahrungsergänzung": ("Food Supplements", "Nahrungsergänzung"),
    "Haushalt": ("Household", "Haushalt"),
    "Vertriebsmaterial": ("For Partners", "Für Partner"),
}
