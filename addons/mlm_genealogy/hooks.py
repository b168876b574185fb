# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Give every member the database already knows its place in the sponsor tree."""
    env["mlm.tree"]._follow_sponsors()
