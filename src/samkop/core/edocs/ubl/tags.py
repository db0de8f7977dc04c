"""A document's tags and texts as they stand in the file, beside the parsed tree."""

import re
from typing import Final

_BEGINNING = re.compile(
    rb"""(?:<\?xml\s+version\s*=\s*["']1\.0["']"""
    rb"""(?:\s+encoding\s*=\s*["'](?:utf-?8|us-ascii)["'])?"""
    rb"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>)?"""
    # Never taken back: a thousand comments could be cut up in too many ways.
    rb"""(?>\s*(?:<!--(?>.*?-->)\s*)*)(?=<[^!?])""",
    re.IGNORECASE | re.DOTALL,
).match
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CHUNK: Final = 100_000


class Tags:
    """The tags from the place where reading is, and the text after each up to the next one.

    `tags[at]` is the next one. There are no more behind a `>` that ends no tag.
    """

    __slots__ = ("_data", "_from", "at", "tags", "texts")

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._from = start
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.at = 0

    def has(self, wanted: int) -> bool:
        """Whether there are so many more tags; reads on if need be."""
        while len(self.tags) < self.at + wanted:
            if self._from >= len(self._data):
                return False
            self._read_on()
        return True

    def _read_on(self) -> None:
        end = self._data.find(b"<", self._from + _CHUNK)
        if end < 0:
            end = len(self._data)
        part = self._data[self._from : end]
        # A third of the time that a regular expression takes.
        try:
            pieces = part.decode().replace(">", "<").split("<")
            texts = pieces[2::2]
            if b"&" in part or b"\r" in part:
                texts = _as_meant(texts)
        except (ValueError, OverflowError, KeyError):  # the parser has not come so far
            pieces = texts = []
        if len(pieces) != 2 * part.count(b"<") + 1:
            self._from = len(self._data)
            return
        del self.tags[: self.at], self.texts[: self.at]
        self.at = 0
        self.tags += pieces[1::2]
        self.texts += texts
        self._from = end

    def element(self) -> tuple[list[str], list[str]]:
        """The tags and texts of the next element, which is passed by; none if it does not end."""
        depth = count = 0
        while self.has(count + 1):
            tag = self.tags[self.at + count]
            depth += -1 if tag[:1] == "/" else tag[-1:] != "/"
            count += 1
            if depth <= 0:
                break
        if depth != 0:
            self._from, self.at = len(self._data), len(self.tags)
            return [], []
        return self.tags[self.at : self.at + count], self.take(count)

    def take(self, count: int) -> list[str]:
        """The texts after so many tags, which are passed by."""
        at = self.at
        self.at += count
        return self.texts[at : self.at]


def tags_of(data: bytes) -> Tags | None:
    """The tags after the root's in a well-formed document.

    None where they cannot be told so simply: it has comments, CDATA or processing instructions in
    the root, or another encoding than UTF-8.
    """
    beginning = _BEGINNING(data)
    if beginning is None:
        return None
    start = beginning.end()
    if any(data.find(mark, start) >= 0 for mark in (b"<!", b"<?")):
        return None
    found = Tags(data, start)
    if not found.has(1):
        return None
    found.take(1)
    return found


def _as_meant(texts: list[str]) -> list[str]:
    """With references resolved and ends of lines as XML reads them (1.0, 2.11)."""
    return [
        _REFERENCE.sub(_character, text.replace("\r\n", "\n").replace("\r", "\n"))
        if "&" in text or "\r" in text
        else text
        for text in texts
    ]


def _character(reference: re.Match[str]) -> str:
    """A document without DOCTYPE has no other references."""
    sixteens, tens, name = reference.groups()
    return _NAMED[name] if name else chr(int(sixteens or tens, 16 if sixteens else 10))
