"""Ordering spares where too few are left: once after each movement, in their keeper's name."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import SpareRun, SpareStock
from samkop.ordering.policies import may_keep_purchases, may_send_in
from samkop.ordering.queries.spares import coming_of
from samkop.ordering.rules.spares import to_order
from samkop.ordering.usecases.by_itself import (
    LONGEST_SENTENCE,
    require_unsent,
    run_to_try,
    send_in,
    tell_of_refusal,
)
from samkop.ordering.usecases.requisition import Wanted
from samkop.ordering.usecases.spares import locked_spares
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def order_spares(*, actor: Actor, now: datetime, spare_stock_id: int) -> SpareRun | None:
    """Send in what is missing; None where enough are there or coming, or it was tried already.

    ``actor`` is the stock's keeper, as the person may order today. Raises Refused:
    ``not-found``, ``not-allowed``, and as ``order_directly``; then nothing is written.
    """
    stock = locked_spares(actor, spare_stock_id)
    _require_keeper(actor, stock)
    quantity = missing(stock)
    if not quantity or _tried(stock):
        return None
    return create(
        SpareRun(
            party_id=stock.party_id, spare_stock=stock, movement_id=stock.newest,
            quantity=quantity, tried_at=now,
            requisition=send_in(actor, now, stock, [Wanted(stock.item_id, quantity)]),
        )
    )  # fmt: skip


def refuse_spares(
    *, actor: Actor, now: datetime, spare_stock_id: int, code: str, sentence: str
) -> SpareRun | None:
    """Write down why spares could not be ordered, and tell their keeper.

    ``actor`` is the clock's job; where the keeper has left, the ICT managers are told. Raises
    Refused: ``not-found``, ``not-allowed``.
    """
    stock = locked_spares(actor, spare_stock_id)
    require(may_keep_purchases(actor, stock.party_id))
    quantity = missing(stock)
    if not quantity or _tried(stock):
        return None
    made = create(
        SpareRun(
            party_id=stock.party_id, spare_stock=stock, movement_id=stock.newest,
            quantity=quantity, code=code, sentence=sentence[:LONGEST_SENTENCE], tried_at=now,
        )
    )  # fmt: skip
    tell_of_refusal(
        stock, code, kind="spares-refused",
        facts={
            "thing": stock.item.name, "site": str(stock.delivery_location),
            "left": stock.in_stock, "reason": made.sentence,
        },
        url=reverse("spare-stock", args=[stock.pk]),
    )  # fmt: skip
    return made


def try_spares_again(*, actor: Actor, now: datetime, run_id: int) -> SpareRun:
    """Send in what was refused, as many as are missing now.

    Raises Refused: ``not-found``, ``not-allowed``, ``spares-ordered``, ``spares-enough``, and
    as ``order_directly``.
    """
    run = run_to_try(SpareRun.objects.all(), actor, run_id)
    stock = locked_spares(actor, run.spare_stock_id)
    _require_keeper(actor, stock)
    require_unsent(run, "spares-ordered")
    quantity = missing(stock)
    if not quantity:
        raise Refused("spares-enough", _("There are enough, with what is on its way."))
    requisition = send_in(actor, now, stock, [Wanted(stock.item_id, quantity)])
    return change(
        run, requisition=requisition, quantity=quantity, code="", sentence="", tried_at=now
    )


def missing(stock: SpareStock) -> int:
    """How many are to be ordered now; 0 where it is kept no longer."""
    if not stock.active:
        return 0
    coming = sum(count for _run, count in coming_of([stock])[stock.pk])
    return to_order(
        stock.in_stock, coming, stock.minimum, stock.target, stock.item.quantity_increment
    )


def _tried(stock: SpareStock) -> bool:
    return stock.runs.filter(movement_id=stock.newest).exists()


def _require_keeper(actor: Actor, stock: SpareStock) -> None:
    require(may_send_in(actor) and actor.person_id == stock.person_id)
