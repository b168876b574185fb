# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who helps at the demo company, and what people ask."""

from dataclasses import dataclass

# Groups that the demo company's users need beside those of the network, by login.
GROUPS = {
    "admin": (
        "helpdesk_mgmt.group_helpdesk_manager",
        "mass_mailing.group_mass_mailing_user",
        "website_slides.group_website_slides_manager",
    ),
    "compliance": ("helpdesk_mgmt.group_helpdesk_manager",),
    "user": ("helpdesk_mgmt.group_helpdesk_user", "mass_mailing.group_mass_mailing_user"),
}
# Team: what it promises, in hours, and the roles and topics that are routed to it.
TEAMS = {
    "Partnerbetreuung": (8, (("partner", None),)),
    "Kundenservice": (24, (("customer", None), ("other", None))),
    "Compliance": (72, ((None, "complaint"), (None, "privacy"))),
}


@dataclass(frozen=True)
class Asked:
    """A question; `login` asks it. `answer` None: still open. `stars`: how it was rated."""

    login: str
    topic: str
    subject: str
    text: str
    answer: str = None
    stars: int = 0


TICKETS = (
    Asked(
        "partner",
        "commission",
        "Warum steht in der zweiten Stufe nichts?",
        "Mein Partner hat im September bestellt, ich sehe aber keine Provision daraus.",
        "Die Bestellung wurde zurückgegeben; die Zeile dazu steht in Ihrer Abrechnung unter "
        "„Zurückgenommen“. Über „Warum (nicht)?“ sehen Sie jede Bedingung einzeln.",
        5,
    ),
    Asked(
        "partner",
        "commission",
        "Steuernummer hat sich geändert",
        "Mein Finanzamt hat mir eine neue Nummer gegeben. Wo trage ich sie ein?",
        "Unter „Mein Profil“ gibt es den Abschnitt „Steuerstatus“. Laden Sie dort bitte auch den "
        "Bescheid hoch; ab der Prüfung gilt die neue Nummer.",
        4,
    ),
    Asked(
        "customer",
        "order",
        "Wann kommt mein Paket?",
        "Die Bestellung ist seit drei Tagen bestätigt, eine Sendungsnummer habe ich noch nicht.",
    ),
    Asked(
        "partner",
        "network",
        "Platzierung einer neuen Partnerin",
        "Bis wann muss ich entscheiden, wo sie in meiner Struktur steht?",
    ),
    Asked(
        "customer",
        "privacy",
        "Welche Daten haben Sie von mir?",
        "Ich bitte um Auskunft nach Artikel 15 DSGVO.",
    ),
)
