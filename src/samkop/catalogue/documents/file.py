"""A catalogue file in any of its formats."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from samkop.catalogue.documents.peppol import read_peppol
from samkop.catalogue.documents.sheet import read_sheet
from samkop.catalogue.rules.offers import OfferedCatalogue
from samkop.catalogue.vocabulary import FileFormat

ZIP = b"PK\x03\x04"


def format_of(content: bytes, name: str = "") -> FileFormat:
    """By how the file begins; by its name only where a broken document shows no beginning."""
    if content.startswith(ZIP):
        return FileFormat.XLSX
    # In UTF-16 every other byte of markup is zero.
    plain = content[:1000].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
    beginning = plain.lstrip(b"\xff\xfe \t\r\n")
    is_document = beginning.startswith(b"<") or name.lower().endswith(".xml")
    return FileFormat.PEPPOL if is_document else FileFormat.CSV


def lines_about(content: bytes, file_format: str) -> int:
    """How many lines a file has, near enough for a progress bar, without reading it."""
    if file_format == FileFormat.PEPPOL:
        return max(content.count(b"CatalogueLine>") // 2, 1)
    return max(content.count(b"\n"), 1)


def read_file(
    content: bytes,
    *,
    file_format: str,
    name: str,
    sha256: str,
    currency: str,
    replaces_all: bool,
    progress: Callable[[int], None] | None = None,
) -> OfferedCatalogue:
    """What the file offers; a Peppol Catalogue says itself whether it replaces all."""
    if file_format == FileFormat.PEPPOL:
        return read_peppol(content, sha256, progress)
    return read_sheet(
        content, file_format=file_format, name=name, sha256=sha256, currency=currency,
        replaces_all=replaces_all, progress=progress,
    )  # fmt: skip
