"""Under which user the server runs: oneself, or an unprivileged user when started by root."""

import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

SERVICE_USER = "samkop"
FALLBACK_USER = "nobody"


class Identity(TypedDict, total=False):
    """The arguments of subprocess.run which change the user; empty for oneself."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """The user that owns the server's processes and files."""

    uid: int
    gid: int

    @property
    def name(self) -> str:
        return user_name(self.uid)

    @property
    def is_oneself(self) -> bool:
        return self.uid == os.geteuid()

    def identity(self) -> Identity:
        if self.is_oneself:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def user_name(uid: int) -> str:
    """The name of a user, or its number where it has none (as in some containers)."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def server_account(cluster: Path) -> Account:
    """Oneself; for root the owner of an existing cluster, else `samkop`, else `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner != 0:
        return _account_of(pwd.getpwuid(owner))
    return _service_account() or _account_of(pwd.getpwnam(FALLBACK_USER))


def _account_of(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid)


def _service_account() -> Account | None:
    for pause in (0.0, 0.1, 0.5, 1.0):  # another process may hold the lock of /etc/passwd
        time.sleep(pause)
        try:
            return _account_of(pwd.getpwnam(SERVICE_USER))
        except KeyError:
            if not _create_service_user():
                return None
    return None


def _create_service_user() -> bool:
    """Whether it is worth looking for the user again."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return False
    subprocess.run(
        [
            useradd,
            *("--system", "--user-group", "--no-create-home"),
            *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"),
            *("--comment", "Samkop database server", SERVICE_USER),
        ],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    return True
