# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
def post_init_hook(env):
    """Let the demo company talk to its people."""
    env["mlm.demo"]._open_service()
