"""Where the tests keep their data: in memory, where there is room for it.

A database of ours is two thousand files. Each module of tests clones one, for which a file
system on a disk takes about ten times as long as one in memory; and nobody needs it afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samkop.site.supervisor.processes import Process

PREFIX = "samkop-test-run-"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
ENOUGH = 8 << 30  # bytes: the server alone may keep 2 GiB of its log (max_wal_size)


@contextmanager
def tests_folder() -> Iterator[Path]:
    """A folder for the tests' data, removed afterwards with the server that runs in it.

    What a killed run left is removed before.
    """
    parent = quickest()
    for left in parent.glob(f"{PREFIX}*"):
        if not _in_use(left):
            _remove(left)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    # The database server of a test that root runs belongs to another user, who has to get there.
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        _remove(folder)


def quickest(memory: Path = IN_MEMORY) -> Path:
    """``memory`` if programs may run in it and it has room to spare, otherwise the usual one."""
    try:
        room = os.statvfs(memory)
    except FileNotFoundError:
        return Path(tempfile.gettempdir())
    fits = room.f_frsize * room.f_bavail >= ENOUGH and available() >= ENOUGH
    usable = os.access(memory, os.W_OK) and not room.f_flag & os.ST_NOEXEC
    return memory if fits and usable else Path(tempfile.gettempdir())


def available() -> int:
    """Bytes of memory that new programs can have, by the kernel's own estimate (proc(5))."""
    found = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text("ascii"))
    return int(found[1]) << 10 if found else 0


def _in_use(folder: Path) -> bool:
    """Whether who made it runs, or it is another user's, or gone by now."""
    maker = folder.name.removeprefix(PREFIX).split("-")[0]
    try:
        mine = folder.lstat().st_uid == os.getuid()
    except FileNotFoundError:
        return True
    return not mine or not maker.isdecimal() or Process.of(int(maker)) is not None


def _remove(folder: Path) -> None:
    from samkop.platform import embedded_postgres as postgres

    postgres.stop(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)
