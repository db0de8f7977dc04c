"""Which processes of a server are alive.

PostgreSQL's own postmaster.pid outlives a `kill -9`, and its number may meanwhile be another
process's or a zombie's. Two more signs are used: every process of a server inherits a lock on
`server.lock`, and shows the cluster's path or name in its command line.
"""

import fcntl
import hashlib
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account
from samkop.platform.embedded_postgres.folders import read_own
from samkop.platform.embedded_postgres.layout import Layout

PROC = Path("/proc")
_PID_LINE, _SOCKET_LINE, _STATE_LINE = 0, 4, 7  # src/include/utils/pidfile.h


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What postmaster.pid says; `state` is starting, ready, stopping or standby."""

    pid: int
    socket_folder: Path | None
    state: str


def cluster_name(layout: Layout) -> str:
    """Shown in the title of each of the server's processes."""
    return f"samkop-{hashlib.sha256(bytes(layout.cluster)).hexdigest()[:16]}"


def pid_file(layout: Layout) -> Path:
    return layout.cluster / "postmaster.pid"


def read_postmaster(layout: Layout) -> Postmaster | None:
    """None if there is no such file; a file half written counts as a server that starts."""
    try:
        lines = [line.strip() for line in read_own(pid_file(layout)).splitlines()]
    except FileNotFoundError:
        return None
    if not lines or not lines[_PID_LINE].lstrip("-").isdigit():
        return None
    folder = lines[_SOCKET_LINE] if len(lines) > _SOCKET_LINE else ""
    state = lines[_STATE_LINE] if len(lines) > _STATE_LINE else "starting"
    return Postmaster(abs(int(lines[_PID_LINE])), Path(folder) if folder else None, state)


def is_alive(pid: int, layout: Layout, account: Account) -> bool:
    """Whether the process is this cluster's postmaster (a zombie is not)."""
    if not PROC.joinpath("self").exists():
        with suppress(PermissionError):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return False
        return True
    arguments = _arguments(pid, account)
    return arguments[:1] != [] and (
        Path(arguments[0]).name == "postgres" and str(layout.cluster) in arguments
    )


def orphans(layout: Layout, account: Account) -> list[int]:
    """Processes of the server other than its postmaster; none where there is no /proc."""
    mark = f"postgres: {cluster_name(layout)}: "
    numbers = [int(entry.name) for entry in PROC.glob("[0-9]*")]
    return [pid for pid in numbers if " ".join(_arguments(pid, account)).startswith(mark)]


def end_orphans(layout: Layout, account: Account, *, patience: float) -> None:
    """Ends what a killed postmaster left; the data are safe, as the next start recovers them.

    They notice by themselves, except in the middle of a long computation. `patience` in seconds.
    """
    deadline = time.monotonic() + patience
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for pid in orphans(layout, account):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        while orphans(layout, account) and time.monotonic() < deadline:
            time.sleep(0.02)
        deadline += patience


@contextmanager
def server_lock(layout: Layout, *, patience: float) -> Iterator[int | None]:
    """The descriptor that a new server inherits, or None while processes of one are alive."""
    handle = os.open(layout.server_lock, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        yield handle if _lock(handle, patience) else None
    finally:
        os.close(handle)


def _lock(handle: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        else:
            return True


def _arguments(pid: int, account: Account) -> list[str]:
    """The command line of a process of this user; empty for any other and for a zombie."""
    folder = PROC / str(pid)
    try:
        if folder.stat().st_uid != account.uid:
            return []
        return os.fsdecode((folder / "cmdline").read_bytes()).split("\0")
    except OSError:
        return []
