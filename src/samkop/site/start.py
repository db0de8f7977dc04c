"""Getting a process ready: the data folder, Django, the database, the static files."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from samkop.platform.database.target import login_of
from samkop.site import installation

# Any number will do, as long as it is the same for every process of an installation.
MIGRATION_LOCK = 7_262_027


def django() -> Path:
    """Make Django ready for this process; returns the data folder."""
    data = installation.prepare(os.environ)
    with loading():
        import django as framework

        framework.setup()
        from samkop.site import wiring

    log_to_stderr()
    wiring.connect()
    return data


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage among what is loaded: it stays to the end.

    Otherwise an eighth of the time that loading takes goes into looking for it.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if looking:
            gc.enable()


def everything() -> Path:
    """Make ready what the pages and the worker need; leaves no connection open."""
    installation.prepare(os.environ)
    with ThreadPoolExecutor(1) as beside:
        # The server starts while Django loads, and a new one creates its files.
        starting = beside.submit(login_of, "owner")
        data = django()
        starting.result()
        # Compressing leaves Python to the migrations, which wait for the database half of their
        # time.
        collecting = beside.submit(collect_static)
        migrate()
        collecting.result()
    from django.db import connections

    connections.close_all()
    return data


def log_to_stderr() -> None:
    """One line an event, on standard error; answers alone go to standard output."""
    import structlog

    level = logging.getLogger().level or logging.WARNING  # as Django has set it up
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=coloured)
            if coloured
            else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def missing_migrations() -> list[str]:
    """The migrations that the database has not had yet, as ``app.name``."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> None:
    """Run what is missing of the migrations, as the owner; quick when nothing is.

    Of several processes that start together one migrates, and the others wait for it.
    """
    from django.db import connections

    from samkop.platform import migrating

    if not missing_migrations():
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            migrating.migrate()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def collect_static() -> None:
    """Copy, hash and compress the static files, when they are not those of last time."""
    from django.conf import settings
    from django.core.management import call_command

    stamp, digest = Path(settings.STATIC_ROOT, ".stamp"), static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)


def static_digest() -> str:
    """Changes whenever a static file of the installed apps does."""
    import hashlib

    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    return digest.hexdigest()
