"""Documents and facts that receiving hears of; one use-case call each."""

from __future__ import annotations

from samkop.core import edocs
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.documents.despatch import despatched_of
from samkop.receiving.usecases.despatch_advice import record_despatch
from samkop.receiving.usecases.expecting import take_in_despatch
from samkop.receiving.usecases.notices import tell_supplier_of_return
from samkop.receiving.usecases.returning import close_return


def despatch_advice_received(fact: Fact) -> None:
    """A supplier's despatch advice has come in: keep it.

    The message was accepted as a despatch advice, so that its document is one.
    """
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        document = load_document(fact.body["message_id"]).document
    assert isinstance(document, edocs.DespatchAdvice)  # noqa: S101 - routed by its type
    perform(
        message_actor(fact.body),
        record_despatch,
        key=message_key(fact.body),
        despatched=despatched_of(document),
        buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )


def goods_despatched(fact: Fact) -> None:
    """A supplier has announced goods: the buyer expects them."""
    perform(
        actors.job("goods-keeper", fact.body["buyer_id"]),
        take_in_despatch,
        key=fact.key_for("expect"),
        advice_id=fact.body["advice_id"],
    )


def say_return_announced(fact: Fact) -> None:
    """Goods go back: the supplier's people are told."""
    perform(
        actors.job("notices", fact.body["supplier_id"]),
        tell_supplier_of_return,
        key=fact.key_for("tell"),
        return_id=fact.body["return_id"],
    )


def return_accepted(fact: Fact) -> None:
    """A supplier has goods back: the buyer's return is closed."""
    perform(
        actors.job("goods-keeper", fact.body["buyer_id"]),
        close_return,
        key=fact.key_for("close"),
        return_id=fact.body["return_id"],
    )
