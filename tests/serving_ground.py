"""A real installation in tests: ``samkop serve`` as a process of its own, with its own data.

Its database server waits for the disk, as in earnest. The tests' own server is not touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

import ground
from installed import copied
from samkop.platform import embedded_postgres as postgres
from samkop.platform.database import target
from samkop.site.check_folder import quickest
from samkop.site.supervisor import register
from samkop.site.supervisor.processes import Process

COMMAND = [sys.executable, "-c", "from samkop.site.cli import main; main()"]


class Installation:
    """A data folder and the supervisor that serves it."""

    def __init__(self, data: Path, static: Path | None = None) -> None:
        self.data = data
        self.static = static or data / "static"
        self.log = data / "serve.log"
        self.supervisor: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "SAMKOP_DATA": str(self.data),
            "SAMKOP_STATIC": str(self.static),
        }

    def start(self, *arguments: str) -> None:
        """Start serving, on a free port unless told otherwise."""
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [*COMMAND, "serve", "--workers", "2", *(arguments or ("--port", "0"))],
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command on the same data."""
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def served(self) -> register.Served | None:
        return register.read(self.data)

    def is_ready(self) -> bool:
        found = self.served
        return found is not None and found.is_alive and found.ready

    def wait(
        self, condition: Callable[[], object], seconds: float = 60, *, look_every: float = 0.05
    ) -> None:
        """Wait for what another process is about to do; fails with its log if it does not."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(self.log.read_text()[-4000:])
            time.sleep(look_every)

    @property
    def postmaster(self) -> Process:
        """The first process of the database server."""
        pid = postgres.status(self.data).pid
        assert pid is not None
        found = Process.of(pid)
        assert found is not None
        return found

    def stop(self) -> int:
        """Stop in order; returns the supervisor's exit code."""
        assert self.supervisor is not None
        self.supervisor.send_signal(signal.SIGTERM)
        return self.supervisor.wait(60)

    def point_here(self) -> None:
        """Let this process use the installation's database."""
        found = postgres.connection_settings(self.data, {})
        logins = {
            "application": target.django_settings(found.application),
            "owner": target.django_settings(found.owner),
        }
        connections.close_all()
        target.use(lambda: logins)


def children_of(process: Process) -> list[Process]:
    """The processes that a process has started and that run now."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [child for child in map(Process.of, map(int, listed)) if child is not None]


@contextmanager
def an_installation(*, used_before: bool = False) -> Iterator[Installation]:
    """An empty data folder; whatever serves it is ended and everything removed afterwards.

    With ``used_before`` its database is migrated and stopped, and it shows the static files
    that the fixture ``pages`` collects.
    """
    # Not pytest's tmp_path: that lies in a folder which root's server user cannot pass through.
    folder = Path(tempfile.mkdtemp(prefix="samkop-serve-", dir=quickest()))
    installation = Installation(folder, ground.DATA / "static" if used_before else None)
    try:
        if used_before:
            copied(ground.installed(), folder)
        yield installation
    finally:
        connections.close_all()
        if installation.supervisor is not None and installation.supervisor.poll() is None:
            installation.supervisor.kill()
            installation.supervisor.wait()
        postgres.stop(installation.data)
        shutil.rmtree(installation.data, ignore_errors=True)
