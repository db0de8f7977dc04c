"""All checks in order; those that need the database only where it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from samkop.site.doctor.findings import Finding, Level, note


def examine(data: Path) -> Iterator[Finding]:
    """Everything that is to be said of the installation in ``data``; starts its server."""
    from samkop.site.doctor import database, folder, people, work

    yield from folder.examine_folder(data)
    login = database.examine_login(data)
    yield login
    if login.level is Level.WRONG:
        return
    now = database.now_in_utc()
    found = list(database.examine_database(now))
    yield from found
    if all(finding.level is not Level.WRONG for finding in found):
        yield from people.examine_people(now)
        yield from work.examine_work(data, now)
    yield people.examine_mail()
    yield from tests_only()


def tests_only() -> Iterator[Finding]:
    """What only ``samkop test`` needs."""
    from samkop.site.checks import chromium
    from samkop.site.project import project

    if project() is not None and chromium() is None:
        yield note(
            "chromium-missing",
            "There is no Chromium, which only the browser tests of `samkop test` need.",
        )
