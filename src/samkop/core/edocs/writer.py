"""From a document to bytes that the official rules find valid."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model import Document, Faults
from samkop.core.edocs.reader import examine
from samkop.core.edocs.ubl.bindings import to_xml
from samkop.core.edocs.ubl.findings import unreadable


class InvalidDocumentError(ValueError):
    """Raised instead of writing an invalid document; `faults` tells which rules it breaks."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("; ".join(fault.message for fault in faults.faults[:3]))
        self.faults = faults


def write(document: Document) -> bytes:
    """The document as UBL 2.1 XML in UTF-8, such that `read(write(document)) == document`.

    Raises InvalidDocumentError if the document breaks a fatal rule of its rule set, or holds what
    its format has no place for (rule EDOC-LOSS), such as control characters or a serial number in
    a catalogue.
    """
    try:
        data = to_xml(document)
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
                        gettext_noop("The document holds what its format cannot carry."),
                    ),
                )
            )
        )
    return data
