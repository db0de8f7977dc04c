"""From untrusted bytes to a parsed tree, without following anything that they point at.

Refused before parsing: what is too large, in an unusual encoding, or has a DOCTYPE. The parser
itself expands no entities, loads nothing and bounds nesting (256) and single texts (10 MB).
"""

import gc
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from samkop.core.edocs.finvoice.frame import Parties, parties_of, split
from samkop.core.edocs.limits import Limits
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Fault
from samkop.core.edocs.ubl.findings import unreadable

STREAMED_FROM = 2_000_000
"""From this size in bytes on, lines are read and dropped one by one."""

_CHUNK = 100_000
_FIRST = 2_000
_TAGS_BETWEEN_LINES = 400_000
_ATTRIBUTES = 200_000
_PER_TAG = 8
"""An element with a million attributes takes 300 MB to parse: more than so many, and many for the
number of tags, are refused unparsed."""

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_WIDE = {b"<\x00?\x00": "utf-16-le", b"\x00<\x00?": "utf-16-be"}
_DECLARED = re.compile(
    rb"""\s*<\?xml\s+version\s*=\s*["'][0-9.]+["']\s+encoding\s*=\s*["']([A-Za-z0-9._-]+)["']"""
).match
_ENCODING = re.compile(
    r"(utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d)", re.IGNORECASE
).fullmatch
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL).match

_OPTIONS: dict[str, Any] = {
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_blank_text": True,
    "recover": False,
}


class UnreadableError(Exception):
    """Raised inside the reader where bytes are no document; never leaves it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def checked(data: bytes, limits: Limits) -> bytes:
    """The bytes in UTF-8 or another encoding of ASCII's kind, without DOCTYPE or frame.

    Raises UnreadableError.
    """
    if len(data) > limits.size:
        raise _refused(
            "EDOC-SIZE",
            gettext_noop("The file has {value} bytes, more than the {limit} that are read."),
            value=str(len(data)),
            limit=str(limits.size),
        )
    _frame, data = split(_in_utf8(data))
    if data.count(b"=") > _ATTRIBUTES and data.count(b"=") > _PER_TAG * data.count(b"<"):
        raise _refused(
            "EDOC-ATTRIBUTES",
            gettext_noop("The file has more attributes than any real document."),
        )
    declared = _DECLARED(data)
    if declared and not _ENCODING(declared[1].decode("ascii")):
        raise _refused(
            "EDOC-ENCODING",
            gettext_noop("The file is in the encoding {value}. Send it in UTF-8."),
            value=declared[1].decode("ascii"),
        )
    prolog = _PROLOG(data)
    if prolog and data[prolog.end() : prolog.end() + 9].upper() == b"<!DOCTYPE":
        raise _refused(
            "EDOC-DOCTYPE", gettext_noop("The file has a DOCTYPE, which no document needs.")
        )
    return data


def framed_parties(data: bytes) -> Parties:
    """Who is named in the frame around a document, if it has one. Raises UnreadableError."""
    return parties_of(split(_in_utf8(data))[0])


def _in_utf8(data: bytes) -> bytes:
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    encoding = _MARKS.get(mark) or _WIDE.get(data[:4])
    if encoding in {None, "utf-8"}:
        return data[len(mark) :]
    try:
        text = data[len(mark) :].decode(encoding or "utf-8")
    except UnicodeDecodeError:
        raise _refused(
            "EDOC-ENCODING", gettext_noop("The file is not in the encoding it begins in.")
        ) from None
    return re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL).encode()


def parse(data: bytes) -> Any:
    """The root element. Raises UnreadableError."""
    try:
        return _without_doctype(etree.fromstring(data, etree.XMLParser(**_OPTIONS)))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _malformed(error) from None


def root_tag(data: bytes) -> str:
    """The tag of the root, which is looked for no further than needed. Raises UnreadableError."""
    parser: Any = etree.XMLPullParser(events=("start",), **_OPTIONS)
    try:
        for start in range(0, len(data), _FIRST):
            parser.feed(data[start : start + _FIRST])
            for _event, root in parser.read_events():
                return str(root.tag)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _malformed(error) from None
    raise _malformed(ValueError())


def stream(data: bytes, line_tag: str, dropped: Callable[[], None]) -> Iterator[Any]:
    """First the root, then its children; those with `line_tag` are gone when the next one comes.

    `dropped` is called for each that goes. Raises UnreadableError, also where so much stands
    between two lines that it would fill the memory.
    """
    root: Any = None
    kept: Any = None
    for line in _lines(data, line_tag):
        if root is None:
            root = line.getroottree().getroot()
            yield _without_doctype(root)
        if line is root or line.getparent() is not root:
            continue
        for child in _until(root, kept, line):
            yield child
            if child.tag == line_tag:
                root.remove(child)
                dropped()
            else:
                kept = child
    yield from _until(root, kept, None)


def _lines(data: bytes, line_tag: str) -> Iterator[Any]:
    """Each element with `line_tag` when it is complete, and the root at the end."""
    parser = etree.XMLPullParser(events=("end",), tag=line_tag, **_OPTIONS)
    waiting = 0
    try:
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            waiting += chunk.count(b"<")
            parser.feed(chunk)
            for _event, element in parser.read_events():
                waiting = 0
                yield element
            if waiting > _TAGS_BETWEEN_LINES:
                raise _refused(
                    "EDOC-WIDTH", gettext_noop("The file has more elements than any real document.")
                )
        yield parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        malformed = _malformed(error)
    except UnreadableError as error:
        malformed = error
    else:
        return
    del parser
    gc.collect()  # a pull parser is a cycle and would keep all that it has read
    raise malformed


def _until(root: Any, kept: Any, end: Any) -> Iterator[Any]:
    """The children after `kept` (from the first, if None) and before `end`."""
    child = next(iter(root), None) if kept is None else kept.getnext()
    while child is not None and child is not end:
        following = child.getnext()
        yield child
        child = following


def _without_doctype(root: Any) -> Any:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(
            "EDOC-DOCTYPE", gettext_noop("The file has a DOCTYPE, which no document needs.")
        )
    return root


def _refused(rule: str, sentence: str, **values: str) -> UnreadableError:
    return UnreadableError(unreadable(rule, sentence, **values))


def _malformed(error: Exception) -> UnreadableError:
    line, column = getattr(error, "position", (0, 0)) or (0, 0)
    return _refused(
        "EDOC-XML",
        gettext_noop("The file is not well-formed XML at line {line}, column {column}."),
        line=str(line),
        column=str(column),
    )
