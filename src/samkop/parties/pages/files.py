"""The page of an uploaded file, whatever its kind: what it would do, its faults, its columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.parties.columns import Cells, ColumnMap, Columns, keys_of
from samkop.parties.faults import RowFault
from samkop.parties.import_files import table_of
from samkop.platform.lists.files import harmless
from samkop.platform.refusals import Refused

SHOWN_FAULTS, SHOWN_ROWS = 200, 20
Words = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Places:
    """Where the page leads: the faults as a file, another file, the columns, the import."""

    faults: str
    another: str
    columns: str
    apply: str


@dataclass(frozen=True)
class Checked:
    """A file held against the register: its rows, what is wrong, and how many do what."""

    rows: Sequence[Cells]
    faults: Sequence[RowFault]
    counts: Sequence[tuple[str, int]]


def file_page(
    lead: str, checked: Checked, places: Places, *, button: str, words: Words,
    columns: Sequence[Mapping[str, Any]], trail: Sequence[tuple[str, str]],
    refused: Refused | None = None, notice: str = "",
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """The template and context; ``words`` names each key, ``columns`` is of ``columns_shown``."""
    keys = list(checked.rows[0].texts) if checked.rows else []
    return "parties/import_file.html", {
        "lead": lead,
        "places": places,
        "button": button,
        "notice": notice,
        "refused": refused,
        "counts": checked.counts,
        "fault_count": len(checked.faults),
        "faults": checked.faults[:SHOWN_FAULTS],
        "columns": columns,
        "columns_wrong": any(fault.row == 1 for fault in checked.faults),
        "choices": list(words.items()),
        "headings": [words[key] for key in keys],
        "first_rows": [
            [(words[key], row[key]) for key in keys] for row in checked.rows[:SHOWN_ROWS]
        ],
        "trail": trail,
    }


def columns_shown(content: bytes, known: Columns, called: ColumnMap) -> list[dict[str, Any]]:
    """Each column of a file with a heading: its place, its text, the key that it is read as."""
    heading = table_of(content).heading
    keys = keys_of(heading, known, called)
    return [
        {"place": place, "text": text, "key": key}
        for place, (text, key) in enumerate(zip(heading, keys, strict=True))
        if text
    ]


def columns_sent(request: HttpRequest, content: bytes) -> dict[str, str]:
    """What the person chose for each heading of the file: heading to key, or to nothing."""
    return {
        text: request.POST.get(f"column-{place}", "")
        for place, text in enumerate(table_of(content).heading)
        if text
    }


def columns_listed(known: Columns, words: Words) -> list[dict[str, Any]]:
    """The columns that a kind of file has, for the page on which one chooses a file."""
    return [
        {"key": key, "required": required, "label": words[key], "others": texts[1:]}
        for key, (required, texts) in known.items()
    ]


def import_rows(count: int) -> str:
    """What the button says that imports so many rows."""
    return ngettext("Import %(count)s row", "Import %(count)s rows", count) % {"count": count}


def faults_as_file(faults: Sequence[RowFault]) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    return fault_file((f.row, f.column, f.code, str(f)) for f in faults)


def fault_file(faults: Iterable[Sequence[object]]) -> HttpResponse:
    """The same of faults as they are kept: row, column, code, sentence."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="faults.csv"'
    response.write("\N{BYTE ORDER MARK}")  # for spreadsheet programs
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Code"), _("What is wrong")])
    writer.writerows([harmless(str(cell)) for cell in fault] for fault in faults)
    return response
