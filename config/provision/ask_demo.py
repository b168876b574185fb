# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Print, as JSON, what the demo company paid to whom and how to log in.

ask_demo.py ODOO_CONF DATABASE        (run with the environment's Python)
"""

import json
import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(conf, database):
    """Ask model mlm.demo in `database`."""
    config.parse_config(["-c", conf, "-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        demo = env["mlm.demo"]
        answer = {"summary": demo.summary(), "logins": demo.logins()}
    print("DEMO " + json.dumps(answer, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
