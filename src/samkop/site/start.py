"""Getting a process ready: the data folder, Django, the database."""

from __future__ import annotations

import os
from pathlib import Path

from samkop.site import installation


def django() -> Path:
    """Make Django ready for this process; returns the data folder."""
    data = installation.prepare(os.environ)
    import django as framework

    framework.setup()
    from samkop.site import wiring

    wiring.connect()
    return data


def migrate() -> None:
    """Run what is missing of the migrations, as the owner; quick when nothing is."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database="owner", verbosity=0, interactive=False)


def collect_static() -> None:
    """Copy, hash and compress the static files, when they are not those of last time."""
    import hashlib

    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    stamp = Path(settings.STATIC_ROOT, ".stamp")
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest())
