"""JSON as the formats of sealing have it: canonical when written, strict when read.

Canonical is RFC 8785 for what is used of JSON here: objects with ASCII names, texts, whole
numbers, lists. Bytes are lower-case hexadecimal; times are UTC to the millisecond, written as
JavaScript's ``toISOString`` writes them.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.texts import hides_something

VERSION = 1
MOST_BYTES = 64 * 1024 * 1024  # of a file in JSON
LONGEST_SHOWN = 60
LONGEST_TEXT = 200
_HEX = re.compile(r"(?:[0-9a-f]{2})*", re.ASCII)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z", re.ASCII)
_MILLISECOND = timedelta(milliseconds=1)


def canonical(value: Any) -> bytes:
    """The one way to write a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def time_text(moment: datetime) -> str:
    """An aware moment, UTC, cut (never rounded up) to the millisecond."""
    return f"{moment.astimezone(UTC).isoformat(timespec='milliseconds')[:23]}Z"


def whole_milliseconds(moment: datetime) -> datetime:
    """The moment in UTC as its text has it."""
    utc = moment.astimezone(UTC)
    return utc - timedelta(microseconds=utc.microsecond % (_MILLISECOND // timedelta.resolution))


def loaded(data: bytes, what: str) -> Any:
    """The JSON value of a file. Raises SealingError(NOT_READABLE)."""
    if len(data) > MOST_BYTES:
        unreadable(f"{what} is larger than {MOST_BYTES // 2**20} MiB.")
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_float=_no_number, parse_constant=_no_number,
            object_pairs_hook=_once,
        )  # fmt: skip
    except SealingError:
        raise
    except UnicodeDecodeError:
        unreadable(f"{what} is not in UTF-8.")
    except (ValueError, RecursionError) as error:
        unreadable(f"{what} is no JSON: {error}.")


def _no_number(word: str) -> NoReturn:
    unreadable(f"{word[:LONGEST_SHOWN]} stands where only whole numbers may.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        unreadable("An object names one of its members twice.")
    return found


def unreadable(sentence: str) -> NoReturn:
    raise SealingError(Fault.NOT_READABLE, sentence)


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


class Members:
    """An object whose members are exactly ``names``; ``at`` says where it stands."""

    def __init__(self, value: Any, at: str, names: set[str]) -> None:
        if not isinstance(value, dict):
            unreadable(f"{at} has to be an object, not {shown(value)}.")
        if set(value) != names:
            missing, strange = sorted(names - set(value)), sorted(set(value) - names)
            told = f"lacks {missing[0]}" if missing else f"has {shown(strange[0])}, not known here"
            unreadable(f"{at} {told}.")
        self.value = value
        self.at = at

    def text(self, name: str, *, longest: int = LONGEST_TEXT, empty: bool = False) -> str:
        """A text without characters that nobody sees and without blanks around it."""
        found = self.value[name]
        if not isinstance(found, str):
            unreadable(f"{self.at}: {name} has to be a text, not {shown(found)}.")
        check_text(found, f"{self.at}: {name}", longest=longest, empty=empty)
        return found

    def whole(self, name: str, low: int, high: int) -> int:
        found = self.value[name]
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            unreadable(f"{self.at}: {name} has to be a number from {low} to {high}.")
        return found

    def bytes(self, name: str, *lengths: int) -> bytes:
        """Bytes in hexadecimal, as many as one of ``lengths``."""
        return hex_bytes(self.value[name], f"{self.at}: {name}", *lengths)

    def time(self, name: str) -> datetime:
        found = self.value[name]
        if isinstance(found, str) and _TIME.fullmatch(found):
            try:
                return datetime.fromisoformat(found)
            except ValueError:
                pass
        unreadable(f"{self.at}: {name} has to be a time such as 2026-12-01T11:00:00.000Z.")

    def rows(self, name: str, most: int) -> list[Any]:
        found = self.value[name]
        if not isinstance(found, list) or len(found) > most:
            unreadable(f"{self.at}: {name} has to be a list of at most {most}.")
        return found


def hex_bytes(value: Any, at: str, *lengths: int) -> bytes:
    """Bytes in lower-case hexadecimal, as many as one of ``lengths``."""
    if isinstance(value, str) and _HEX.fullmatch(value) and len(value) // 2 in lengths:
        return bytes.fromhex(value)
    unreadable(f"{at} has to be {' or '.join(map(str, lengths))} bytes in lower-case hexadecimal.")


def check_text(text: str, at: str, *, longest: int = LONGEST_TEXT, empty: bool = False) -> None:
    """Raises SealingError(NOT_READABLE) for a text that two readers could take for another."""
    if not text and not empty:
        unreadable(f"{at} is empty.")
    if len(text) > longest:
        unreadable(f"{at} has more than {longest} characters.")
    if text != text.strip() or hides_something(text) or not text.isprintable():
        unreadable(f"{at} has blanks around it or characters that nobody sees.")


def document(data: bytes, what: str, kind: str, names: set[str]) -> Members:
    """A file that says of itself what it is: its members besides kind and version."""
    value = loaded(data, what)
    if not isinstance(value, dict) or value.get("samkop") != kind:
        unreadable(f"{what} is no {kind} file of Samk\u00f6p.")
    if value.get("version") != VERSION or isinstance(value["version"], bool):
        raise SealingError(
            Fault.VERSION_UNKNOWN,
            f"{what} is of version {shown(value.get('version'))}; this program reads {VERSION}.",
        )
    return Members(value, what, {"samkop", "version", *names})
