"""Processes by number and time of start, and how they end together.

A number alone names nobody: after a ``kill -9`` it may be another program's. Only the
process that still has the recorded time of start is ours.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_START_FIELD = 22 - 3  # proc(5): field 22, counted from the one after the command's name
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
POLL = 0.02  # seconds


@dataclass(frozen=True)
class Process:
    """A process of this machine; ``started`` is in the words of its own system."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Process | None:
        """The process that has this number now; None if there is none, or a zombie."""
        started = _started(pid)
        return None if started is None else cls(pid, started)

    def is_alive(self) -> bool:
        """Whether this very process runs, not another one under its number."""
        return _started(self.pid) == self.started

    def send(self, number: signal.Signals) -> None:
        """Send a signal; nothing happens to another process under the same number."""
        if self.is_alive():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)


def end(processes: Iterable[Process], *, patience: float) -> list[Process]:
    """Ask them to end and, after ``patience`` seconds, end them; returns those that ran.

    For processes that are not one's own children, which the system collects itself.
    """
    found = [process for process in processes if process.is_alive()]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in found:
            process.send(number)
        deadline = time.monotonic() + patience
        while any(process.is_alive() for process in found) and time.monotonic() < deadline:
            time.sleep(POLL)
    return found


def die_with_parent(parent: int) -> None:
    """Let the kernel end this process when ``parent``, which started it, ends in any way.

    Linux only (prctl(2)); elsewhere the next start ends what was left behind. Ends this
    process at once if the parent is gone already.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _started(pid: int) -> str | None:
    if not PROC.joinpath("self").exists():
        asked = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        state, _space, started = done.stdout.strip().partition(" ")
        return None if not state or state.startswith("Z") else started.strip()
    try:
        # The command's name, in parentheses, may hold anything.
        fields = (PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else fields[_START_FIELD]
