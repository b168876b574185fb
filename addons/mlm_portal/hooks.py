# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Let the websites that are there already ask before they keep what is not essential."""
    for website in env["website"].search([("cookies_bar", "=", False)]):
        website.cookies_bar = True
