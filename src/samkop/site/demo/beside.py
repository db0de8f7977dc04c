"""A second process that does what can be done beside the first, as a worker would."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any, Self

from django.db import connections

from samkop.site.supervisor.processes import die_with_parent

POLL = 0.005  # seconds

_over: Event  # of the second process: whether nothing more will come


class Beside:
    """One process beside this one, forked when it is first needed; it ends with this one."""

    def __init__(self) -> None:
        forking = multiprocessing.get_context("fork")
        self._over = forking.Event()
        self._pool = ProcessPoolExecutor(
            1, forking, initializer=_begin, initargs=(os.getpid(), self._over)
        )
        self._busy: Future[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        self._over.set()
        self._pool.shutdown(cancel_futures=True)

    def do(self, work: Callable[..., Any], *inputs: Any) -> None:
        """Let it do something; ``wait`` raises what went wrong."""
        if self._busy is None:
            # A connection is not shared: each process opens its own.
            connections.close_all()
        self.wait()
        self._busy = self._pool.submit(work, *inputs)

    def wait(self) -> None:
        """Until it has nothing to do; raises what its work raised."""
        if self._busy is not None:
            self._busy.result()

    @contextmanager
    def sharing(self, take: Callable[[], int]) -> Iterator[None]:
        """Let it take its share of what comes in meanwhile, and to the end, unless it is busy.

        ``take`` is a function of a module; it answers with how much there was to do.
        """
        if self._busy is not None and not self._busy.done():
            yield
            return
        self._over.clear()
        self.do(_share, take)
        try:
            yield
        finally:
            self._over.set()
        self.wait()


def _begin(parent: int, over: Event) -> None:
    global _over  # noqa: PLW0603 - a process has one
    die_with_parent(parent)
    # Whoever presses Ctrl-C ends the first process, which waits for what this one has in hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _over = over


def _share(take: Callable[[], int]) -> None:
    over = False
    while not over:
        # Asked first: what came before it is over is still taken.
        over = _over.is_set()
        while take():
            continue
        if not over:
            time.sleep(POLL)
