# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import Error

from odoo.exceptions import UserError


def create_trigrams(env):
    """Make sure that PostgreSQL can compare words; without it no typing error is forgiven.

    :raise UserError: if the database user may not create the extension, with what to do
    """
    try:
        with env.cr.savepoint():
            env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except Error as error:
        raise UserError(
            env._(
                "The help pages need PostgreSQL's extension pg_trgm, and it can't be created here: "
                "%(reason)s\nAsk the administrator of the database to run CREATE EXTENSION "
                "pg_trgm; in the database %(database)s, then install again.",
                reason=str(error).strip(),
                database=env.cr.dbname,
            )
        ) from error
