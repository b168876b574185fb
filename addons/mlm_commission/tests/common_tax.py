# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import CommissionCommon


class TaxCommon(CommissionCommon):
    @classmethod
    def collect_company_accounting_data(cls, company):
        """Core searches a chart of thousands of accounts that this transaction has just loaded;
        by what the database knew before, it would do so row by row."""
        cls.env.flush_all()
        cls.env.cr.execute("ANALYZE account_account, account_account_res_company_rel, res_company")
        return super().collect_company_accounting_data(company)

    def close_march(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        return self.march.statement_ids

    def declare(self, partner=None, **values):
        return self.env["mlm.tax.status"].create(
            {
                "partner_id": (partner or self.top).id,
                "company_id": self.company.id,
                "status": "regular",
                "date_from": "2026-01-01",
                "date_declared": "2026-01-01",
                **values,
            }
        )

    def reasons(self, statement, date="2026-04-18"):
        self.assertFalse(statement._settle(date))
        return statement.block_reason
