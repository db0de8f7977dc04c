"""The folder of the server's socket: private, and short enough for a socket's address.

A socket's path holds at most 107 bytes on Linux (unix(7)) and 103 on macOS. It lies in the data
folder if it fits there, where nobody else can lay anything, and in /tmp otherwise.
"""

import hashlib
import socket
import struct
import sys
import tempfile
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account
from samkop.platform.embedded_postgres.connections import PORT
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.folders import belongs_to_alone, private_folder
from samkop.platform.embedded_postgres.layout import Layout

LIMIT = 103 if sys.platform == "darwin" else 107
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # PostgreSQL documentation, "Message Formats"
_PATIENCE = 5  # seconds
SHORT_PARENT = Path("/tmp")  # noqa: S108  (checked for its owner; TMPDIR may be long)


def socket_path(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"


def make_socket_folder(layout: Layout, account: Account) -> Path:
    """Creates or takes over the folder, with owner and mode checked, and empties it.

    A killed server leaves its socket and a lock with its number, which a new one would respect
    if that number were meanwhile another process's or a zombie's.
    """
    folder = _socket_folder(layout, account)
    for left in (socket_path(folder), Path(f"{socket_path(folder)}.lock")):
        left.unlink(missing_ok=True)
    return folder


def _socket_folder(layout: Layout, account: Account) -> Path:
    if _fits(layout.run):
        private_folder(layout.run, account)
        return layout.run
    digest = hashlib.sha256(bytes(layout.data_dir)).hexdigest()[:16]
    short = SHORT_PARENT / f"samkop-{account.uid}-{digest}"
    try:
        private_folder(short, account)
    except EmbeddedPostgresError:  # somebody was here first, to hinder or to listen
        short = Path(tempfile.mkdtemp(prefix="samkop-", dir=SHORT_PARENT))
        private_folder(short, account)
    if not _fits(short):
        raise EmbeddedPostgresError(
            "socket-path-too-long", folder=short, length=_length(short), limit=LIMIT
        )
    return short


def remove_short_folder(layout: Layout, folder: Path) -> None:
    """Leaves nothing in /tmp once the server is stopped."""
    if folder.parent == SHORT_PARENT and folder != layout.run and not any(folder.iterdir()):
        folder.rmdir()


def check_socket_folder(folder: Path, account: Account) -> None:
    """Refuses a folder in which somebody else could listen in the server's place."""
    if not belongs_to_alone(folder, account.uid):
        raise EmbeddedPostgresError("socket-folder-unsafe", folder=folder, user=account.name)


def answers(folder: Path) -> bool:
    """Whether a server replies on the socket.

    Connecting alone proves nothing: it succeeds with a process that is being killed or hangs.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(_PATIENCE)
        try:
            client.connect(str(socket_path(folder)))
            client.sendall(_SSL_REQUEST)
            return client.recv(1) != b""
        except OSError:
            return False


def _fits(folder: Path) -> bool:
    # libpq takes a comma as the beginning of another host, and only an absolute path as a folder.
    return _length(folder) <= LIMIT and "," not in str(folder)


def _length(folder: Path) -> int:
    return len(bytes(socket_path(folder)))
