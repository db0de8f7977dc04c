"""What is asked of a workbook (ISO/IEC 29500) before it is read.

A file of a kilobyte can name a cell so far out, or unpack to so much, that reading it takes more
memory than there is, and with it the whole process. So its parts are unpacked and counted first.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

# A hundred thousand people in forty columns; and what their texts take.
MOST_CELLS = 4_000_000
MOST_BYTES = MOST_TEXT = 128 * 1024 * 1024
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# Everything else (pictures, macros, settings of printers) holds no table.
_TABLE = (".xml", ".rels")
_SHARED = "sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)


class WorkbookTooLargeError(ValueError):
    """More cells, more text or more bytes than are taken."""


class BrokenWorkbookError(ValueError):
    """No workbook, or one whose parts cannot be read."""


def plain_workbook(content: bytes) -> bytes:
    """The parts of a workbook that hold its table, unpacked, each within its bounds.

    Raises WorkbookTooLargeError, BrokenWorkbookError.
    """
    try:
        parts = _unpacked(content)
    except (BadZipFile, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise BrokenWorkbookError(str(error)) from error
    lengths: list[int] = []
    try:
        # The shared texts first: what the sheets say by their number is counted by them.
        for name in sorted(parts, key=lambda one: not one.endswith(_SHARED)):
            _Counted(lengths).read(parts[name])
    except (expat.ExpatError, LookupError) as error:
        raise BrokenWorkbookError(str(error)) from error
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as plain:
        for name, part in parts.items():
            plain.writestr(name, part)
    return written.getvalue()


def _unpacked(content: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    with ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            if not part.filename.endswith(_TABLE):
                continue
            if part.filename in parts or part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                raise BrokenWorkbookError(part.filename)
            # Reading ends at the size that the archive says, whatever follows.
            left -= part.file_size
            if left < 0:
                raise WorkbookTooLargeError("bytes")
            parts[part.filename] = packed.read(part)
    return parts


@dataclass
class _Counted:
    """How far the cells of one part reach, and how long their texts are together."""

    lengths: list[int]
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    text: int = 0
    in_shared: bool = False
    number: list[str] | None = None
    by_number: bool = False

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.Parse(part, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.row = _within(attributes.get("r", str(self.row + 1)), LAST_ROW)
            self.column = 0
        elif local == "c" and "r" in attributes:
            self.row, self.column = _place(attributes["r"])
            self.by_number = attributes.get("t") == "s"
        elif local == "c":
            self.column = _within(str(self.column + 1), LAST_COLUMN)
            self.by_number = attributes.get("t") == "s"
        elif local in {"v", "is"}:
            # Cells that only have a look are not read.
            self._reach()
            self.number = [] if local == "v" and self.by_number else None
        elif local == "si":
            self.lengths.append(0)
            self.in_shared = True

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v" and self.number is not None:
            self._say(_length(self.lengths, "".join(self.number)))
            self.number = None
        elif local == "si":
            self.in_shared = False

    def _characters(self, text: str) -> None:
        if self.number is not None:
            self.number.append(text)
        elif self.in_shared:
            self.lengths[-1] += len(text)

    def _reach(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row * self.last_column > MOST_CELLS:
            raise WorkbookTooLargeError("cells")

    def _say(self, characters: int) -> None:
        self.text += characters
        if self.text > MOST_TEXT:
            raise WorkbookTooLargeError("text")


def _no_doctype(*_said: object) -> None:
    raise BrokenWorkbookError("a part declares a document type")


def _within(number: str, last: int) -> int:
    if not (number.isascii() and number.isdigit() and len(number) <= len(str(last))):
        raise BrokenWorkbookError("no place of a cell")
    if not 1 <= int(number) <= last:
        raise BrokenWorkbookError("no place of a cell")
    return int(number)


def _place(text: str) -> tuple[int, int]:
    """Row and column of a reference such as ``AB12``."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BrokenWorkbookError("no place of a cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return _within(found[2], LAST_ROW), _within(str(column), LAST_COLUMN)


def _length(lengths: Sequence[int], number: str) -> int:
    """How long the shared text of that number is; 0 where there is none."""
    shown = number.strip()
    longest = len(str(len(lengths)))
    if not (shown.isascii() and shown.isdigit() and len(shown) <= longest):
        return 0
    return lengths[int(shown)] if int(shown) < len(lengths) else 0
