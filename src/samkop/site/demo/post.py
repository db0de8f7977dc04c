"""A round of the post: what waits goes out, suppliers answer, answers come in.

The rounds of the past are as those of today, only that what the answers bring about
happens at the time when they came, and not at today's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from samkop.catalogue.documents import offered_by_document
from samkop.catalogue.queries import agreement_of_document
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.handlers import route
from samkop.exchange.queries import load_document, message_actor, message_key, message_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.invoicing.documents import billed_of
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.invoicing.usecases.matching import match_invoice
from samkop.invoicing.usecases.vouchers import code_invoice
from samkop.invoicing.vocabulary import MATCHER
from samkop.ordering.documents import answer_of
from samkop.ordering.usecases.order_response import record_answer, settle_by_answer
from samkop.platform import actors
from samkop.platform.outbox import Fact, Wiring, dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.documents.despatch import despatched_of
from samkop.receiving.usecases.despatch_advice import record_despatch
from samkop.receiving.usecases.expecting import take_in_despatch
from samkop.site.simulator.answering import Mode
from samkop.site.simulator.correspondence import EVERYBODY, Answered, answer_orders, memory_of

SEED = 1


def send_out(data: Path, now: datetime) -> None:
    """Carry everything that waits to be sent."""
    _to_the_end(lambda: transmit_waiting(data, now=now))


def let_suppliers_answer(data: Path, mode: Mode) -> list[Answered]:
    """Let the simulated suppliers answer the orders that lie in the outboxes."""
    return list(answer_orders(data, memory_of(data), EVERYBODY, mode, SEED))


def take_in(data: Path, now: datetime) -> None:
    """Read what lies in the inboxes, as it was done at a moment of the past."""
    collect_inboxes(data, now=now)
    _to_the_end(lambda: dispatch_waiting(THEN))


def _to_the_end(work: Callable[[], int]) -> None:
    while work():
        continue


def _catalogue_came(fact: Fact) -> None:
    document, content_hash = _document(fact)
    assert isinstance(document, edocs.Catalogue)  # noqa: S101 - routed by its type
    actor = message_actor(fact.body)
    with reading(actor):
        agreement = agreement_of_document(
            document, supplier_id=fact.body["sender_id"],
            purchasing_body_id=fact.body["receiver_id"],
        )  # fmt: skip
    perform(
        actor, import_catalogue, key=message_key(fact.body), now=fact.happened_at,
        agreement_id=agreement.pk, offered=offered_by_document(document, content_hash),
    )  # fmt: skip


def _answer_came(fact: Fact) -> None:
    document, _content_hash = _document(fact)
    assert isinstance(document, edocs.OrderResponse)  # noqa: S101 - routed by its type
    perform(
        message_actor(fact.body), record_answer, key=message_key(fact.body), now=fact.happened_at,
        answer=answer_of(document), buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )  # fmt: skip


def _order_answered(fact: Fact) -> None:
    perform(
        actors.job("order-keeper", fact.body["buyer_id"]), settle_by_answer,
        key=fact.key_for("settle"), now=fact.happened_at, order_id=fact.body["order_id"],
        response_id=fact.body["response_id"],
    )  # fmt: skip


def _despatch_came(fact: Fact) -> None:
    document, _content_hash = _document(fact)
    assert isinstance(document, edocs.DespatchAdvice)  # noqa: S101 - routed by its type
    perform(
        message_actor(fact.body), record_despatch, key=message_key(fact.body),
        now=fact.happened_at, despatched=despatched_of(document),
        buyer_id=fact.body["receiver_id"], message_id=fact.body["message_id"],
    )  # fmt: skip


def _goods_despatched(fact: Fact) -> None:
    perform(
        actors.job("goods-keeper", fact.body["buyer_id"]), take_in_despatch,
        key=fact.key_for("expect"), now=fact.happened_at, advice_id=fact.body["advice_id"],
    )  # fmt: skip


def _invoice_came(fact: Fact) -> None:
    document, _content_hash = _document(fact)
    assert isinstance(document, edocs.Invoice)  # noqa: S101 - routed by its type
    perform(
        message_actor(fact.body), record_invoice, key=message_key(fact.body),
        now=fact.happened_at, billed=billed_of(document), buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )  # fmt: skip


def _invoice_kept(fact: Fact) -> None:
    perform(
        actors.job(MATCHER, fact.body["buyer_id"]), match_invoice, key=fact.key_for("match"),
        now=fact.happened_at, invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def _invoice_accepted(fact: Fact) -> None:
    perform(
        actors.job("accountant", fact.body["buyer_id"]), code_invoice, key=fact.key_for("code"),
        now=fact.happened_at, invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def _document(fact: Fact) -> tuple[Any, str]:
    """The document that a message brought, and the hash of its bytes."""
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        loaded = load_document(fact.body["message_id"])
        return loaded.document, message_of(fact.body["message_id"]).sha256


THEN: Wiring = {
    "message-received": [
        route(
            {
                "catalogue": _catalogue_came,
                "despatch-advice": _despatch_came,
                "invoice": _invoice_came,
                "order-response": _answer_came,
            }
        ),
    ],
    "goods-despatched": [_goods_despatched],
    "invoice-accepted": [_invoice_accepted],
    "invoice-received": [_invoice_kept],
    "order-answered": [_order_answered],
}
