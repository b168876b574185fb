# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom the demo company writes to, and what for."""

# Name and criteria of the segments.
SEGMENTS = (
    ("Aktive Vertriebspartner", {"activity": "active"}),
    ("Gefährdete Vertriebspartner", {"activity": "at_risk"}),
    ("Teamleiter und höher", {"rank_codes": "teamleiter, bereichsleiter, regionalleiter"}),
    ("60 Tage ohne Bestellung", {"silent_days": 60}),
)
# The series that run.
SERIES = ("customer_welcome", "partner_welcome")
NEWSLETTER = {
    "subject": "Neu im Herbst: Omega-3 aus Algen",
    "body": """<p>Liebe Partnerin, lieber Partner,</p>
<p>ab Oktober führen wir Omega-3-Fettsäuren aus Algenöl: ohne Fisch, sechzig Kapseln, zwei Monate
Vorrat. Alles Wissenswerte steht auf der Produktseite.</p>
<p>Herzliche Grüße vom Lindenhof</p>""",
}
CONTEST = {
    "name": "Kundenherbst",
    "date_from": "2026-10-01",
    "date_to": "2026-10-31",
    "measure": "pv",
    "minimum": 50,
    "terms": """<p>Gewertet wird, was eigene Kunden im Oktober kaufen und behalten. Eigene Käufe und
die Gewinnung neuer Partner zählen nicht.</p>""",
}
# Places, prize and what it costs with VAT.
PRIZES = (
    (1, 1, "Wochenende für zwei am Lindenhof", 380),
    (2, 3, "Geschenkkorb aus der Region", 60),
    (4, 10, "Urkunde", 0),
)
