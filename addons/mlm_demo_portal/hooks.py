# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def post_init_hook(env):
    """Open the shop and the portal of the demo company."""
    env["mlm.demo"]._open_shop()
