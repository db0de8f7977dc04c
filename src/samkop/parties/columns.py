"""The columns of the files that organisations and people come in by."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from samkop.parties.faults import RowFault

# Key to (required, headings); the first heading is the key.
Columns = Mapping[str, tuple[bool, tuple[str, ...]]]


@cache
def columns_of(name: str) -> Columns:
    """The columns that a file of this app's ``data`` lists."""
    text = (files("samkop.parties") / "data" / name).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["key"]: (row["required"] == "yes", tuple(row["headings"].split("|")))
        for row in csv.DictReader(lines)
    }


def places_of(heading: tuple[str, ...], known: Columns) -> tuple[dict[str, int], list[RowFault]]:
    """Where each known column stands; faults of the heading stand in row 1."""
    keys = {text: key for key, (_required, texts) in known.items() for text in texts}
    places: dict[str, int] = {}
    faults = []
    for place, text in enumerate(heading):
        key = keys.get(text.casefold())
        if key in places:
            sentence = _("This column stands in the file twice: leave one out.")
            faults.append(RowFault(1, text, "column-repeated", sentence))
        elif key:
            places[key] = place
        elif text:
            sentence = _("There is no such column: remove it, or call it one of %(known)s.")
            faults.append(
                RowFault(1, text, "column-unknown", sentence, {"known": ", ".join(known)})
            )
    for key, (required, _texts) in known.items():
        if required and key not in places:
            sentence = _("This column is missing: add it with its heading in the first row.")
            faults.append(RowFault(1, key, "column-missing", sentence))
    return places, faults
