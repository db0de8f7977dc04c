"""Electronic business documents: read, check, write.

`read(bytes)` gives a document or its faults, never an exception for bad input; `write(document)`
gives bytes that the official rules find valid; `validate(bytes)` tells every rule that is broken.
"""

from samkop.core.edocs.carrying import is_identifier_text, is_unit_code, is_xml_text
from samkop.core.edocs.limits import Limits
from samkop.core.edocs.model import (
    Catalogue,
    CatalogueResponse,
    CreditNote,
    DespatchAdvice,
    Document,
    Fault,
    Faults,
    Flag,
    Invoice,
    InvoiceResponse,
    MessageLevelResponse,
    Order,
    OrderAgreement,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    OrderResponseAdvanced,
    PunchOut,
)
from samkop.core.edocs.reader import examine, read, validate
from samkop.core.edocs.writer import InvalidDocumentError, write

__all__ = [
    "Catalogue",
    "CatalogueResponse",
    "CreditNote",
    "DespatchAdvice",
    "Document",
    "Fault",
    "Faults",
    "Flag",
    "InvalidDocumentError",
    "Invoice",
    "InvoiceResponse",
    "Limits",
    "MessageLevelResponse",
    "Order",
    "OrderAgreement",
    "OrderCancellation",
    "OrderChange",
    "OrderResponse",
    "OrderResponseAdvanced",
    "PunchOut",
    "examine",
    "is_identifier_text",
    "is_unit_code",
    "is_xml_text",
    "read",
    "validate",
    "write",
]
