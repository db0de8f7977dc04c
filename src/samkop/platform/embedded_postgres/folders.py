"""Folders and files that only the right user can read, made without following symbolic links."""

import fcntl
import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account, user_name
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.layout import Layout

_MISREAD = frozenset('"$`\\\n')  # by the shell, through which pg_ctl starts the server


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one process at a time; the lock goes with the process, however it ends."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def belongs_to_alone(folder: Path, uid: int) -> bool:
    """Whether it is a folder (no link) of this user which nobody else may enter."""
    found = folder.lstat()
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == uid
        and stat.S_IMODE(found.st_mode) & 0o077 == 0
    )


def private_folder(folder: Path, owner: Account) -> None:
    """Makes a 0700 folder of `owner`, or corrects the mode of the existing one.

    Raises EmbeddedPostgresError if something else stands there.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink() or not folder.is_dir():
        refuse_foreign(folder, folder.lstat().st_uid)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        found = os.fstat(handle).st_uid
        if found not in {owner.uid, os.geteuid()}:
            refuse_foreign(folder, found)
        os.fchmod(handle, 0o700)
        os.fchown(handle, owner.uid, owner.gid)
    finally:
        os.close(handle)


def refuse_foreign(folder: Path, owner: int) -> None:
    raise EmbeddedPostgresError(
        "data-folder-of-another-user",
        folder=folder,
        owner=user_name(owner),
        user=user_name(os.geteuid()),
    )


def check_owner(layout: Layout) -> None:
    """Refuses a data folder of another user.

    Root would write where that user can lay symbolic links; anybody else could not write at all.
    Raises FileNotFoundError if the data folder does not exist.
    """
    owner = layout.data_dir.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        refuse_foreign(layout.data_dir, owner)
    if layout.home.exists() and (owner := layout.home.stat().st_uid) != os.geteuid():
        refuse_foreign(layout.home, owner)


def make_server_folders(layout: Layout, account: Account) -> None:
    """The data folder and the server's home in it, which `account` can pass through."""
    if _MISREAD.intersection(str(layout.data_dir)):
        raise EmbeddedPostgresError("data-folder-name", folder=layout.data_dir)
    if not layout.data_dir.exists():
        layout.data_dir.parent.mkdir(parents=True, exist_ok=True)
        layout.data_dir.mkdir(mode=0o700, exist_ok=True)
    check_owner(layout)
    layout.home.mkdir(mode=0o700, exist_ok=True)
    if not account.is_oneself:
        _let_pass(layout.data_dir, account)
        _let_pass(layout.home, account)
        _check_passage(layout.home, account)
    private_folder(layout.log, account)


def _let_pass(folder: Path, account: Account) -> None:
    """Grants the account's group the passage, and nothing more, where others have none."""
    found = folder.stat()
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o001 or (found.st_gid == account.gid and mode & 0o010):
        return
    os.chown(folder, -1, account.gid)
    folder.chmod(mode & ~0o070 | 0o010)


def _check_passage(folder: Path, account: Account) -> None:
    for step in [*reversed(folder.parents), folder]:
        entered = subprocess.run(
            ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(step)],
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            **account.identity(),
        )
        if entered.returncode != 0:
            raise EmbeddedPostgresError("data-folder-closed", folder=step, user=account.name)


def write_private(path: Path, text: str, owner: Account | None = None) -> None:
    """Puts a 0600 file in place at once, so that a reader sees all of it or the former one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if owner is not None:
                os.fchown(file.fileno(), owner.uid, owner.gid)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_own(path: Path) -> str:
    """The text of a file, which must not be a symbolic link."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, encoding="utf-8", errors="replace") as file:
        return file.read()
