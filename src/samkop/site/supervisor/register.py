"""Who serves a data folder: a lock that dies with its holder, and a file that says who."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samkop.site.supervisor.errors import ServeError
from samkop.site.supervisor.processes import Process


@dataclass(frozen=True)
class Served:
    """What the file says: the supervisor, where it listens, whether it answers, its programs.

    ``programs`` has the running ones by name (``web``, ``worker``, …).
    """

    supervisor: Process
    address: str
    ready: bool = False
    programs: Mapping[str, Process] = field(default_factory=dict)

    @property
    def is_alive(self) -> bool:
        """Whether the supervisor that wrote this runs."""
        return self.supervisor.is_alive()


@contextmanager
def claimed(data: Path) -> Iterator[Served | None]:
    """Be the one supervisor of a data folder; gives what an ended one left in the file.

    Raises ServeError ``serving-already``. The file is removed at the end, unless killed.
    """
    folder = data / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    # Not inherited by programs (PEP 446): the lock ends with this process and no other.
    handle = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = read(data)
            raise ServeError(
                "serving-already",
                data=data,
                address=now.address if now else "an address that it is just opening",
                pid=now.supervisor.pid if now else "that holds run/serve.lock",
            ) from None
        try:
            yield read(data)
        finally:
            _file(data).unlink(missing_ok=True)
    finally:
        os.close(handle)


def read(data: Path) -> Served | None:
    """What the file of a data folder says, also of processes that ended; None without one."""
    try:
        content = json.loads(_file(data).read_text())
        return Served(
            Process(**content["supervisor"]),
            content["address"],
            content["ready"],
            {name: Process(**found) for name, found in content["programs"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(data: Path, served: Served) -> None:
    """Replace the file, whole or not at all."""
    content: dict[str, Any] = {
        "supervisor": vars(served.supervisor),
        "address": served.address,
        "ready": served.ready,
        "programs": {name: vars(process) for name, process in served.programs.items()},
    }
    draft = _file(data).with_suffix(".draft")
    draft.write_text(json.dumps(content, indent=1) + "\n")
    draft.replace(_file(data))


def _file(data: Path) -> Path:
    return data / "run" / "serve.json"
