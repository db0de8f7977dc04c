"""The two logins of a database, on the embedded server or on any PostgreSQL from 15 on.

`samkop_owner` owns the tables; `samkop_app` owns nothing, bypasses nothing and is a member of
nothing, so that row security binds it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from samkop.platform.embedded_postgres.connections import (
    APPLICATION_ROLE,
    OWNER_ROLE,
    parameters_of,
)
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError

if TYPE_CHECKING:
    from psycopg import Connection

EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist")
OLDEST_VERSION = 15_00_00
_BUILTIN_LOCALES_SINCE = 17_00_00
_LOCK = 0x53414D4B  # an advisory lock key of Samköp's own: "SAMK"
_FOR_OWNER = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
_FOR_APPLICATION = f"{_FOR_OWNER} NOINHERIT"


def prepare_database(
    admin_conninfo: str | Mapping[str, str],
    *,
    database: str,
    owner_password: str,
    app_password: str,
) -> None:
    """Creates what is missing of roles, database, extensions and grants; sets the passwords.

    The administrator is a superuser, or has CREATEROLE and either owns the database or has
    CREATEDB. Safe to repeat, also at the same time from several processes.
    Raises EmbeddedPostgresError, and psycopg.OperationalError if the server is unreachable.
    """
    admin = parameters_of(admin_conninfo)
    with connected(admin) as connection, _one_at_a_time(connection):
        check_version(connection.info.server_version)
        _ensure_role(connection, OWNER_ROLE, _FOR_OWNER, owner_password)
        _ensure_role(connection, APPLICATION_ROLE, _FOR_APPLICATION, app_password)
        _let_administrator_act_as_owner(connection)
        _ensure_database(connection, database)
    with connected({**admin, "dbname": database}) as connection, _one_at_a_time(connection):
        check_locale(connection, database)
        with connection.transaction():
            _fill_database(connection, database)


def check_version(version: int) -> None:
    """`version` as libpq gives it: 150004 is 15.4."""
    if version < OLDEST_VERSION:
        major, minor = divmod(version, 10_000)
        raise EmbeddedPostgresError("server-too-old", found=f"{major}.{minor}")


def check_locale(connection: "Connection", database: str) -> None:
    """Refuses a database in which search would not find Å by å."""
    encoding = connection.info.parameter_status("server_encoding")
    row = connection.execute("SELECT lower(%s::text)", ("ÅÄÖ",)) if encoding == "UTF8" else None
    if row is None or row.fetchone() != ("åäö",):
        raise EmbeddedPostgresError("database-locale", database=database, encoding=encoding)


def statements_for_administrator(database: str) -> str:
    """The SQL by which a database administrator sets up what Samköp may not set up itself."""
    text = files(__package__).joinpath("administrator.sql.template").read_text("utf-8")
    return text.format(database=database, owner=OWNER_ROLE, application=APPLICATION_ROLE)


@contextmanager
def connected(parameters: Mapping[str, str]) -> "Iterator[Connection]":
    """A connection in which each statement is its own transaction."""
    from psycopg import connect
    from psycopg.conninfo import make_conninfo

    conninfo = make_conninfo(**{"connect_timeout": "10", **parameters})
    with connect(conninfo, autocommit=True) as connection:
        yield connection


@contextmanager
def _one_at_a_time(connection: "Connection") -> Iterator[None]:
    """Released with the connection; advisory locks hold within one database."""
    connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    yield


def _ensure_role(connection: "Connection", name: str, attributes: str, password: str) -> None:
    from psycopg import sql

    found = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    # Only a superuser may mention these attributes when altering, even to take them away.
    mentioned = attributes if found is None or _is_superuser(connection) else "LOGIN"
    # The server and its log are to see the SCRAM verifier only.
    verifier = connection.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()
    statement = sql.SQL("{verb} ROLE {role} {attributes} PASSWORD {password}").format(
        verb=sql.SQL("CREATE" if found is None else "ALTER"),
        role=sql.Identifier(name),
        attributes=sql.SQL(mentioned),
        password=sql.Literal(verifier),
    )
    connection.execute(statement)


def _is_superuser(connection: "Connection") -> bool:
    query = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    return bool((connection.execute(query).fetchone() or [False])[0])


def _let_administrator_act_as_owner(connection: "Connection") -> None:
    """Without being superuser, only a member of the owner may create a database for it."""
    from psycopg import sql

    if not _is_superuser(connection):
        owner = sql.Identifier(OWNER_ROLE)
        connection.execute(sql.SQL("GRANT {owner} TO CURRENT_USER").format(owner=owner))


def _ensure_database(connection: "Connection", database: str) -> None:
    from psycopg import errors, sql

    names = {"database": sql.Identifier(database), "owner": sql.Identifier(OWNER_ROLE)}
    query = "SELECT datdba = %s::regrole FROM pg_database WHERE datname = %s"
    found = connection.execute(query, (OWNER_ROLE, database)).fetchone()
    if found is None:
        builtin = connection.info.server_version >= _BUILTIN_LOCALES_SINCE
        locale = (
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            if builtin
            else "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"
        )
        create = "CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' "
        connection.execute(sql.SQL(create + locale).format(**names))
    elif not found[0]:
        try:
            alter = sql.SQL("ALTER DATABASE {database} OWNER TO {owner}").format(**names)
            connection.execute(alter)
        except errors.InsufficientPrivilege:
            # Giving a database away needs CREATEDB; the grants below are enough without it.
            return


def _fill_database(connection: "Connection", database: str) -> None:
    from psycopg import sql

    text = files(__package__).joinpath("grants.sql.template").read_text("utf-8")
    statement = sql.SQL(text).format(
        database=sql.Identifier(database),
        owner=sql.Identifier(OWNER_ROLE),
        application=sql.Identifier(APPLICATION_ROLE),
    )
    for extension in EXTENSIONS:
        create = sql.SQL("CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA public")
        connection.execute(create.format(sql.Identifier(extension)))
    connection.execute(statement)
