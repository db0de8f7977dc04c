"""The tables of invoicing."""

from samkop.invoicing.models.invoice import Invoice, InvoiceLine
from samkop.invoicing.models.match import (
    InvoiceComment,
    InvoiceDiscrepancy,
    InvoiceResponse,
    LineAssignment,
    MatchedPart,
    MatchResult,
)
from samkop.invoicing.models.reception import InvoiceReception, MatchTolerance

__all__ = [
    "Invoice",
    "InvoiceComment",
    "InvoiceDiscrepancy",
    "InvoiceLine",
    "InvoiceReception",
    "InvoiceResponse",
    "LineAssignment",
    "MatchResult",
    "MatchTolerance",
    "MatchedPart",
]
