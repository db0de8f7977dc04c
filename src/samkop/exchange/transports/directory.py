"""The directory transport: files in folders, also over mounted SFTP.

``<data>/exchange/<party>/outbox/<type>-<number>.xml`` holds what the party sent, kept after
sending. ``<data>/exchange/<party>/inbox/`` takes what is sent to it: only ``*.xml`` is
read, so the other side writes under another name and renames.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from samkop.core.edocs.limits import STANDARD
from samkop.exchange.transports.files import sync_folder, write_whole
from samkop.exchange.transports.parcel import Parcel, TransportError

CHUNK = 1 << 20
# The folders in an inbox into which its files are moved.
READ, QUARANTINE = "read", "quarantine"

log = structlog.get_logger()


@dataclass(frozen=True)
class Arrival:
    """A file that lies in an inbox; ``content`` is empty where it is larger than is read."""

    path: Path
    content: bytes
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        """The file's name as text that any database takes."""
        return _shown(Path(self.path.name))


def outbox(data: Path, folder: str) -> Path:
    """Where a party's documents lie after sending."""
    return data / "exchange" / folder / "outbox"


def inbox(data: Path, folder: str) -> Path:
    """Where documents for a party are put by the other side."""
    return data / "exchange" / folder / "inbox"


def send(data: Path, parcel: Parcel) -> str:
    """Put a document into its sender's outbox; returns the file's name.

    The file is whole or not there. Another document under the same name is never
    overwritten: TransportError.
    """
    target = outbox(data, parcel.sender_folder) / parcel.file_name
    try:
        if not _lies_there(target, parcel.content):
            write_whole(target, parcel.content)
    except OSError as error:
        raise TransportError(f"{error.strerror or error}: {target.name}.") from error
    return target.name


def arrivals(folder: Path) -> Iterator[Arrival]:
    """The files of an inbox that are ready, oldest first; makes the inbox if it is not there.

    Not ready: other names than ``*.xml``, hidden files, and files that grow meanwhile.
    Links are not followed. An inbox or a file that cannot be had is logged and left.
    """
    for path in _ready(folder):
        try:
            arrival = _read(path)
        except FileNotFoundError:
            continue  # another worker has put it away
        except OSError as error:
            log.warning("file-not-opened", file=_shown(path), reason=error.strerror)
            continue
        if arrival is not None:
            yield arrival


def _ready(folder: Path) -> list[Path]:
    found = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_movable(folder)
        with os.scandir(folder) as entries:
            for entry in entries:
                if _is_document(entry):
                    changed = entry.stat(follow_symlinks=False).st_mtime_ns
                    found.append((changed, entry.name, Path(entry.path)))
    except OSError as error:
        log.warning("inbox-not-read", folder=str(folder), reason=error.strerror)
    return [path for _changed, _name, path in sorted(found)]


def _check_movable(folder: Path) -> None:
    """From where a file cannot be moved it would be read again in every round: OSError."""
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "files cannot be moved out of it")
    for place in (folder / READ, folder / QUARANTINE):
        if os.path.lexists(place) and not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{place.name} in it is no folder")
        if place.is_dir() and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, f"files cannot be moved into {place.name}")


def _is_document(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    return (
        name.endswith(".xml") and not name.startswith(".") and entry.is_file(follow_symlinks=False)
    )


def put_away(arrival: Arrival, state: str) -> Path:
    """Move a stored file to ``read`` or ``quarantine`` beside it; returns its new place.

    Where another file or a folder has the name, this one carries eight digits of its hash.
    Raises OSError where it cannot be moved.
    """
    folder = arrival.path.parent / state
    folder.mkdir(exist_ok=True)
    target = folder / arrival.path.name
    if target.is_dir() or (target.exists() and _hash_of(target) != arrival.sha256):
        target = target.with_name(f"{arrival.sha256[:8]}-{target.name}")
    with contextlib.suppress(FileNotFoundError):
        arrival.path.replace(target)
        sync_folder(folder)
        sync_folder(arrival.path.parent)
    return target


def _read(path: Path) -> Arrival | None:
    """The file, or None while somebody is still writing it."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            return None
        digest, chunks = hashlib.sha256(), []
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            if before.st_size <= STANDARD.size:
                chunks.append(chunk)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    return Arrival(path, b"".join(chunks), digest.hexdigest(), before.st_size)


def _shown(path: Path) -> str:
    """A path as text that any database and any log takes."""
    return os.fsencode(path).decode("utf-8", "replace")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lies_there(target: Path, content: bytes) -> bool:
    """Whether this very document was put there before. Raises TransportError if another."""
    if not target.exists():
        return False
    if target.read_bytes() != content:
        raise TransportError(f"another document has this name already: {target.name}.")
    return True
