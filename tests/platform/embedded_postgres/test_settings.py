import os
import stat
from pathlib import Path

import psycopg
import pytest

from samkop.platform.embedded_postgres import (
    EmbeddedPostgresError,
    connection_settings,
    default_data_dir,
    ensure_running,
    status,
)
from samkop.platform.embedded_postgres.roles import statements_for_administrator


@pytest.fixture
def own_server(data_dir):
    """A server which plays the one that DATABASE_URL names; its roles belong to one test."""
    return ensure_running(data_dir)


def url(server, user, database="samkop", password="x"):  # noqa: S107
    return f"postgresql://{user}:{password}@/{database}?host={server.socket_folder}"


def run(server, *statements, database="postgres"):
    with psycopg.connect(server.dsn(database), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def refused(folder, **environ):
    with pytest.raises(EmbeddedPostgresError) as refusal:
        connection_settings(folder, environ)
    assert "secret-word" not in str(refusal.value)
    return refusal.value


def who(parameters):
    with psycopg.connect(**parameters) as connection:
        query = "SELECT current_user::text, current_database()::text"
        return connection.execute(query).fetchone()


def test_the_data_folder_is_the_chosen_one_or_else_the_users():
    usual = "/var/lib/samkop" if os.geteuid() == 0 else "/h/.local/share/samkop"
    assert default_data_dir({"HOME": "/h"}) == Path(usual)
    assert default_data_dir({"HOME": "/h", "SAMKOP_DATA": "/srv/s"}) == Path("/srv/s")


def test_without_an_address_the_embedded_server_is_started_and_prepared(data_dir):
    databases = connection_settings(data_dir, {})
    assert who(databases.application) == ("samkop_app", "samkop")
    assert who(databases.owner) == ("samkop_owner", "samkop")
    assert databases.server.pid == status(data_dir).pid
    assert connection_settings(data_dir, {}) == databases
    file = data_dir / "secrets/database.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert databases.application["password"] not in repr(databases)


def test_a_database_that_was_dropped_is_prepared_again(data_dir):
    databases = connection_settings(data_dir, {})
    run(databases.server, "DROP DATABASE samkop", "DROP ROLE samkop_app")
    assert who(connection_settings(data_dir, {}).application) == ("samkop_app", "samkop")


def test_two_addresses_are_used_as_they_are(own_server, tmp_path):
    run(
        own_server,
        "CREATE ROLE o LOGIN PASSWORD 'x'",
        "CREATE ROLE a LOGIN PASSWORD 'x'",
        "CREATE DATABASE samkop OWNER o",
    )
    extensions = [f"CREATE EXTENSION {name}" for name in ("pg_trgm", "btree_gin", "btree_gist")]
    environ = {"DATABASE_URL": url(own_server, "a"), "DATABASE_OWNER_URL": url(own_server, "o")}
    refusal = refused(tmp_path, **environ)
    assert (refusal.code, refusal.facts["extensions"]) == (
        "extension-missing",
        "btree_gin, btree_gist, pg_trgm",
    )
    run(own_server, *extensions, database="samkop")
    databases = connection_settings(tmp_path, environ)
    assert who(databases.application) == ("a", "samkop")
    assert who(databases.owner) == ("o", "samkop")
    assert databases.server is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "power",
    [
        "ALTER ROLE a SUPERUSER",
        "ALTER ROLE a BYPASSRLS",
        "ALTER ROLE a CREATEROLE",
        "GRANT o TO a",
        "ALTER DATABASE samkop OWNER TO a",
        "ALTER SCHEMA public OWNER TO a",
        "CREATE TABLE t (x int); ALTER TABLE t OWNER TO a",
    ],
)
def test_an_application_login_that_row_security_does_not_bind_is_refused(roles_a_and_o, power):
    server, environ, folder = roles_a_and_o
    assert connection_settings(folder, environ).application["user"] == "a"
    run(server, power, database="samkop")
    assert refused(folder, **environ).code == "application-login-too-powerful"


@pytest.fixture
def roles_a_and_o(server, tmp_path):
    run(
        server,
        "CREATE ROLE o LOGIN PASSWORD 'x'",
        "CREATE ROLE a LOGIN PASSWORD 'x'",
        "CREATE DATABASE samkop OWNER o",
    )
    extensions = [f"CREATE EXTENSION {name}" for name in ("pg_trgm", "btree_gin", "btree_gist")]
    run(server, *extensions, database="samkop")
    yield (
        server,
        {"DATABASE_URL": url(server, "a"), "DATABASE_OWNER_URL": url(server, "o")},
        tmp_path,
    )
    run(server, "DROP DATABASE samkop WITH (FORCE)", "DROP ROLE a", "DROP ROLE o")


def test_the_owner_as_application_is_refused(roles_a_and_o):
    server, environ, folder = roles_a_and_o
    both = {**environ, "DATABASE_URL": url(server, "o")}
    assert refused(folder, **both).code == "application-login-too-powerful"


def test_a_temporary_table_of_a_running_import_is_no_power(roles_a_and_o):
    _, environ, folder = roles_a_and_o
    parameters = connection_settings(folder, environ).application
    with psycopg.connect(**parameters) as connection:
        connection.execute("CREATE TEMPORARY TABLE import (name text)")
        connection.commit()
        assert connection_settings(folder, environ).application == parameters


@pytest.mark.parametrize(
    ("rights", "database"),
    [("SUPERUSER", "samkop"), ("CREATEDB CREATEROLE", "samkop"), ("CREATEROLE", "theirs")],
)
def test_an_administrators_address_sets_up_both_roles(own_server, tmp_path, rights, database):
    run(own_server, f"CREATE ROLE dba LOGIN PASSWORD 'x' {rights}", "CREATE DATABASE theirs")
    run(own_server, "ALTER DATABASE theirs OWNER TO dba")
    environ = {"DATABASE_URL": url(own_server, "dba", database)}
    databases = connection_settings(tmp_path, environ)
    assert who(databases.application) == ("samkop_app", database)
    assert who(databases.owner) == ("samkop_owner", database)
    with psycopg.connect(**databases.owner) as connection:
        connection.execute("CREATE TABLE t (x int)")
        connection.execute("CREATE SCHEMA s")
    assert connection_settings(tmp_path, environ) == databases


def test_an_administrator_without_rights_is_told_the_sql(own_server, tmp_path):
    run(own_server, "CREATE ROLE weak LOGIN PASSWORD 'secret-word'")
    environ = {"DATABASE_URL": url(own_server, "weak", password="secret-word")}
    refusal = refused(tmp_path, **environ)
    assert refusal.code == "administrator-may-not-create-roles"
    for name in ("samkop_owner", "samkop_app"):
        assert f"CREATE ROLE {name} LOGIN PASSWORD '…'" in refusal.facts["statements"]
    statements = refusal.facts["statements"].replace("…", "x")
    before, after = statements.split('\\connect "samkop"\n')
    run(own_server, *before.split(";\n")[:-1])
    run(own_server, after, database="samkop")
    environ = {
        "DATABASE_URL": url(own_server, "samkop_app"),
        "DATABASE_OWNER_URL": url(own_server, "samkop_owner"),
    }
    databases = connection_settings(tmp_path, environ)
    assert who(databases.owner) == ("samkop_owner", "samkop")


def test_the_guide_shows_the_sql_that_the_sentence_shows():
    guide = Path(__file__).parents[3] / "docs/how-to/use-your-own-postgresql.md"
    assert statements_for_administrator("samkop") in guide.read_text("utf-8")


def test_the_roles_of_another_installation_are_left_alone(own_server, tmp_path):
    first = connection_settings(own_server.data_dir, {})
    run(own_server, "CREATE ROLE dba LOGIN SUPERUSER PASSWORD 'x'")
    refusal = refused(tmp_path, DATABASE_URL=url(own_server, "dba", "second"))
    assert (refusal.code, refusal.facts["other"]) == ("roles-of-another-installation", "samkop")
    assert who(first.application) == ("samkop_app", "samkop")


def test_a_database_that_does_not_know_swedish_letters_is_refused(own_server, tmp_path):
    run(
        own_server,
        "CREATE ROLE dba LOGIN SUPERUSER PASSWORD 'x'",
        "CREATE DATABASE plain TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'",
    )
    refusal = refused(tmp_path, DATABASE_URL=url(own_server, "dba", "plain"))
    assert refusal.code == "database-locale"


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"DATABASE_URL": "postgresql://u:secret-word@[::1"}, "database-url-unreadable"),
        ({"DATABASE_OWNER_URL": "postgresql://u:secret-word@/d"}, "database-url-missing"),
        (
            {"DATABASE_URL": "postgresql://u:secret-word@/d?host=/nowhere"},
            "database-silent",
        ),
        (
            {
                "DATABASE_URL": "postgresql://u:secret-word@/d?host=/nowhere",
                "DATABASE_OWNER_URL": "postgresql://o:secret-word@/d?host=/nowhere",
            },
            "database-silent",
        ),
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(tmp_path, environ, code):
    assert refused(tmp_path, **environ).code == code


def test_a_server_that_does_not_know_the_user_is_told_from_none_at_all(tmp_path, own_server):
    stranger = url(own_server, "nobody", "postgres", "secret-word")
    assert refused(tmp_path, DATABASE_URL=stranger).code == "database-unreachable"
