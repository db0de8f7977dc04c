"""A rival's answer, asked in a process of its own, which can be ended."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any


def asked_apart(answer: Callable[..., object], *given: object, seconds: float) -> Any:
    """What a function of a module answers, None if it is not done in time.

    A solver looks at its own time limit seldom. Raises EOFError where the process ends without an
    answer, which is no slow one.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(there, answer, given), daemon=True)
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(seconds) else None
    finally:
        child.kill()
        child.join()


def _send(there: Connection, answer: Callable[..., object], given: tuple[object, ...]) -> None:
    there.send(answer(*given))
