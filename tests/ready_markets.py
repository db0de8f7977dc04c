"""Markets made beforehand, in the database that tests clone.

Most tests begin with a market of a municipality, a supplier and an agreement in force. To make
one by the use cases takes a tenth of a second of processor time; a clone brings some with it,
made by the same use cases.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ground

COUNT = 30  # of a clone; what a file of tests needs beyond is made on the spot
_waiting: dict[str, list[bytes]] = {}  # by the name of the database in which they are


def taken() -> Any | None:
    """The next one of the open database; None when there is none left."""
    here = _waiting.get(*ground.opened)
    return pickle.loads(here.pop()) if here else None  # noqa: S301 - our own


@contextmanager
def at_hand(template: str, database: str) -> Iterator[None]:
    """Those of a template are there to be taken from its clone."""
    _waiting[database] = pickle.loads(_file(template).read_bytes())  # noqa: S301 - our own
    try:
        yield
    finally:
        del _waiting[database]


def prepare(template: str, a_market: Callable[[], Any]) -> None:
    """Make them in the template, which is the open database."""
    made = [pickle.dumps(a_market()) for _ in range(COUNT)]
    _file(template).write_bytes(pickle.dumps(made))


def _file(template: str) -> Path:
    return ground.DATA / f"{template}.markets"
