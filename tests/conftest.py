"""Fixtures for every folder. Django is loaded only by the folders that ask for it."""

from __future__ import annotations

import fcntl
import gc
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast a busy machine draws examples says nothing about what they show.
settings.register_profile("samkop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("samkop")


# Files of minutes: begun last, one of them would keep one process busy and the other waiting.
# The very first needs no database to clone, which the second has made meanwhile.
LONG = (
    "site/test_serve.py", "browser/test_accessibility.py", "site/test_wall.py",
    "ordering/test_races.py", "flows/test_month.py", "flows/test_crashes.py", "flows/test_demo.py",
    "browser/test_phone_tasks.py", "browser/test_portal_flow.py",
    "platform/embedded_postgres/test_server.py", "site/test_api_conformance.py",
    "browser/test_tender_flow.py",
)  # fmt: skip


def pytest_configure() -> None:
    """Who begins the tests in the background has Ctrl-C ignored, and so would what they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Folders whose tests place order after order, a few lines each.
PLANNED_ONCE = ("invoicing", "ordering")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, all else in its order."""
    tests = Path(__file__).parent
    place = {tests / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path, len(LONG)))


def pytest_collection_finish() -> None:
    """What has been loaded stays to the end: garbage is not looked for in it time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """One process after another reads the tests: what the first compiles the next one finds."""
    data = os.environ.get("SAMKOP_TEST_DATA")
    if data is None or "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    Path(data).mkdir(mode=0o711, parents=True, exist_ok=True)
    with Path(data, "collection.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return (yield)


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database for the tests of one module; they share it, so each test makes
    parties of its own. Of a module marked ``empty_database`` nothing is in it."""
    import ground

    empty = request.node.get_closest_marker("empty_database")
    with ground.cloned() if empty else ground.cloned_with_markets() as name:
        if request.path.parent.name in PLANNED_ONCE:
            ground.plan_once(name)
        yield name


@pytest.fixture
def own_database() -> Iterator[str]:
    """A migrated database for one test alone: races, crashes, retries."""
    import ground

    with ground.cloned() as name:
        yield name
