# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Provisioning: from a clean checkout to a running, tested suite. Standard library only.

`python3 -m config.provision VERB` is what the Makefile calls; `__main__` lists the verbs.
"""
