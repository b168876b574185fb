# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Electronic self-billed invoices (EN 16931, type 389). Plain Python and lxml, no Odoo.

Seller is the partner who performed the service, buyer the company that writes the document.
"""
