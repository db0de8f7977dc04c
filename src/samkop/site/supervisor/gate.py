"""A gate between processes: closed while the database is prepared, open for ever after.

A pipe of which the supervisor holds the writing end: while it does, readers wait.
"""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self


class Gate:
    """The supervisor's side; ``descriptor`` is what the others inherit."""

    def __init__(self) -> None:
        self.descriptor, self._held = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.open()
        os.close(self.descriptor)

    def open(self) -> None:
        """Let everybody through, now and later."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1


def wait_at(descriptor: int) -> None:
    """Wait until the gate is open (or its holder is gone)."""
    os.read(descriptor, 1)
