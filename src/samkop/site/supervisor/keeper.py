"""Keeping one program running: started again whenever it ends, sooner or later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from samkop.site.supervisor.processes import Process

LONGEST_PAUSE = 15.0  # seconds
STEADY_AFTER = 10.0  # a program that ran this long had come up
PARENT = "SAMKOP_SUPERVISOR"


@dataclass(frozen=True)
class Program:
    """A program to be kept running: ``arguments`` are those of the command ``samkop``.

    ``web`` is not among its commands; it serves the pages on an inherited socket.
    """

    name: str
    arguments: tuple[str, ...]
    descriptors: tuple[int, ...] = ()


def pause_after(failures: int) -> float:
    """Seconds to wait before the next start, after so many early ends in a row."""
    return 0.0 if failures <= 1 else min(0.5 * 2 ** (failures - 2), LONGEST_PAUSE)


class Keeper:
    """One program and its process. ``tick`` is called again and again by the supervisor."""

    def __init__(self, program: Program, say: Callable[[str], None]) -> None:
        self.program = program
        self.say = say
        self.running: subprocess.Popen[bytes] | None = None
        self.process: Process | None = None
        self.failures = 0
        self.started_at = self.due_at = 0.0

    def tick(self) -> bool:
        """Notice an end, start when it is time; whether anything changed."""
        now = time.monotonic()
        if self.running is not None:
            code = self.running.poll()
            if code is None:
                return False
            early = now - self.started_at < STEADY_AFTER
            self.failures = self.failures + 1 if early else 1
            pause = pause_after(self.failures)
            self.running, self.process, self.due_at = None, None, now + pause
            again = f"starting again in {pause:g} s" if pause else "starting again"
            self.say(f"The program {self.program.name} {ending(code)}; {again}.")
        if now < self.due_at:
            return False
        self._start(now)
        return True

    def ask_to_end(self) -> None:
        """Let it finish what it is doing and end."""
        if self.running is not None:
            self.running.terminate()

    def is_running(self) -> bool:
        """Whether its process has not ended yet."""
        return self.running is not None and self.running.poll() is None

    def end(self) -> None:
        """End it by force if it has not ended by itself, and collect it."""
        if self.running is not None:
            if self.is_running():
                self.running.kill()
            self.running.wait()
        self.running = self.process = None

    def _start(self, now: float) -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-m", "samkop.site.supervisor.child", *self.program.arguments],
            env={**os.environ, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),  # what programs say are notes, not answers
            pass_fds=self.program.descriptors,
            process_group=0,  # Ctrl-C reaches the supervisor alone, which ends them in order
        )
        self.process, self.started_at = Process.of(self.running.pid), now


def ending(code: int) -> str:
    """A program's exit code in words."""
    if code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return "ended" if code == 0 else f"failed (exit code {code})"
