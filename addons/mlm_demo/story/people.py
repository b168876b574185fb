# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names and addresses to draw from. Frequent names, put together by chance; nobody is meant."""

FIRST_NAMES = (
    "Anna", "Bernd", "Birgit", "Carla", "Christian", "Claudia", "Daniel", "Doris", "Elena", "Erik",
    "Eva", "Felix", "Franziska", "Frieda", "Georg", "Greta", "Hanna", "Heiko", "Helga", "Ines",
    "Jan", "Jana", "Jens", "Johanna", "Jonas", "Julia", "Karin", "Katrin", "Klara", "Lars", "Lena",
    "Leon", "Lukas", "Manuela", "Maria", "Markus", "Martin", "Michael", "Monika", "Nadine", "Nils",
    "Nora", "Oliver", "Paul", "Petra", "Ralf", "Sabine", "Sandra", "Silke", "Simon", "Sophie",
    "Stefan", "Susanne", "Thomas", "Tobias", "Ulrike", "Ute", "Vera", "Wiebke", "Yvonne",
)  # fmt: skip
LAST_NAMES = (
    "Ahrens", "Albers", "Bachmann", "Baumgart", "Behrens", "Berger", "Böhm", "Brandt", "Busch",
    "Conrad", "Dietrich", "Ebert", "Engel", "Fiedler", "Franke", "Fuchs", "Gebhardt", "Graf",
    "Groß", "Günther", "Haas", "Hahn", "Hartwig", "Heinrich", "Herzog", "Hoffmann", "Jäger",
    "Jansen", "Kaiser", "Keller", "Kirchner", "Köhler", "Krämer", "Kühn", "Lange", "Lehmann",
    "Lindner", "Lorenz", "Ludwig", "Möller", "Neumann", "Otto", "Peters", "Pfeiffer", "Pohl",
    "Reuter", "Richter", "Sander", "Schäfer", "Scholz", "Seidel", "Simon", "Sommer", "Stein",
    "Thiele", "Ulrich", "Voigt", "Weiß", "Winkler", "Ziegler",
)  # fmt: skip
STREETS = (
    "Ahornweg", "Am Mühlbach", "Bahnhofstraße", "Bergstraße", "Birkenallee", "Blumenstraße",
    "Buchenweg", "Dorfstraße", "Eichenweg", "Feldstraße", "Gartenstraße", "Goethestraße",
    "Hauptstraße", "Heideweg", "Kirchgasse", "Lerchenweg", "Lindenstraße", "Marktplatz",
    "Rosenweg", "Schillerstraße", "Schulstraße", "Seestraße", "Talstraße", "Waldweg",
    "Wiesengrund",
)  # fmt: skip
# Postal codes and their towns.
TOWNS = (
    ("01067", "Dresden"), ("04109", "Leipzig"), ("06108", "Halle (Saale)"), ("10115", "Berlin"),
    ("14467", "Potsdam"), ("18055", "Rostock"), ("20095", "Hamburg"), ("22767", "Hamburg"),
    ("23552", "Lübeck"), ("24103", "Kiel"), ("26122", "Oldenburg"), ("28195", "Bremen"),
    ("30159", "Hannover"), ("33602", "Bielefeld"), ("34117", "Kassel"), ("39104", "Magdeburg"),
    ("40213", "Düsseldorf"), ("44135", "Dortmund"), ("48143", "Münster"), ("50667", "Köln"),
    ("53111", "Bonn"), ("55116", "Mainz"), ("60311", "Frankfurt am Main"), ("66111", "Saarbrücken"),
    ("68159", "Mannheim"), ("70173", "Stuttgart"), ("76133", "Karlsruhe"), ("79098", "Freiburg"),
    ("80331", "München"), ("86150", "Augsburg"), ("89073", "Ulm"), ("90402", "Nürnberg"),
    ("93047", "Regensburg"), ("94032", "Passau"), ("97070", "Würzburg"), ("99084", "Erfurt"),
)  # fmt: skip


def draw_names(rng, count):
    """Return `count` different full names.

    :param rng: random.Random
    """
    every = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    return rng.sample(every, count)


def draw_address(rng):
    """Return (street, zip, city).

    :param rng: random.Random
    """
    code, town = rng.choice(TOWNS)
    return f"{rng.choice(STREETS)} {rng.randint(1, 120)}", code, town


def account_number(serial):
    """Return an IBAN with valid check digits at a bank that does not exist.

    >>> account_number(1)
    'DE63999999990000000001'
    """
    plain = f"99999999{serial:010d}"
    check = 98 - int(f"{plain}131400") % 97
    return f"DE{check:02d}{plain}"
