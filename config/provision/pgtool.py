# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small PostgreSQL tasks, run with the environment's Python; the server comes from PG* variables.

pgtool.py version | list | create NAME TEMPLATE | drop NAME | rename OLD NEW | modules NAME
pgtool.py without-autovacuum NAME
"""

import sys

import psycopg2
from psycopg2 import sql


def connect(database=None):
    """Return an autocommit connection, by default to a maintenance database."""
    error = None
    for name in [database] if database else ["postgres", "template1"]:
        try:
            connection = psycopg2.connect(dbname=name, connect_timeout=10)
        except psycopg2.OperationalError as failure:
            error = error or failure
            continue
        connection.autocommit = True
        return connection
    raise error


def identify(statement, *names):
    """Return `statement` with quoted identifiers in place of its {} marks."""
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def disconnect(cursor, name):
    """End what is connected to database `name`, which is about to be copied or dropped."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND pid <> pg_backend_pid()",
        [name],
    )


def main(verb, *names):
    """Do one task and print its result, one value a line."""
    connection = connect(names[0] if verb in ("modules", "without-autovacuum") else None)
    cursor = connection.cursor()
    if verb == "version":
        print(connection.server_version // 10000)
    elif verb == "list":
        cursor.execute("SELECT datname FROM pg_database ORDER BY datname")
        print("\n".join(row[0] for row in cursor.fetchall()))
    elif verb == "create":
        name, template = names
        if template != "template0":
            disconnect(cursor, template)
        extra = " ENCODING 'UTF8' LC_COLLATE 'C'" if template == "template0" else ""
        cursor.execute(identify("CREATE DATABASE {} TEMPLATE {}" + extra, name, template))
    elif verb == "drop":
        disconnect(cursor, names[0])
        cursor.execute(identify("DROP DATABASE IF EXISTS {}", names[0]))
    elif verb == "rename":
        disconnect(cursor, names[0])
        cursor.execute(identify("ALTER DATABASE {} RENAME TO {}", *names))
    elif verb == "modules":
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed' ORDER BY name")
        print("\n".join(row[0] for row in cursor.fetchall()))
    elif verb == "without-autovacuum":
        cursor.execute(
            """DO $$ DECLARE name regclass; BEGIN
                   FOR name IN SELECT oid FROM pg_class
                        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                   LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', name);
                   END LOOP; END $$"""
        )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except psycopg2.Error as failure:
        sys.exit(f"error: {str(failure).strip().splitlines()[0]}")
