import psycopg
import pytest

from samkop.platform.embedded_postgres import (
    clone_database,
    drop_database,
    prepare_database,
)

PASSWORDS = {"owner_password": "of the owner", "app_password": "of the application"}


@pytest.fixture(scope="module")
def prepared(server):
    prepare_database(server.parameters(), database="prepared", **PASSWORDS)
    with owner(server) as connection:
        connection.execute("CREATE TABLE device (name text)")
        connection.execute("INSERT INTO device VALUES ('phone')")
        connection.execute("CREATE TABLE salary (amount bigint)")
        connection.execute("GRANT SELECT, INSERT ON device TO samkop_app")
    return server


def owner(server, database="prepared"):
    return psycopg.connect(server.dsn(database, "samkop_owner", "of the owner"))


def application(server, database="prepared"):
    dsn = server.dsn(database, "samkop_app", "of the application")
    return psycopg.connect(dsn, autocommit=True)


def test_the_application_reads_and_writes_what_it_was_granted(prepared):
    with application(prepared) as connection:
        connection.execute("INSERT INTO device VALUES ('tablet')")
        rows = connection.execute("SELECT name FROM device ORDER BY name").fetchall()
        connection.execute("CREATE TEMPORARY TABLE import (name text)")
    assert rows == [("phone",), ("tablet",)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT amount FROM salary",
        "UPDATE device SET name = 'mine'",
        "TRUNCATE device",
        "DROP TABLE device",
        "ALTER TABLE device ADD COLUMN price bigint",
        "ALTER TABLE device DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE mine (name text)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SET ROLE samkop_owner",
        "SET ROLE samkop_admin",
        "GRANT samkop_owner TO samkop_app",
        "ALTER ROLE samkop_app BYPASSRLS",
        "COPY device TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_the_application_has_no_right_beyond_its_grants(prepared, statement):
    with application(prepared) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_row_security_binds_the_application_and_not_the_owner(prepared):
    with owner(prepared) as connection:
        connection.execute("CREATE TABLE secret (party text)")
        connection.execute("INSERT INTO secret VALUES ('ours'), ('theirs')")
        connection.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY p ON secret FOR SELECT USING (party = 'ours')")
        connection.execute("GRANT SELECT ON secret TO samkop_app")
        assert connection.execute("SELECT count(*) FROM secret").fetchone() == (2,)
    with application(prepared) as connection:
        assert connection.execute("SELECT party FROM secret").fetchall() == [("ours",)]
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT party FROM secret")


def test_the_roles_are_as_weak_as_they_can_be(prepared):
    query = (
        "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
        " rolreplication, (SELECT count(*) FROM pg_auth_members WHERE member = oid)"
        " FROM pg_roles WHERE rolname IN ('samkop_owner', 'samkop_app') ORDER BY rolname"
    )
    with psycopg.connect(prepared.dsn()) as connection:
        rows = connection.execute(query).fetchall()
    powerless = (True, False, False, False, False, False, 0)
    assert rows == [("samkop_app", *powerless), ("samkop_owner", *powerless)]


def test_the_database_belongs_to_the_owner_and_is_closed_to_the_public(prepared):
    query = (
        "SELECT datdba::regrole::text, has_database_privilege('samkop_app', oid, 'CREATE'),"
        " EXISTS (SELECT FROM aclexplode(datacl) WHERE grantee = 0),"
        " (SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension)"
        " FROM pg_database WHERE datname = current_database()"
    )
    with psycopg.connect(prepared.dsn("prepared")) as connection:
        row = connection.execute(query).fetchone()
    extensions = ["btree_gin", "btree_gist", "pg_trgm", "plpgsql"]
    assert row == ("samkop_owner", False, False, extensions)


def test_to_prepare_again_takes_back_powers_and_sets_the_passwords(prepared):
    with psycopg.connect(prepared.dsn(), autocommit=True) as connection:
        connection.execute("ALTER ROLE samkop_app BYPASSRLS CREATEDB PASSWORD 'another'")
        prepare_database(prepared.parameters(), database="prepared", **PASSWORDS)
        query = "SELECT rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = 'samkop_app'"
        assert connection.execute(query).fetchone() == (False, False)
    with application(prepared) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM device").fetchone() == (True,)


PREPARE = """
for word in ("1", "2", "3", "4", "5"):
    prepare_database(ensure_running(data_dir, durable=False).parameters(),
        database="raced" + word, owner_password="of the owner", app_password="of the application")
"""


def test_processes_may_prepare_the_same_databases_at_once(server, in_another_process):
    racers = [in_another_process(PREPARE, server.data_dir) for _ in range(3)]
    answers = [(racer.communicate()[1], racer.returncode) for racer in racers]
    assert answers == [("", 0)] * 3
    with application(server, "raced5") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_without_the_lock_the_same_race_has_losers(server, in_another_process):
    lock_off = (
        "from contextlib import nullcontext\n"
        "from samkop.platform.embedded_postgres import roles\n"
        "roles._one_at_a_time = nullcontext\n"
    )
    twin = lock_off + PREPARE.replace("raced", "unlocked")
    racers = [in_another_process(twin, server.data_dir) for _ in range(3)]
    assert 1 in [racer.communicate() and racer.returncode for racer in racers]


def test_a_clone_is_a_database_of_its_own_with_the_same_rights(prepared):
    admin = prepared.parameters()
    clone_database(admin, "prepared", "clone")
    with application(prepared, "clone") as connection:
        connection.execute("INSERT INTO device VALUES ('only here')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT amount FROM salary")
    with owner(prepared, "clone") as connection:
        connection.execute("ALTER TABLE device ADD COLUMN price bigint")
    with application(prepared) as connection:
        query = "SELECT count(*) FROM device WHERE name = 'only here'"
        assert connection.execute(query).fetchone() == (0,)
    query = (
        "SELECT count(DISTINCT datacl::text) FROM pg_database"
        " WHERE datname IN ('prepared', 'clone')"
    )
    with psycopg.connect(prepared.dsn()) as connection:
        assert connection.execute(query).fetchone() == (1,)
    drop_database(admin, "clone")


def test_a_database_is_dropped_with_whoever_uses_it_and_only_once(prepared):
    admin = prepared.parameters()
    clone_database(admin, "prepared", "used")
    with application(prepared, "used") as connection:
        drop_database(admin, "used")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    drop_database(admin, "used")
    with psycopg.connect(prepared.dsn()) as connection:
        query = "SELECT count(*) FROM pg_database WHERE datname = 'used'"
        assert connection.execute(query).fetchone() == (0,)
