"""Answering an invoice by itself: the supplier hears how far it is, and why (Peppol T111)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog

from samkop.core import edocs
from samkop.core.edocs.model import ClarificationAction, ClarificationList, ClarificationReason
from samkop.core.matching import HANDLING, Reason
from samkop.core.period import day_of
from samkop.exchange.queries import electronic_address
from samkop.exchange.usecases.outbound import send_document
from samkop.invoicing.documents import Answer, response_document
from samkop.invoicing.models import InvoiceDiscrepancy, InvoiceResponse, MatchResult
from samkop.invoicing.queries.reception import way_on
from samkop.invoicing.rules.outcome import is_asked_by_itself
from samkop.invoicing.vocabulary import STATUS, DiscrepancyState, InvoiceState, ReceptionWay
from samkop.parties.queries import party_of
from samkop.platform.records import create, subject_of
from samkop.platform.unit_of_work import current_unit

NEEDS_REASONS = (InvoiceState.UNDER_QUERY, InvoiceState.REJECTED)

log = structlog.get_logger()


def respond(
    result: MatchResult, now: datetime, discrepancies: Iterable[InvoiceDiscrepancy] = (), *,
    note: str = "",
) -> InvoiceResponse | None:  # fmt: skip
    """Tell the supplier the state that the invoice is in now, in the transaction of the fact.

    The same status for the same reasons is told once. None, and nothing is told, where the
    buyer's own finance system receives (it answers itself), or nothing is new. Without an
    address of one of the two the answer is kept, and not sent.
    """
    state = InvoiceState(result.state)
    if state not in STATUS:
        return None
    buyer = party_of(result.buyer_id)
    today = day_of(now, buyer.time_zone)
    if way_on(buyer.pk, today) != ReceptionWay.HERE:
        return None
    told = list(result.responses.order_by("id"))
    said = _clarifications(discrepancies, note) if state in NEEDS_REASONS else []
    if any((one.status, one.clarifications) == (STATUS[state], said) for one in told):
        return None
    number = f"IR-{result.invoice_id}-{len(told) + 1}"
    content = _content(result, Answer(number, today, STATUS[state], said, note, result.paid_on))
    message = None if content is None else send_document(
        actor=current_unit().actor, now=now, receiver_id=result.supplier_id,
        document_type="invoice-response", number=number, issue_date=today, content=content,
        subject=subject_of(result.invoice),
    )  # fmt: skip
    return create(
        InvoiceResponse(
            result=result, buyer_id=result.buyer_id, supplier_id=result.supplier_id,
            number=number, status=STATUS[state], clarifications=said, at=now,
            message_id=message.pk if message else None,
        )
    )  # fmt: skip


def _clarifications(discrepancies: Iterable[InvoiceDiscrepancy], note: str) -> list[dict[str, str]]:
    """Each reason and each action once, by their codes; at least one reason."""
    codes: dict[tuple[str, str], None] = {}
    for one in sorted(discrepancies, key=lambda one: (one.line_id, one.reason)):
        response = HANDLING[Reason(one.reason)].response
        asked = one.state in {DiscrepancyState.ASKED, DiscrepancyState.REJECTED}
        if response is None or not (asked or is_asked_by_itself(one.reason)):
            continue
        codes[ClarificationList.REASON.value, response.reason.value] = None
        codes[ClarificationList.ACTION.value, response.action.value] = None
    if not codes:
        codes[ClarificationList.REASON.value, ClarificationReason.OTHER.value] = None
        codes[ClarificationList.ACTION.value, ClarificationAction.PROVIDE_INFORMATION.value] = None
    return [{"list": list_id, "code": code, "text": note.strip()[:500]} for list_id, code in codes]


def _content(result: MatchResult, answer: Answer) -> bytes | None:
    parties = (party_of(result.buyer_id), party_of(result.supplier_id))
    if any(electronic_address(party.pk) is None for party in parties):
        log.warning("invoice-response-unsent", result=result.pk, why="no electronic address")
        return None
    return edocs.write(response_document(result.invoice, *parties, answer))
