# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which accounts of the charts that Odoo ships take commissions and what is accrued of them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NewAccount:
    """An account that the chart lacks: code, type and tags as its neighbours have them."""

    xmlid: str
    code: str
    account_type: str
    tags: tuple = ()


@dataclass(frozen=True)
class Chart:
    """References are names in the chart's own templates, without the id of a company."""

    commission: str
    accrual: str
    new_accounts: tuple = field(default=())


CHARTS = {
    # Verkaufsprovisionen; Sonstige Verbindlichkeiten, Restlaufzeit bis 1 Jahr.
    "de_skr03": Chart("account_4760", "account_1701"),
    "de_skr04": Chart("chart_skr04_6770", "chart_skr04_3501"),
    # Einheitskontenrahmen 754-757: Provisionen an Dritte; the chart that Odoo ships has neither.
    "at": Chart(
        "mlm_commission_expense",
        "mlm_commission_accrual",
        (
            NewAccount(
                "mlm_commission_expense",
                "7540",
                "expense",
                ("account.account_tag_operating", "l10n_at.account_tag_l10n_at_EBIT8"),
            ),
            NewAccount(
                "mlm_commission_accrual",
                "3750",
                "liability_current",
                ("l10n_at.account_tag_l10n_at_PCVIII3",),
            ),
        ),
    ),
    # Provisionen an Dritte lessen the revenue in the Swiss chart (5010 is for employees);
    # 2300: passive Rechnungsabgrenzung.
    "ch": Chart("ch_coa_3803", "ch_coa_2300"),
}
