"""Ordering spares where too few are left: once after each movement, in their keeper's name."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import SpareRun, SpareStock
from samkop.ordering.policies import may_keep_purchases, may_send_in
from samkop.ordering.queries.spares import coming_of
from samkop.ordering.rules.spares import to_order
from samkop.ordering.usecases.requisition import Wanted, order_directly
from samkop.ordering.usecases.spares import locked_spares
from samkop.ordering.usecases.standing_purchases import LONGEST_SENTENCE, OWNER_LEFT
from samkop.parties.queries import party_of, people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused, not_found
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
            requisition_id=_send_in(actor, now, stock, quantity),
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
    people = [stock.person_id]
    if code == OWNER_LEFT:
        today = day_of(now, party_of(stock.party_id).time_zone)
        managers = people_with_role(stock.party_id, RoleName.ICT_MANAGER, today)
        people = [one.pk for one in managers]
    notify(
        party_id=stock.party_id, person_ids=people, kind="spares-refused",
        subject=subject_of(stock),
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
    run = SpareRun.objects.filter(id=run_id, party_id=actor.own_party_id).first()
    if run is None:
        raise not_found()
    stock = locked_spares(actor, run.spare_stock_id)
    _require_keeper(actor, stock)
    run.refresh_from_db()
    if run.requisition_id is not None:
        raise Refused("spares-ordered", _("This has been sent in already. Load the page again."))
    quantity = missing(stock)
    if not quantity:
        raise Refused("spares-enough", _("There are enough, with what is on its way."))
    requisition_id = _send_in(actor, now, stock, quantity)
    return change(
        run, requisition_id=requisition_id, quantity=quantity, code="", sentence="", tried_at=now
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


def _send_in(actor: Actor, now: datetime, stock: SpareStock, quantity: int) -> int:
    """By the door of every requisition: its approvals, budget, ceiling and entitlements."""
    requisition = order_directly(
        actor=actor, now=now, cost_centre=stock.cost_centre.code,
        delivery_location=stock.delivery_location.code,
        wanted=[Wanted(stock.item_id, quantity)],
    )  # fmt: skip
    return int(requisition.pk)
