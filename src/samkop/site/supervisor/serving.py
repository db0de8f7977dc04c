"""The supervisor itself: starts the programs, keeps them, and ends them in order."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from samkop.site.supervisor import listening, register
from samkop.site.supervisor.database import (
    ServerKeeper,
    close_own_connections,
    is_embedded,
    release_server,
)
from samkop.site.supervisor.gate import Gate
from samkop.site.supervisor.keeper import Keeper, Program
from samkop.site.supervisor.processes import Process, end

TICK = 0.25  # seconds
PATIENCE_AT_THE_END = 20.0  # seconds; more than gunicorn's own grace
LEFT_BEHIND = 5.0  # seconds that programs of a killed supervisor are given
STOPPED_BY_USER = 130
MOST_WORKERS = 9


def say(sentence: str) -> None:
    """A note to whoever watches."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def serve(
    data: Path,
    *,
    prepare: Callable[[], None],
    ready: Callable[[str], None],
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int | None = None,
    also: Sequence[Program] = (),
) -> int:
    """Serve a data folder until SIGTERM (returns 0) or SIGINT (130).

    First folder and port are taken; then ``prepare`` makes the database ready, while the
    pages load; then the programs start: the pages, the worker, and what stands in ``also``.
    ``ready(address)`` is called when the first page answers. To be called in the main
    thread. Raises ServeError, and what ``prepare`` raises.
    """
    with register.claimed(data) as before:
        if before is not None:
            say("An earlier supervisor did not end in order; what it left is taken over.")
            end(before.programs.values(), patience=LEFT_BEHIND)
        patience = LEFT_BEHIND if before else 0.0
        with listening.listen(host, port, patience=patience) as opened, Gate() as gate:
            web = _web(opened, gate, workers)
            programs = [web, Program("worker", ("worker",)), *also]
            supervisor = Supervisor(data, listening.address(opened), programs, ready)
            with supervisor.warmed_up():
                prepare()
                close_own_connections()
            gate.open()
            return supervisor.run()


class Supervisor:
    """Looks after its programs a few times a second, in one thread."""

    def __init__(
        self, data: Path, address: str, programs: Sequence[Program], ready: Callable[[str], None]
    ) -> None:
        self.data, self.address = data, address
        self.keepers = [Keeper(program, say) for program in programs]
        self.server = ServerKeeper(data, say) if is_embedded() else None
        self.announce = ready
        self.is_ready = self.was_ready = False
        self.stopped_by: int | None = None
        self.stop_count = 0

    @contextmanager
    def warmed_up(self) -> Iterator[None]:
        """Database server and web process load while everything is prepared."""
        if self.server is not None:
            threading.Thread(target=self.server.start, daemon=True).start()
        self.keepers[0].tick()
        self.write_down()
        try:
            yield
        except BaseException:
            self.keepers[0].end()
            raise

    def run(self) -> int:
        """Until a signal says stop; returns the exit code."""
        with self._signals() as woken:
            while self.stopped_by is None:
                self._look_after_everything()
                select.select([woken], [], [], TICK)
                _drain(woken)
            self._end_everything()
        return STOPPED_BY_USER if self.stopped_by == signal.SIGINT else 0

    def _look_after_everything(self) -> None:
        if self.server is not None:
            self.server.tick()
        changed = [keeper.tick() for keeper in self.keepers]
        if any(changed):
            self.is_ready = False
            self.write_down()
        if not self.is_ready and listening.answers(self.address, patience=1.0, environ=os.environ):
            self.is_ready = True
            self.write_down()
            if not self.was_ready:
                self.was_ready = True
                self.announce(self.address)

    def write_down(self) -> None:
        """Tell the next start, and ``samkop doctor``, which processes are ours."""
        own = Process.of(os.getpid())
        assert own is not None  # noqa: S101 - this very process
        programs = {kept.program.name: kept.process for kept in self.keepers if kept.process}
        register.write(self.data, register.Served(own, self.address, self.is_ready, programs))

    def _end_everything(self) -> None:
        say("Stopping; once more, and it stops at once.")
        for keeper in self.keepers:
            keeper.ask_to_end()
        deadline = time.monotonic() + PATIENCE_AT_THE_END
        for keeper in self.keepers:
            while keeper.is_running() and self.stop_count == 1 and time.monotonic() < deadline:
                time.sleep(0.05)
            keeper.end()
        if self.server is not None and not release_server(self.data):
            say("The database server goes on: somebody else is connected to it.")

    @contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """SIGTERM, SIGINT and SIGHUP stop; those and SIGCHLD wake the socket that is given."""
        woken, waking = socket.socketpair()
        for end_of_pair in (woken, waking):
            end_of_pair.setblocking(False)
        stopping = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = {number: signal.signal(number, self._stop) for number in stopping}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _notice)
        descriptor = signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        try:
            yield woken
        finally:
            signal.set_wakeup_fd(descriptor)
            for number, handler in before.items():
                signal.signal(number, handler)
            woken.close()
            waking.close()

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.stopped_by = number
        self.stop_count += 1


def _web(opened: socket.socket, gate: Gate, workers: int | None) -> Program:
    inherited = (opened.fileno(), gate.descriptor)
    numbers = (*inherited, workers or default_workers())
    return Program("web", ("web", *map(str, numbers)), inherited)


def default_workers() -> int:
    """One for each core and one more, which works while the others wait for the database."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min((available or 1) + 1, MOST_WORKERS)


def _notice(_number: int, _frame: FrameType | None) -> None:
    """A child has ended: waking up is all."""


def _drain(woken: socket.socket) -> None:
    try:
        while woken.recv(4096):
            continue
    except BlockingIOError:
        return
