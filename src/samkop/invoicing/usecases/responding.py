"""Answering an invoice by itself: the supplier hears how far it is, and why (Peppol T111)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

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
# Terms of EN 16931 by which a supplier is told what a line should have said.
LINE, QUANTITY, NET_AMOUNT = "BT-126", "BT-129", "BT-131"
EXPECTED = {
    Reason.PRICE_OVER: NET_AMOUNT,
    Reason.QUANTITY_OVER_ORDERED: QUANTITY,
    Reason.QUANTITY_OVER_RECEIVED: QUANTITY,
}

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
    said = _clarifications(result, discrepancies, note) if state in NEEDS_REASONS else []
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


def _clarifications(
    result: MatchResult, discrepancies: Iterable[InvoiceDiscrepancy], note: str
) -> list[dict[str, Any]]:
    """Each reason and each action once, by their codes; at least one reason.

    A reason that is a figure's says of each line what was expected (``terms``).
    """
    codes: dict[tuple[str, str], list[InvoiceDiscrepancy]] = {}
    for one in sorted(discrepancies, key=lambda one: (one.line_id, one.reason)):
        response = HANDLING[Reason(one.reason)].response
        asked = one.state in {DiscrepancyState.ASKED, DiscrepancyState.REJECTED}
        if response is None or not (asked or is_asked_by_itself(one.reason)):
            continue
        codes.setdefault((ClarificationList.REASON.value, response.reason.value), []).append(one)
        codes.setdefault((ClarificationList.ACTION.value, response.action.value), [])
    if not codes:
        codes[ClarificationList.REASON.value, ClarificationReason.OTHER.value] = []
        codes[ClarificationList.ACTION.value, ClarificationAction.PROVIDE_INFORMATION.value] = []
    text = note.strip()[:500]
    return [
        {"list": list_id, "code": code, "text": text, **_terms(result, found)}
        for (list_id, code), found in codes.items()
    ]


def _terms(
    result: MatchResult, discrepancies: Iterable[InvoiceDiscrepancy]
) -> dict[str, list[list[str]]]:
    """What was expected, line by line: terms of EN 16931 with their values; empty if nothing."""
    said = [
        (one.line_id, one.expected, EXPECTED[Reason(one.reason)])
        for one in discrepancies
        if one.expected is not None and one.line_id and Reason(one.reason) in EXPECTED
    ]
    if not said:
        return {}
    places = {str(line.place): line.line_id for line in result.invoice.lines.all()}
    terms = []
    for place, expected, term in said:
        value = f"{Decimal(expected) / 100:.2f}" if term == NET_AMOUNT else str(expected)
        terms += [[LINE, places.get(place, place)], [term, value]]
    return {"terms": terms}


def _content(result: MatchResult, answer: Answer) -> bytes | None:
    parties = (party_of(result.buyer_id), party_of(result.supplier_id))
    if any(electronic_address(party.pk) is None for party in parties):
        log.warning("invoice-response-unsent", result=result.pk, why="no electronic address")
        return None
    return edocs.write(response_document(result.invoice, *parties, answer))
