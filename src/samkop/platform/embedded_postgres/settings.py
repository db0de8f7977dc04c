"""Which database Samköp uses: the one function that the rest of it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from samkop.platform.embedded_postgres.connections import (
    APPLICATION_ROLE,
    OWNER_ROLE,
    Parameters,
    Server,
    parameters_of,
)
from samkop.platform.embedded_postgres.errors import (
    EmbeddedPostgresError,
    folder_faults_as_sentences,
)
from samkop.platform.embedded_postgres.inspection import check_application_login
from samkop.platform.embedded_postgres.layout import Layout
from samkop.platform.embedded_postgres.lifecycle import ensure_running
from samkop.platform.embedded_postgres.passwords import Passwords, database_passwords
from samkop.platform.embedded_postgres.roles import (
    connected,
    prepare_database,
    statements_for_administrator,
)

DATABASE = "samkop"
_CREDENTIALS = {"user", "password", "passfile", "service"}
_OTHER_DATABASES = """
SELECT min(datname) FROM pg_database
WHERE datname <> %s AND datdba = (SELECT oid FROM pg_roles WHERE rolname = %s)
"""


@dataclass(frozen=True, slots=True)
class Databases:
    """libpq's parameters of both logins to one database; `server` if it is the embedded one."""

    application: Parameters = field(repr=False)
    owner: Parameters = field(repr=False)
    server: Server | None = None


def connection_settings(data_dir: Path, environ: Mapping[str, str]) -> Databases:
    """The application's and the owner's logins, to a server that runs and is prepared.

    - Neither DATABASE_URL nor DATABASE_OWNER_URL: the embedded server of `data_dir`, started.
    - Both: these two logins, as they are.
    - DATABASE_URL alone: an administrator's login, by which the two roles are set up.

    Raises EmbeddedPostgresError.
    """
    url, owner_url = environ.get("DATABASE_URL"), environ.get("DATABASE_OWNER_URL")
    if url and owner_url:
        databases = Databases(
            _address("DATABASE_URL", url), _address("DATABASE_OWNER_URL", owner_url)
        )
        _check(databases)
        return databases
    if owner_url:
        raise EmbeddedPostgresError("database-url-missing")
    layout = Layout.of(data_dir)
    if url:
        return _by_administrator(layout, _address("DATABASE_URL", url))
    server = ensure_running(data_dir)
    databases = _logins(server.parameters(DATABASE), database_passwords(layout), server)
    return _prepared(databases, server.parameters(), layout)


def _by_administrator(layout: Layout, admin: Parameters) -> Databases:
    admin = {"dbname": DATABASE, **admin}
    with folder_faults_as_sentences(layout.data_dir, "you"):
        layout.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        databases = _logins(admin, database_passwords(layout))
    return _prepared(databases, admin, layout)


def _logins(admin: Parameters, passwords: Passwords, server: Server | None = None) -> Databases:
    place = {key: value for key, value in admin.items() if key not in _CREDENTIALS}
    return Databases(
        {**place, "user": APPLICATION_ROLE, "password": passwords.application},
        {**place, "user": OWNER_ROLE, "password": passwords.owner},
        server,
    )


def _prepared(databases: Databases, admin: Parameters, layout: Layout) -> Databases:
    """The usual case costs one connection: the application's login works and is fit."""
    from psycopg import OperationalError

    try:
        check_application_login(databases.application, OWNER_ROLE)
    except (OperationalError, EmbeddedPostgresError) as fault:
        if isinstance(fault, EmbeddedPostgresError) and fault.code != "extension-missing":
            raise
        _prepare(databases, admin, layout)
        _check(databases)
    return databases


def _prepare(databases: Databases, admin: Parameters, layout: Layout) -> None:
    from psycopg import Error, OperationalError, errors

    database = databases.application["dbname"]
    passwords = database_passwords(layout)
    try:
        entrance = _entrance(admin) if databases.server is None else admin
        if databases.server is None:
            _refuse_roles_of_another_installation(entrance, database)
        prepare_database(
            entrance,
            database=database,
            owner_password=passwords.owner,
            app_password=passwords.application,
        )
    except OperationalError as fault:
        _refuse_unreachable(admin, fault)
    except (
        errors.InsufficientPrivilege,
        errors.FeatureNotSupported,
        errors.UndefinedFile,
    ) as fault:
        raise EmbeddedPostgresError(
            "administrator-may-not-create-roles",
            user=admin.get("user", ""),
            database=database,
            reason=_first_line(fault),
            statements=statements_for_administrator(database),
        ) from fault
    except Error as fault:
        _refuse_unreachable(admin, fault)


def _entrance(admin: Parameters) -> Parameters:
    """The database to enter by: the wanted one, or `postgres` while that does not exist."""
    from psycopg import OperationalError

    try:
        with connected(admin):
            return admin
    except OperationalError as fault:
        through = {**admin, "dbname": "postgres"}
        try:
            with connected(through):
                return through
        except OperationalError:
            raise fault from None


def _refuse_roles_of_another_installation(entrance: Parameters, database: str) -> None:
    with connected(entrance) as connection:
        row = connection.execute(_OTHER_DATABASES, (database, OWNER_ROLE)).fetchone()
    if row and row[0]:
        raise EmbeddedPostgresError("roles-of-another-installation", other=row[0])


def _check(databases: Databases) -> None:
    from psycopg import OperationalError

    login = databases.owner
    try:
        with connected(login) as connection:
            owner_role = connection.info.user
        login = databases.application
        check_application_login(login, owner_role)
    except OperationalError as fault:
        _refuse_unreachable(login, fault)


def _refuse_unreachable(login: Parameters, fault: Exception) -> NoReturn:
    raise EmbeddedPostgresError(
        "database-unreachable" if _answers(login) else "database-silent",
        database=login.get("dbname", ""),
        host=login.get("host", "this machine"),
        user=login.get("user", ""),
        port=login.get("port", "5432"),
        reason=_first_line(fault),
    ) from fault


def _answers(login: Parameters) -> bool:
    """Whether any server answers there, be it with a refusal; needs no right to sign in."""
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import PGconn, Ping

    return PGconn.ping(make_conninfo(**login).encode()) in {Ping.OK, Ping.REJECT}


def _first_line(fault: Exception) -> str:
    lines = str(fault).strip().splitlines()
    return lines[0] if lines else type(fault).__name__


def _address(variable: str, value: str) -> Parameters:
    from psycopg import ProgrammingError

    try:
        return parameters_of(value)
    except ProgrammingError:
        # libpq's message may quote the password, so it is not passed on.
        raise EmbeddedPostgresError("database-url-unreadable", variable=variable) from None
