"""What must hold of any bytes."""

from samkop.core.edocs import Faults, InvalidDocumentError, examine, validate, write
from samkop.core.edocs.outline import outline


def check(data: bytes) -> None:
    """Reading gives a document or faults, whatever comes; what was read can be written or not."""
    document, faults = examine(data)
    assert (document is not None) == (faults.valid and faults.kind != "")
    assert validate(data).rules == faults.rules
    assert isinstance(outline(data)[1], Faults)
    if document is not None:
        try:
            written = write(document)
        except InvalidDocumentError:
            return
        assert examine(written)[0] == document
