"""A document as people read it: facts, lines, notes, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from samkop.core.edocs import (
    Catalogue,
    CreditNote,
    DespatchAdvice,
    Document,
    Invoice,
    InvoiceResponse,
    MessageLevelResponse,
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
)
from samkop.exchange.documents import shown_address
from samkop.exchange.readable.answers import level_response_readable
from samkop.exchange.readable.billing import invoice_readable
from samkop.exchange.readable.catalogue import catalogue_readable
from samkop.exchange.readable.changing import cancellation_readable, change_readable
from samkop.exchange.readable.despatch import despatch_readable
from samkop.exchange.readable.invoice_answers import invoice_response_readable
from samkop.exchange.readable.ordering import order_readable, response_readable
from samkop.exchange.readable.parts import (
    Readable,
    day_text,
)
from samkop.exchange.vocabulary import document_types

LINES_SHOWN = 200


def readable(document: Document, most: int | None = LINES_SHOWN) -> Readable:
    """A document laid out for reading; at most so many of its lines, all of them for None.

    What the document does not say is left out: nothing about it is unknown.
    """
    if isinstance(document, Order):
        laid_out = order_readable(document, most)
    elif isinstance(document, OrderResponse):
        laid_out = response_readable(document, most)
    elif isinstance(document, OrderChange):
        laid_out = change_readable(document, most)
    elif isinstance(document, OrderCancellation):
        laid_out = cancellation_readable(document)
    elif isinstance(document, Catalogue):
        laid_out = catalogue_readable(document, most)
    elif isinstance(document, DespatchAdvice):
        laid_out = despatch_readable(document, most)
    elif isinstance(document, Invoice | CreditNote):
        laid_out = invoice_readable(document, most)
    elif isinstance(document, InvoiceResponse):
        laid_out = invoice_response_readable(document, most)
    elif isinstance(document, MessageLevelResponse):
        laid_out = level_response_readable(document, most)
    else:
        laid_out = _envelope(document)
    return replace(laid_out, facts=[fact for fact in laid_out.facts if fact[1]])


def _envelope(document: Document) -> Readable:
    """What every document says: one of a type that is not exchanged yet waits in quarantine."""
    return Readable(
        title=f"{_named(document.kind)} {document.id}",
        facts=[
            (_("Issued"), day_text(document.issue_date)),
            (_("From"), shown_address(document.sender)),
            (_("To"), shown_address(document.addressee)),
        ],
        columns=[],
        rows=[],
        lines=0,
    )


def _named(kind: str) -> str:
    """What people call a kind of document; one that is not exchanged keeps its technical name."""
    return str(dict(document_types()).get(kind, kind))
