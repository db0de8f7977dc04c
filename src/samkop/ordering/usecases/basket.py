"""Filling a basket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.ordering.models import BasketConfiguration, BasketLine
from samkop.ordering.policies import may_shop
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST = 10_000


def add_to_basket(*, actor: Actor, now: datetime, item_id: int, quantity: int = 1) -> BasketLine:
    """Put an item into one's basket, on top of what is there.

    Raises Refused: ``item-not-on-the-shelf``, ``quantity-out-of-bounds``.
    """
    require(may_shop(actor))
    if not CatalogueItem.objects.filter(id=item_id, active=True).exists():
        raise Refused(
            "item-not-on-the-shelf",
            _("This item is no longer in the shop. Choose its successor or another one."),
            status=404,
        )
    hold_basket(actor)
    line = _line(actor, item_id)
    if line is None:
        return create(
            BasketLine(
                party_id=actor.own_party_id, person_id=actor.own_person_id, item_id=item_id,
                quantity=_checked(quantity), punch_out_session_id=actor.punch_out_id,
            )
        )  # fmt: skip
    return change(line, quantity=_checked(line.quantity + quantity))


def set_quantity(*, actor: Actor, now: datetime, item_id: int, quantity: int) -> BasketLine | None:
    """Set how many of an item are in one's basket; 0 takes it out.

    Raises Refused: ``quantity-out-of-bounds``, ``item-not-in-basket``.
    """
    require(may_shop(actor))
    hold_basket(actor)
    line = _line(actor, item_id)
    if line is None:
        raise Refused(
            "item-not-in-basket", _("This item is not in your basket any more."), status=404
        )
    if quantity == 0:
        remove(line)
        return None
    return change(line, quantity=_checked(quantity))


def set_quantities(
    *, actor: Actor, now: datetime, quantities: Sequence[tuple[int, int]]
) -> list[BasketLine]:
    """Set how many there are of several items (item id, quantity); what stays is returned.

    Raises Refused as ``set_quantity``.
    """
    kept = [
        set_quantity(actor=actor, now=now, item_id=item_id, quantity=quantity)
        for item_id, quantity in quantities
    ]
    return [line for line in kept if line is not None]


def set_basket(
    *, actor: Actor, now: datetime, quantities: Sequence[tuple[int, int]]
) -> dict[str, int]:
    """Set how many of these items lie in one's basket (item id, quantity); others stay.

    0 takes an item out. Answers {"lines": how many lines there are}. Raises Refused as
    ``add_to_basket``.
    """
    require(may_shop(actor))
    hold_basket(actor)
    for item_id, quantity in quantities:
        if _line(actor, item_id) is not None:
            set_quantity(actor=actor, now=now, item_id=item_id, quantity=quantity)
        elif quantity:
            add_to_basket(actor=actor, now=now, item_id=item_id, quantity=quantity)
    return {"lines": _mine(actor).count()}


def clear_basket(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Take everything out of one's basket. Answers {"taken_out": how many things there were}."""
    require(may_shop(actor))
    hold_basket(actor)
    mine = {"party_id": actor.own_party_id, "person_id": actor.own_person_id}
    things = [*_mine(actor).order_by("id"), *BasketConfiguration.objects.filter(**mine)]
    for thing in things:
        remove(thing)
    return {"taken_out": len(things)}


def hold_basket(actor: Actor) -> None:
    """Keep other tabs of the same person away from the basket until this unit ends.

    Two tabs that send the same basket in would otherwise order it twice. Each visit from a
    purchasing system has a basket of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('basket:' || %s || ':' || %s, 0))",
            [str(actor.own_party_id), actor.identity],
        )


def _mine(actor: Actor) -> QuerySet[BasketLine]:
    return BasketLine.objects.filter(party_id=actor.own_party_id, person_id=actor.own_person_id)


def _line(actor: Actor, item_id: int) -> BasketLine | None:
    return _mine(actor).filter(item_id=item_id).first()


def _checked(quantity: int) -> int:
    if not 1 <= quantity <= MOST:
        raise Refused(
            "quantity-out-of-bounds",
            _("The quantity has to be between 1 and %(most)s."),
            status=422,
            fields={"quantity": _("Give a number between 1 and 10,000.")},
            most=MOST,
        )
    return quantity
