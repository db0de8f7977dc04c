"""What a sealed bid holds: a list of its files, the files, and zeros that hide how long they are.

Four bytes with the list's length, the list as canonical JSON, each file's bytes, zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from samkop.core.sealing.chunks import CHUNK
from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.members import Members, canonical, check_text, loaded, unreadable

MOST_FILES = 1_000
MOST_CONTENT = 8 * 2**30  # bytes
LONGEST_NAME = 120  # characters
MOST_LIST = 1024 * 1024
_LENGTH = 4
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a bid: its name without folders, and its bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Whose bid it is, and its files in their order."""

    bidder: str
    files: tuple[FileEntry, ...]

    @property
    def data(self) -> bytes:
        files = [{"name": one.name, "size": one.size} for one in self.files]
        return canonical({"bidder": self.bidder, "files": files})

    @property
    def length(self) -> int:
        """The content's bytes before zeros are added."""
        return _LENGTH + len(self.data) + sum(one.size for one in self.files)


def check_manifest(manifest: Manifest) -> Manifest:
    """Raises SealingError: a name that some system cannot keep or reads otherwise, too large."""
    check_text(manifest.bidder, "The bidder")
    if not 1 <= len(manifest.files) <= MOST_FILES:
        raise SealingError(Fault.TOO_LARGE, f"A bid has 1 to {MOST_FILES} files.")
    taken: set[str] = set()
    for one in manifest.files:
        _check_name(one.name)
        if one.name.casefold() in taken:
            raise SealingError(Fault.FILE_NAME, f"Two files are named {one.name}; rename one.")
        taken.add(one.name.casefold())
    if len(manifest.data) > MOST_LIST or padded_length(manifest.length) > MOST_CONTENT:
        raise SealingError(
            Fault.TOO_LARGE, f"A bid has at most {MOST_CONTENT // 2**30} GiB; make it smaller."
        )
    return manifest


def _check_name(name: str) -> None:
    try:
        check_text(name, "A file's name", longest=LONGEST_NAME)
    except SealingError as error:
        raise SealingError(Fault.FILE_NAME, f"{error} Rename the file.") from error
    stem = name.partition(".")[0].casefold()
    if _FORBIDDEN & set(name) or name[0] == "." or name[-1] == "." or stem in _RESERVED:
        raise SealingError(
            Fault.FILE_NAME, f"The name {name} cannot be kept on every system; rename the file."
        )


def padded_length(length: int) -> int:
    """At least a chunk, then Padm\u00e9 (Nikitin and others 2019): at most an eighth is added.

    A number of E bits keeps as many leading ones as E itself has.
    """
    if length <= CHUNK:
        return CHUNK
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def content_blocks(manifest: Manifest, files: Sequence[Iterable[bytes]]) -> Iterator[bytes]:
    """The content. Raises SealingError(FILE_CHANGED) where a file has not its size."""
    listed = manifest.data
    yield len(listed).to_bytes(_LENGTH) + listed
    for entry, blocks in zip(manifest.files, files, strict=True):
        left = entry.size
        for block in blocks:
            left -= len(block)
            if left < 0:
                break
            yield block
        if left:
            raise SealingError(
                Fault.FILE_CHANGED, f"{entry.name} changed while it was sealed; seal again."
            )
    yield from _zeros(padded_length(manifest.length) - manifest.length)


def _zeros(count: int) -> Iterator[bytes]:
    while count:
        yield bytes(min(count, CHUNK))
        count -= min(count, CHUNK)


class Content:
    """An opened content, read once from its beginning to its end."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        """Read the list of files. Raises SealingError."""
        self._chunks = chunks
        self._waiting = b""
        length = int.from_bytes(self._take(_LENGTH))
        if not 0 < length <= MOST_LIST:
            unreadable("The opened bid's list of files has a length that cannot be.")
        self.manifest = read_manifest(self._take(length))

    def files(self) -> Iterator[tuple[FileEntry, Iterator[bytes]]]:
        """Each file with its bytes, in order; nothing may be used before the iteration's end.

        Raises SealingError, also at the end: a bid that is cut shows only there.
        """
        for entry in self.manifest.files:
            left = self._blocks(entry.size)
            yield entry, left
            for _ in left:  # what was not asked for
                pass
        whole = padded_length(self.manifest.length) - self.manifest.length
        for block in self._blocks(whole):
            if block.count(0) < len(block):
                unreadable("The opened bid has something after its files.")
        if self._waiting or next(self._chunks, b""):
            unreadable("The opened bid is longer than its list of files says.")

    def _blocks(self, count: int) -> Iterator[bytes]:
        while count:
            if not self._waiting:
                self._waiting = next(self._chunks, b"")
            block, self._waiting = self._waiting[:count], self._waiting[count:]
            if not block:
                unreadable("The opened bid is shorter than its list of files says.")
            count -= len(block)
            yield block

    def _take(self, count: int) -> bytes:
        return b"".join(self._blocks(count))


def read_manifest(data: bytes) -> Manifest:
    """Raises SealingError: not canonical, or no list of files."""
    members = Members(loaded(data, "The list of files"), "The list of files", {"bidder", "files"})
    manifest = Manifest(
        members.text("bidder"),
        tuple(_entry(row) for row in members.rows("files", MOST_FILES)),
    )
    if manifest.data != data:
        unreadable("The list of files is not written as it has to be.")
    return check_manifest(manifest)


def _entry(row: Any) -> FileEntry:
    members = Members(row, "A file of the list", {"name", "size"})
    return FileEntry(members.text("name"), members.whole("size", 0, MOST_CONTENT))
