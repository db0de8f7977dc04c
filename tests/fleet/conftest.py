"""Tests of the fleet need Django."""

import pytest

import ground  # noqa: F401
from browser_ground import pages  # noqa: F401
from samkop.site import wiring


@pytest.fixture(scope="session", autouse=True)
def _jobs_are_known():
    wiring.connect()
