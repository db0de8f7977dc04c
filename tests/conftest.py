"""Fixtures for every folder. Django is loaded only by the folders that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How fast a busy machine draws examples says nothing about what they show.
settings.register_profile("samkop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("samkop")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A migrated database for the tests of one module; they share it, so each test makes
    parties of its own."""
    import ground

    with ground.cloned() as name:
        yield name


@pytest.fixture
def own_database() -> Iterator[str]:
    """A migrated database for one test alone: races, crashes, retries."""
    import ground

    with ground.cloned() as name:
        yield name
