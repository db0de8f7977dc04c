"""What a supplier's people say by hand about goods that leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from samkop.core.identifiers import is_gs1_key

_BETWEEN = re.compile(r"[\s,;]+")
_SSCC_LENGTH = 18
_SSCC_ON_LABEL = "00"  # the application identifier before it (GS1 General Specifications, 3.2)


@dataclass(frozen=True)
class Sent:
    """So many pieces of an order's line go now; ``serial_numbers`` of all of them, or none."""

    line_number: int
    quantity: int
    serial_numbers: tuple[str, ...] = ()


def listed(text: str) -> tuple[str, ...]:
    """Numbers that were pasted or scanned: one a line, or with commas, semicolons or blanks."""
    return tuple(filter(None, _BETWEEN.split(text.strip())))


def sscc_of(mark: str) -> str | None:
    """The SSCC of a package's mark, with or without its ``(00)``; None for any other mark."""
    plain = mark.removeprefix("(00)")
    if len(plain) == _SSCC_LENGTH + len(_SSCC_ON_LABEL):
        plain = plain.removeprefix(_SSCC_ON_LABEL)
    return plain if len(plain) == _SSCC_LENGTH and is_gs1_key(plain) else None


def named_twice(serial_numbers: Iterable[str]) -> str | None:
    """The first serial number that stands there twice."""
    counted = Counter(serial_numbers)
    return next((serial for serial, count in counted.items() if count > 1), None)
