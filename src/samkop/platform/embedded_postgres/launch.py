"""Launching the server's first process, and telling why it did not come up."""

import subprocess
import tempfile
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account
from samkop.platform.embedded_postgres.cluster import ENVIRONMENT, is_disk_full, last_lines
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.folders import read_own
from samkop.platform.embedded_postgres.layout import Layout
from samkop.platform.embedded_postgres.processes import is_alive, read_postmaster

_TAIL = 20_000  # characters of a log that are searched for the reason


def launch(programs: Path, layout: Layout, account: Account, lock: int, *, seconds: int) -> None:
    """Starts the server as a daemon that inherits `lock`, and waits until it is ready.

    Returns after `seconds` though it is still starting (a recovery may take long). Raises
    EmbeddedPostgresError with the end of the log if it gave up.
    """
    first_words = layout.log / "start.log"
    first_words.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as output:  # a pipe would be kept open by the server
        done = subprocess.run(
            [
                *(programs / "pg_ctl", "start", "--pgdata", layout.cluster, "--silent"),
                *("--log", first_words, "--wait", "--timeout", str(seconds)),
            ],
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            pass_fds=(lock,),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupt at the keyboard must not reach the server
            umask=0o077,
            **account.identity(),
        )
    found = read_postmaster(layout)
    if done.returncode == 0 or (found and is_alive(found.pid, layout, account)):
        return
    reason = _reason(layout)
    if is_disk_full(reason):
        raise EmbeddedPostgresError("disk-full", folder=layout.cluster)
    raise EmbeddedPostgresError("server-not-started", folder=layout.cluster, reason=reason)


def _reason(layout: Layout) -> str:
    """The last lines of the newest log that says anything."""
    logs = sorted(layout.log.glob("*.log"), key=lambda path: path.lstat().st_mtime)
    texts = [read_own(path)[-_TAIL:] for path in logs]
    return last_lines(next((text for text in reversed(texts) if text.strip()), "(empty)"))
