"""The answer to an invoice as the document that goes out (Peppol Invoice Response, T111)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.exchange.queries import side_of
from samkop.invoicing.models import Invoice
from samkop.parties.models import Party


@dataclass(frozen=True)
class Answer:
    """What a buyer says of an invoice: ``status`` (UNCL 4343), why (``clarifications`` of
    {list, code, text, terms}), the day it was paid.
    ``terms`` are [BT number, what it should be], and may be missing.
    """

    number: str
    issued_on: date
    status: str
    clarifications: Sequence[Mapping[str, Any]]
    note: str = ""
    paid_on: date | None = None


def response_document(
    invoice: Invoice, buyer: Party, supplier: Party, answer: Answer
) -> edocs.InvoiceResponse:
    """The Invoice Response (Peppol T111) that says it."""
    return edoc.InvoiceResponse(
        id=answer.number, issue_date=answer.issued_on, sender_party=side_of(buyer),
        receiver_party=side_of(supplier), response_code=answer.status,
        document_id=invoice.number, document_type_code=invoice.type_code,
        document_issue_date=invoice.issue_date, note=answer.note or None,
        effective_date=answer.paid_on or answer.issued_on,
        clarifications=tuple(
            edoc.Clarification(
                one["code"], one["list"], one["text"] or None,
                tuple(edoc.Condition(*term) for term in one.get("terms", ())),
            )
            for one in answer.clarifications
        ),
    )  # fmt: skip
