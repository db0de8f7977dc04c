"""``samkop export fleet``: an organisation's register of devices, as ``import fleet`` reads it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from django.utils import translation

from samkop.fleet.policies.registers import may_export_fleet
from samkop.fleet.queries.register_rows import Row, register_rows
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import reading, require
from samkop.site.importing.answering import DONE, refused, unreadable
from samkop.site.importing.whose import party_meant


@translation.override("en")
def export_fleet(party_identifier: str | None, file: Path | None) -> int:
    """Write the register to a file (CSV, or ``.xlsx``), or as CSV to standard output.

    Cells stand as they are, to be read again. Returns the exit code. 0: written, 2: the party
    could not be found or the file not be written.
    """
    try:
        party = party_meant(party_identifier, BUYER_KINDS)
        operator = actors.job("operator", party.pk)
        with reading(operator):
            require(may_export_fleet(operator, party.pk))
            _write(file, register_rows(party.pk))
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    return DONE


def _write(file: Path | None, rows: Iterable[Row]) -> None:
    if file is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    elif file.suffix.lower() == ".xlsx":
        _write_workbook(file, rows)
    else:
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(rows)


def _write_workbook(file: Path, rows: Iterable[Row]) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
