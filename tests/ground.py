"""Makes Django ready for the tests and gives them real databases.

Imported by the conftest of each folder whose tests need Django; ``tests/core`` does not.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import samkop
from installed import copied
from samkop.platform import embedded_postgres as postgres
from samkop.platform.database import target

SOURCE = Path(samkop.__file__).parent
DATA = Path(
    os.environ.get("SAMKOP_TEST_DATA") or f"{tempfile.gettempdir()}/samkop-tests-{os.getuid()}"
)

os.environ["SAMKOP_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "samkop.site.settings"
os.environ["SAMKOP_SECRET_KEY"] = "only for the tests"
os.environ["SAMKOP_STATIC"] = str(DATA / "static")
os.environ["SAMKOP_HOSTS"] = "testserver localhost 127.0.0.1"
os.environ["SAMKOP_EMAIL"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DATABASE_OWNER_URL", None)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402
from django.db import connections  # noqa: E402

from samkop.platform.migrating import migrate  # noqa: E402


class QuickHasher(PBKDF2PasswordHasher):
    """Passwords in tests are invented: they need no slow hash."""

    iterations = 1000


settings.PASSWORD_HASHERS = [f"{__name__}.QuickHasher"]

opened: list[str] = []  # the name of the database to which the connections go
DATABASE = "samkop"  # of an installation
PASSWORDS = {"owner_password": "owner of a test", "app_password": "application of a test"}


@cache
def migrations_digest() -> str:
    """Changes whenever a file does that a migrated database is made of."""
    digest = hashlib.sha256()
    made_of = ("*/migrations/*.py", "platform/embedded_postgres/*", "platform/row_security.py",
               "platform/infrastructure.py")  # fmt: skip
    files = [path for pattern in made_of for path in SOURCE.glob(pattern) if path.is_file()]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def server() -> postgres.Server:
    """The tests' own server: as the real one, but without waiting for the disk."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    return postgres.ensure_running(DATA, durable=False)


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Of several test processes that share the folder one does it, and the others wait."""
    DATA.mkdir(mode=0o711, parents=True, exist_ok=True)
    # A server that root starts belongs to another user, who has to get to folders in it.
    DATA.chmod(0o711)
    with (DATA / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def logins(name: str, running: postgres.Server | None = None) -> dict[str, target.Login]:
    """How the two roles log in to the database ``name``, of the tests' server or another."""
    running = running or server()
    found = {}
    for role, user, password in (
        ("application", postgres.APPLICATION_ROLE, PASSWORDS["app_password"]),
        ("owner", postgres.OWNER_ROLE, PASSWORDS["owner_password"]),
    ):
        found[role] = target.django_settings(running.parameters(name, user, password))
    return found


def point_at(name: str, running: postgres.Server | None = None) -> None:
    """Let Django's connections go to the database ``name`` from now on."""
    opened[:] = [name]
    connections.close_all()
    target.use(lambda: logins(name, running))


@cache
def markets_digest() -> str:
    """Changes whenever anything does that ready markets may be made by."""
    digest = hashlib.sha256(migrations_digest().encode())
    folders = (SOURCE, Path(__file__).parent / "factories")
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def template() -> str:
    """The name of a migrated database to clone from; made once for these migrations."""
    return _made_once(_template(), _migrated)


def _template() -> str:
    return f"template_{migrations_digest()}"


@cache
def template_with_markets() -> str:
    """The same, in which ready markets wait."""
    return _made_once(f"markets_{markets_digest()}", _with_markets)


def _made_once(name: str, make: Callable[[str], None]) -> str:
    """A database that ``make`` makes, unless it is there, and to which nobody may connect:
    such a one can be cloned at any time."""
    import psycopg

    with one_at_a_time("server"):
        if not (DATA / "postgresql" / "data").exists():
            copied(installed(), DATA)
    with psycopg.connect(**server().parameters("postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        known = admin.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND NOT datallowconn", [name]
        ).fetchone()
        if not known:
            postgres.drop_database(server().parameters("postgres"), name)
            make(name)
            connections.close_all()
            _close(name, server())
    return name


def _close(name: str, running: postgres.Server) -> None:
    """Let nobody connect to the database ``name``."""
    import psycopg

    with psycopg.connect(**running.parameters(), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")


def _migrated(name: str, running: postgres.Server | None = None) -> None:
    running = running or server()
    postgres.prepare_database(running.parameters(), database=name, **PASSWORDS)
    point_at(name, running)
    migrate()
    connections.close_all()


def installed() -> Path:
    """A data folder to be copied, in which a migrated installation stands still.

    Made once for these migrations. The tests' own server begins as its copy, for which the
    migrated database stands in it a second time, as a template. Django's connections go nowhere
    afterwards.
    """
    folder = DATA / f"installed_{migrations_digest()}"
    with one_at_a_time("installed"):
        if not folder.exists():
            for old in DATA.glob("installed_*"):
                shutil.rmtree(old, ignore_errors=True)
            draft = folder.with_suffix(".draft")
            running = postgres.ensure_running(draft, durable=False)
            try:
                _migrated(DATABASE, running)
                postgres.clone_database(running.parameters(), DATABASE, _template())
                _close(_template(), running)
            finally:
                postgres.stop(draft)
            draft.rename(folder)
    return folder


def _with_markets(name: str) -> None:
    import ready_markets
    from factories.ordering import a_market_made

    postgres.clone_database(server().parameters("postgres"), template(), name)
    point_at(name)
    ready_markets.prepare(name, a_market_made)


@contextmanager
def cloned(source: str | None = None) -> Iterator[str]:
    """A database of one's own, a clone of ``source`` or of a migrated one; dropped afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    # First of all: with it the tests' server begins.
    source = source or template()
    postgres.clone_database(server().parameters("postgres"), source, name)
    point_at(name)
    try:
        yield name
    finally:
        connections.close_all()
        postgres.drop_database(server().parameters("postgres"), name)


def plan_once(name: str) -> None:
    """Let PostgreSQL plan each statement once a connection to the clone ``name``.

    A clone lives for some dozen orders; their statements would each be planned six times before
    the plan is kept with which a connection of an installation works from then on. Not where
    tens of thousands of rows are handed over at once: such a plan reckons with ten.
    """
    import psycopg

    with psycopg.connect(**server().parameters("postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} SET plan_cache_mode = force_generic_plan")


@contextmanager
def cloned_with_markets() -> Iterator[str]:
    """One in which some markets are ready for ``a_market()`` to take."""
    import ready_markets

    source = template_with_markets()
    with cloned(source) as name, ready_markets.at_hand(source, name):
        yield name
