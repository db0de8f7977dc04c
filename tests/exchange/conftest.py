"""Django for this folder; a data folder and a trade for each test."""

import pytest

import ground  # noqa: F401
from browser_ground import pages  # noqa: F401


@pytest.fixture
def trade(database, tmp_path):
    """A buyer and a seller of this test alone, in a data folder of its own."""
    from factories.exchange import a_trade

    return a_trade(tmp_path)
