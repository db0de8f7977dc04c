"""Copies of a database, for tests: each gets one of its own from a migrated template."""

from collections.abc import Mapping

from samkop.platform.embedded_postgres.connections import parameters_of
from samkop.platform.embedded_postgres.roles import connected

_PRIVILEGES = """
SELECT grantee::regrole::text, privilege_type
FROM pg_database, aclexplode(datacl) WHERE datname = %s AND grantee <> 0 AND grantee <> datdba
"""


def clone_database(admin: str | Mapping[str, str], template: str, name: str) -> None:
    """Copies `template`, to which nobody may be connected, with its owner and its grants.

    `admin` is a superuser's conninfo. Raises psycopg.errors.DuplicateDatabase or ObjectInUse.
    """
    from psycopg import sql

    target = sql.Identifier(name)
    with connected(parameters_of(admin)) as connection:
        owner = connection.execute(
            "SELECT datdba::regrole::text FROM pg_database WHERE datname = %s", (template,)
        ).fetchone()
        create = "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY"
        connection.execute(
            sql.SQL(create).format(
                target, sql.Identifier(template), sql.SQL(owner[0] if owner else "CURRENT_USER")
            )
        )
        # CREATE DATABASE copies what is in a database, but not the grants on it.
        revoke = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC")
        connection.execute(revoke.format(target))
        for grantee, privilege in connection.execute(_PRIVILEGES, (template,)).fetchall():
            grant = sql.SQL("GRANT {} ON DATABASE {} TO {}")
            connection.execute(grant.format(sql.SQL(privilege), target, sql.SQL(grantee)))


def drop_database(admin: str | Mapping[str, str], name: str) -> None:
    """Drops it with whoever is connected to it; nothing happens if it is not there."""
    from psycopg import sql

    with connected(parameters_of(admin)) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
