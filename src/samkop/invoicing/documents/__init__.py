"""Invoices and credit notes from and to e-documents."""

from samkop.invoicing.documents.billed import billed_of, cents
from samkop.invoicing.documents.by_hand import (
    BilledByHand,
    HandLine,
    credit_note_document,
    invoice_document,
)
from samkop.invoicing.documents.response import Answer, response_document

__all__ = [
    "Answer",
    "BilledByHand",
    "HandLine",
    "billed_of",
    "cents",
    "credit_note_document",
    "invoice_document",
    "response_document",
]
