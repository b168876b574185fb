# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The compensation engine: a plan, a network and volumes in, ranks and commission lines out.

Pure: Python's standard library, numpy and PyYAML, never Odoo. All imports inside the package are
relative, so that it works as ``odoo.addons.mlm_commission.engine`` and, with the module's folder
on the path, as plain ``engine``.

The way of the data: :mod:`.language` reads and checks a document, :mod:`.plan` compiles its plan,
:mod:`.scenario` turns its members and volumes into the arrays of :mod:`.model`, :mod:`.compute`
computes one period. :mod:`.reference` is the slow second opinion on the same language.
"""
