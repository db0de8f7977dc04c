"""Fixtures for every folder. Django is loaded only by the folders that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


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
