"""What a supplier makes of an answer to its invoice (Peppol Invoice Response, T111)."""

from __future__ import annotations

from samkop.core.edocs import InvoiceResponse
from samkop.core.edocs.model import ClarificationAction, ClarificationList, InvoiceStatusCode

CREDITING = frozenset(
    {
        ClarificationAction.ISSUE_NEW_INVOICE,
        ClarificationAction.CREDIT_FULLY,
        ClarificationAction.CREDIT_PARTIALLY,
        ClarificationAction.CREDIT_THE_AMOUNT,
    }
)
UNDECIDED = frozenset({InvoiceStatusCode.UNDER_QUERY, InvoiceStatusCode.CONDITIONALLY_ACCEPTED})


def wants_another(told: InvoiceResponse) -> bool:
    """Whether the buyer rejects the invoice, or asks for a credit note or a new invoice."""
    if told.response_code == InvoiceStatusCode.REJECTED:
        return True
    actions = {
        clarification.code
        for clarification in told.clarifications
        if clarification.list_id == ClarificationList.ACTION
    }
    return told.response_code in UNDECIDED and bool(actions & CREDITING)
