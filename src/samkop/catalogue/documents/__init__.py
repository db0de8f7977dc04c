"""Catalogues as they come (Peppol, CSV, xlsx), read into one form."""

from samkop.catalogue.documents.file import format_of, lines_about, read_file
from samkop.catalogue.documents.peppol import offered_by_document, read_peppol
from samkop.catalogue.documents.sheet import read_sheet

__all__ = [
    "format_of",
    "lines_about",
    "offered_by_document",
    "read_file",
    "read_peppol",
    "read_sheet",
]
