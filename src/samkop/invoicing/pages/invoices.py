"""One invoice: its lines beside what they were matched with, and what can be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.edocs.model import ClarificationList
from samkop.core.matching import HANDLING, Reason, Remedy
from samkop.exchange.models import Message
from samkop.exchange.pages.shown import TONES, document_file, shown_document
from samkop.exchange.queries import documents_of
from samkop.exchange.readable import clarification_words, term_words
from samkop.exchange.vocabulary import MessageState
from samkop.invoicing.models import (
    InvoiceDiscrepancy,
    InvoiceLine,
    MatchedPart,
    MatchResult,
)
from samkop.invoicing.pages.forms import forms_for
from samkop.invoicing.pages.words import (
    DISCREPANCY_TONES,
    STATE_TONES,
    STATUS_WORDS,
    detail_of,
    reason_of,
)
from samkop.invoicing.policies import (
    may_credit,
    may_handle,
    may_keep_accounting,
    may_pay,
    may_see_invoice,
)
from samkop.invoicing.queries.invoices import (
    comments_of,
    discrepancies_of,
    is_orderer,
    parts_of,
    result_of,
)
from samkop.invoicing.queries.own_bills import order_billed
from samkop.invoicing.queries.reception import way_on
from samkop.invoicing.rules.outcome import is_pending
from samkop.invoicing.usecases.responding import NET_AMOUNT
from samkop.invoicing.vocabulary import (
    DONE,
    INVOICE_TRANSITIONS,
    UNSETTLED,
    DiscrepancyState,
    InvoiceState,
    ReceptionWay,
)
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import HistoryEntry, history_of
from samkop.platform.formatting import format_money
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused, not_found

# What one presses for a discrepancy, in the order in which it is offered.
PRESSED = (Remedy.ACCEPT, Remedy.ASK_FOR_CREDIT, Remedy.ASK, Remedy.WAIT)
Shown = tuple[str, dict[str, Any]]


@dataclass
class LineRow:
    """A line of the invoice with what it was matched with and what is held of it."""

    line: InvoiceLine | None
    parts: list[MatchedPart] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)

    @property
    def assignable(self) -> bool:
        """Whether a person may say which order line it is for."""
        return self.line is not None and any(one["assignable"] for one in self.held)


def shown_invoice(
    request: HttpRequest, actor: Actor, invoice_id: int, refused: Refused | None = None,
    **_named: Any,
) -> Shown:  # fmt: skip
    """The page, after a refusal with what was wrong."""
    result = result_of(invoice_id)
    own = result.buyer_id == actor.party_id
    parts = parts_of(result) if own else []
    held = discrepancies_of(result) if own else []
    named = [*(one.order_line for one in parts), *(one.order_line for one in held)]
    orders = [line.order for line in named if line]
    allow(may_see_invoice(actor, result.invoice, orderer=own and is_orderer(actor, orders)))
    handles = own and may_handle(actor, result) and result.state in UNSETTLED
    rows = _rows(result, parts, held)
    state = InvoiceState(result.state)
    elsewhere = own and way_on(result.buyer_id, own_today()) == ReceptionWay.EXPORT
    return "invoicing/invoice.html", {
        "result": result, "invoice": result.invoice, "own": own, "refused": refused,
        "tone": STATE_TONES[state], "rows": rows, "handles": handles,
        "whole": [one for row in rows if row.line is None for one in row.held],
        "orders": {order.pk: order for order in orders}.values(),
        "codes": own and may_keep_accounting(actor) and not elsewhere,
        "elsewhere": elsewhere and state == InvoiceState.RECEIVED,
        "said": None if own else _said(result),
        "billed": None if own else order_billed(result.invoice),
        "credits": not result.invoice.is_credit and may_credit(actor, result.invoice),
        "pays": own and may_pay(actor, result)
        and InvoiceState.PAID in INVOICE_TRANSITIONS.get(state, ()),
        "comments": comments_of(result) if own else [],
        "documents": _documents(result),
        "history": history_of(subject_of(result), DONE) if own else _told(result),
        "trail": [(_("Invoices"), reverse("invoices"))],
        **forms_for(request, result, refused, own=own, rows=rows if handles else []),
    }  # fmt: skip


@page()
def invoice(request: HttpRequest, actor: Actor, invoice_id: int) -> Shown:
    """One invoice."""
    return shown_invoice(request, actor, invoice_id)


@page()
def document(request: HttpRequest, actor: Actor, invoice_id: int, message_id: int) -> Shown:
    """One document of an invoice, to be read."""
    result, message = _document(actor, invoice_id, message_id)
    shown, excerpt = shown_document(message)
    return "invoicing/document.html", {
        "invoice": result.invoice, "message": message, "document": shown, "excerpt": excerpt,
        "tone": TONES[MessageState(message.state)],
        "trail": [
            (_("Invoices"), reverse("invoices")),
            (result.invoice.number, reverse("invoice", args=[invoice_id])),
        ],
    }  # fmt: skip


@page()
def file(request: HttpRequest, actor: Actor, invoice_id: int, message_id: int) -> HttpResponse:
    """One document of an invoice, as it came or went."""
    return document_file(_document(actor, invoice_id, message_id)[1])


def _rows(
    result: MatchResult, parts: Iterable[MatchedPart], held: Iterable[InvoiceDiscrepancy]
) -> list[LineRow]:
    rows = {str(line.place): LineRow(line) for line in result.invoice.lines.all()}
    others: dict[str, LineRow] = defaultdict(lambda: LineRow(None))
    for part in parts:
        (rows.get(part.line_id) or others[part.line_id]).parts.append(part)
    currency = result.invoice.currency
    for one in held:
        (rows.get(one.line_id) or others[one.line_id]).held.append(_held(one, currency))
    return [*rows.values(), *others.values()]


def _held(one: InvoiceDiscrepancy, currency: str) -> dict[str, Any]:
    remedies = HANDLING[Reason(one.reason)].remedies if is_pending(one.state) else ()
    pressed = [
        remedy
        for remedy in PRESSED
        if remedy in remedies
        and not (remedy == Remedy.WAIT and one.state == DiscrepancyState.WAITING)
        and not (remedy in {Remedy.ASK, Remedy.ASK_FOR_CREDIT}
                 and one.state == DiscrepancyState.ASKED)
    ]  # fmt: skip
    return {
        "found": one, "reason": reason_of(one), "detail": detail_of(one, currency),
        "tone": DISCREPANCY_TONES[DiscrepancyState(one.state)],
        "remedies": [remedy.value for remedy in pressed],
        "assignable": Remedy.ASSIGN in remedies, "candidates": one.candidates,
    }  # fmt: skip


def _documents(result: MatchResult) -> list[dict[str, Any]]:
    """The invoice itself and the answers to it, as far as one may see them."""
    answers = {one.message_id: one for one in result.responses.all() if one.message_id}
    found = []
    for message in documents_of(subject_of(result.invoice), [result.invoice.message_id, *answers]):
        answer = answers.get(message.pk)
        state = STATUS_WORDS[answer.status] if answer else None
        found.append(
            {
                "label": f"{message.get_document_type_display()} {message.number}",
                "url": reverse("invoice-document", args=[result.invoice_id, message.pk]),
                "xml_url": reverse("invoice-document-file", args=[result.invoice_id, message.pk]),
                "at": message.created_at,
                "tone": STATE_TONES[state] if state else "neutral",
                "state": state.label if state else message.get_state_display(),
            }
        )
    return found


def _term(name: str, value: str, currency: str) -> str:
    """What a term should have said, in words; an amount in the reader's form."""
    is_amount = name == NET_AMOUNT
    return f"{term_words(name)} {format_money(Decimal(value), currency) if is_amount else value}"


def _said(result: MatchResult) -> dict[str, Any] | None:
    """What the buyer's last answer asks of the supplier: why, and what to do; None if nothing."""
    answers = sorted(result.responses.all(), key=lambda one: one.pk)
    if not answers or not answers[-1].clarifications:
        return None
    found: dict[str, list[str]] = {"reasons": [], "actions": []}
    for one in answers[-1].clarifications:
        side = "actions" if one["list"] == ClarificationList.ACTION else "reasons"
        found[side].append(clarification_words(one["list"], one["code"]))
    texts = dict.fromkeys(one["text"] for one in answers[-1].clarifications if one["text"])
    expected = [
        _term(name, value, result.invoice.currency)
        for one in answers[-1].clarifications
        for name, value in one.get("terms", [])
    ]
    rejected = STATUS_WORDS[answers[-1].status] == InvoiceState.REJECTED
    return {**found, "texts": list(texts), "expected": expected, "rejected": rejected}


def _told(result: MatchResult) -> list[HistoryEntry]:
    """What the supplier was told, and nothing of the buyer's own trail; the newest first."""
    steps = [HistoryEntry(result.created_at, str(result.supplier), str(DONE["record_invoice"]), ())]
    for one in result.responses.all():
        label = STATUS_WORDS[one.status].label
        steps.append(HistoryEntry(one.at, str(result.buyer), str(label), ()))
    return steps[::-1]


def _document(actor: Actor, invoice_id: int, message_id: int) -> tuple[MatchResult, Message]:
    result = result_of(invoice_id)
    own = result.buyer_id == actor.party_id
    orders = [one.order_line.order for one in parts_of(result) if one.order_line] if own else []
    allow(may_see_invoice(actor, result.invoice, orderer=own and is_orderer(actor, orders)))
    answers = [one.message_id for one in result.responses.all() if one.message_id]
    about = [result.invoice.message_id, *answers]
    message = documents_of(subject_of(result.invoice), about).filter(id=message_id).first()
    if message is None:
        raise not_found()
    return result, message
