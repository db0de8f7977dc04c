"""From a document to bytes that the official rules find valid."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from samkop.core.edocs.finvoice.writing import as_told
from samkop.core.edocs.finvoice.writing import to_xml as finvoice_xml
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model import CreditNote, Document, Faults, Invoice
from samkop.core.edocs.reader import examine
from samkop.core.edocs.ubl.bindings import to_xml as ubl_xml
from samkop.core.edocs.ubl.findings import unreadable


class InvalidDocumentError(ValueError):
    """Raised instead of writing an invalid document; `faults` tells which rules it breaks."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("; ".join(fault.message for fault in faults.faults[:3]))
        self.faults = faults


UBL, FINVOICE = "ubl", "finvoice"


def write(document: Document, *, syntax: str = UBL) -> bytes:
    """The document as UBL in UTF-8, such that `read(write(document)) == document`.

    With `syntax="finvoice"` an invoice or credit note is written as Finvoice 3.0, which names no
    specification: what is read again is that of EN 16931 alone.

    Raises InvalidDocumentError if the document breaks a fatal rule of its rule set, or holds what
    its format has no place for (rule EDOC-LOSS), such as control characters or a serial number in
    a catalogue. Raises ValueError for a syntax that is not known, or not for this document.
    """
    document, to_bytes = _in_syntax(document, syntax)
    try:
        data = to_bytes(document)
    except ValueError as error:
        raise InvalidDocumentError(
            Faults(
                (
                    unreadable(
                        "EDOC-TEXT", gettext_noop("XML cannot hold it: {value}."), value=str(error)
                    ),
                )
            )
        ) from error
    again, faults = examine(data)
    if again is None:
        raise InvalidDocumentError(faults)
    if again != document:
        raise InvalidDocumentError(
            Faults(
                (
                    unreadable(
                        "EDOC-LOSS",
                        gettext_noop("The format cannot carry what the document holds: {value}."),
                        value=", ".join(_differences(document, again)),
                    ),
                )
            )
        )
    return data


def _in_syntax(document: Document, syntax: str) -> tuple[Document, Callable[[Any], bytes]]:
    if syntax == UBL:
        return document, ubl_xml
    if syntax == FINVOICE and isinstance(document, Invoice | CreditNote):
        return as_told(document), finvoice_xml
    raise ValueError(f"a document of the kind {document.kind} is not written in {syntax}")


def _differences(document: Document, again: Document) -> Iterator[str]:
    """The names of the fields that did not come back."""
    if type(document) is not type(again):
        yield document.kind
        return
    for field in fields(document):
        if getattr(document, field.name) != getattr(again, field.name):
            yield field.name
