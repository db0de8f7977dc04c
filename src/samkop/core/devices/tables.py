"""The packaged data files, row by row, with what is dirty in their text put right."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from importlib.resources import files

_DATA = files("samkop.core.devices") / "data"
# Bytes of UTF-8 written out as "\xe2\x80\x93".
_ESCAPED_BYTES = re.compile(r"(?:\\x[0-9a-f]{2})+")
# A code name that the source left unfilled, with the quotes or brackets around it.
_CODE_NAME = re.compile(r"\s*(?:\(__CODENAME__\)|'__CODENAME__')")


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of this package, text cleaned; lines from # on are left out."""
    lines = (_DATA / file).read_text("utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield {column: cleaned(text) for column, text in row.items()}


def cleaned(text: str) -> str:
    """Text with escaped bytes decoded and unfilled code names taken out."""
    decoded = _ESCAPED_BYTES.sub(
        lambda found: bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8"), text
    )
    return _CODE_NAME.sub("", decoded).strip()
