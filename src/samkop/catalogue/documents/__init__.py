"""Catalogues as they come (Peppol, CSV, xlsx), read into one form."""

from samkop.catalogue.documents.peppol import offered_by_document, read_peppol
from samkop.catalogue.documents.sheet import read_sheet

__all__ = ["offered_by_document", "read_peppol", "read_sheet"]
