"""Reads of uploaded files: the table in one, whose it is, what its headings mean."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table, UnreadableTableError, read_table
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.models import HeadingMap, ImportFile
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import once

# What to do about bytes that are no table, by the code of UnreadableTableError.
UNREADABLE: dict[str, Promise] = {
    "empty": _("The file is empty: its first row must hold the names of the columns."),
    "old-excel": _("This is an old .xls workbook: save it as .xlsx or CSV."),
    "broken-workbook": _("The workbook is damaged: open it, save it again as .xlsx, try again."),
    "workbook-too-large": _(
        "The sheet reaches too far: delete the empty rows and columns around the table, save it"
        " as CSV, try again."
    ),
    "too-many-columns": _(
        "The first row names more than 500 columns: keep those that are needed, and try again."
    ),
    "not-text": _("This is no table: use CSV or .xlsx."),
}


def table_of(content: bytes) -> Table:
    """The table in a file. Raises Refused ``file-unreadable`` when the bytes are none."""
    try:
        return read_table(content)
    except UnreadableTableError as error:
        raise unreadable(error) from error


def unreadable(error: UnreadableTableError) -> Refused:
    """What to do about bytes that are no table."""
    return Refused("file-unreadable", UNREADABLE[error.code], status=422)


def import_file_of(party_id: int, file_id: int, kinds: Collection[str]) -> ImportFile:
    """The organisation's uploaded file of one of these kinds. Raises Refused ``not-found``."""
    file = ImportFile.objects.filter(id=file_id, party_id=party_id, kind__in=kinds).first()
    if file is None:
        raise not_found()
    return file


def headings_of(party_id: int, kind: str) -> ColumnMap:
    """What the organisation's own headings mean in files of a kind; nothing until it says so."""
    return once(_headings, party_id, kind)


def _headings(party_id: int, kind: str) -> ColumnMap:
    found = HeadingMap.objects.filter(party_id=party_id, kind=kind)
    return found.values_list("called", flat=True).first() or NO_MAP
