"""Spares at a site: how many there should be, taken out, put in and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries import items_among
from samkop.ordering.models import SpareMovement, SpareRun, SpareStock
from samkop.ordering.policies import may_handle_spares, may_keep_spares
from samkop.ordering.queries.spares import come_of, coming_of
from samkop.ordering.rules.spares import put_in_first
from samkop.ordering.usecases.choices import own_cost_centre, own_location
from samkop.ordering.vocabulary import SpareMovementKind
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_PIECES = 10_000
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Levels:
    """How many there should be at least, and up to how many is ordered."""

    minimum: int
    target: int


def keep_spares(
    *, actor: Actor, now: datetime, item_id: int, delivery_location_id: int,
    cost_centre_id: int, levels: Levels, in_stock: int,
) -> SpareStock:  # fmt: skip
    """Keep so many of an item at a site; what is missing is ordered in the actor's name.

    ``in_stock`` lie there today. Raises Refused: ``not-allowed``, ``item-not-on-the-shelf``,
    ``spares-kept-already``, ``quantity-out-of-bounds``, ``target-below-minimum``,
    ``cost-centre-unknown``, ``delivery-location-unknown``.
    """
    require(may_keep_spares(actor))
    _require_levels(levels)
    _require_pieces(in_stock, "in_stock", least=0)
    location = own_location(actor, id=delivery_location_id)
    centre = own_cost_centre(actor, id=cost_centre_id)
    if not items_among([item_id]):
        raise Refused(
            "item-not-on-the-shelf", _("There is no item %(items)s in the shop."), status=404,
            items=item_id,
        )  # fmt: skip
    kept = SpareStock.objects.filter(
        party_id=actor.own_party_id, delivery_location=location, item_id=item_id, active=True
    )
    if kept.exists():
        raise _wrong(
            "spares-kept-already", "item", _("Spares of it are kept at this site already.")
        )
    made = create(
        SpareStock(
            party_id=actor.own_party_id, person_id=actor.own_person_id, item_id=item_id,
            delivery_location=location, cost_centre=centre, minimum=levels.minimum,
            target=levels.target, made_at=now,
        )
    )  # fmt: skip
    return _move(actor, now, made, SpareMovementKind.COUNTED, in_stock)


def change_spares(
    *, actor: Actor, now: datetime, spare_stock_id: int, levels: Levels, cost_centre_id: int
) -> SpareStock:
    """Say anew how many there should be and who pays; what is missing is ordered from now on in
    the actor's name.

    Raises Refused as ``keep_spares``, and: ``not-found``, ``spares-ended``.
    """
    stock = _running(actor, spare_stock_id)
    require(may_keep_spares(actor))
    _require_levels(levels)
    centre = own_cost_centre(actor, id=cost_centre_id)
    change(
        stock, minimum=levels.minimum, target=levels.target, cost_centre=centre,
        person_id=actor.own_person_id,
    )  # fmt: skip
    return _move(actor, now, stock, SpareMovementKind.SET, stock.in_stock)


def end_spares(*, actor: Actor, now: datetime, spare_stock_id: int) -> SpareStock:
    """Order no more of them; the stock and what became of it stay to be read.

    Raises Refused: ``not-found``, ``not-allowed``, ``spares-ended``.
    """
    stock = _running(actor, spare_stock_id)
    require(may_keep_spares(actor))
    return change(stock, active=False)


def take_spares_out(
    *, actor: Actor, now: datetime, spare_stock_id: int, pieces: int, note_text: str = ""
) -> SpareStock:
    """Take pieces out of stock. Raises Refused: ``not-found``, ``not-allowed``,
    ``spares-ended``, ``quantity-out-of-bounds``, ``spares-too-few``.
    """
    stock = _handled(actor, spare_stock_id, pieces)
    if pieces > stock.in_stock:
        sentence = _("There are %(count)s in stock. Count them, if there are more.")
        raise Refused(
            "spares-too-few", sentence, status=422, count=stock.in_stock,
            fields={"pieces": sentence % {"count": stock.in_stock}},
        )  # fmt: skip
    left = stock.in_stock - pieces
    return _move(actor, now, stock, SpareMovementKind.TAKEN, left, note_text)


def put_spares_in(
    *, actor: Actor, now: datetime, spare_stock_id: int, pieces: int, note_text: str = ""
) -> SpareStock:
    """Put pieces into stock: what was ordered first comes first, the rest was found.

    Raises Refused: ``not-found``, ``not-allowed``, ``spares-ended``,
    ``quantity-out-of-bounds``.
    """
    stock = _handled(actor, spare_stock_id, pieces)
    waiting = coming_of([stock])[stock.pk]
    for (run, _count), share in zip(
        waiting, put_in_first([count for _run, count in waiting], pieces), strict=True
    ):
        _count_in(run, share)
    left = stock.in_stock + pieces
    return _move(actor, now, stock, SpareMovementKind.PUT_IN, left, note_text)


def count_spares(
    *, actor: Actor, now: datetime, spare_stock_id: int, pieces: int, note_text: str = ""
) -> SpareStock:
    """So many lie there, whatever was thought; what has come lies among them.

    Raises Refused: ``not-found``, ``not-allowed``, ``spares-ended``,
    ``quantity-out-of-bounds``.
    """
    stock = _handled(actor, spare_stock_id, pieces, least=0)
    for run, came in come_of(stock):
        _count_in(run, max(came - run.put_in, 0))
    return _move(actor, now, stock, SpareMovementKind.COUNTED, pieces, note_text)


def _count_in(run: SpareRun, pieces: int) -> None:
    if pieces:
        change(run, put_in=min(run.put_in + pieces, run.quantity))


def _move(
    actor: Actor, now: datetime, stock: SpareStock, kind: SpareMovementKind, left: int,
    note_text: str = "",
) -> SpareStock:  # fmt: skip
    _require_pieces(left, "pieces", least=0)
    moved = create(
        SpareMovement(
            party_id=stock.party_id, spare_stock=stock, kind=kind, change=left - stock.in_stock,
            left=left, person_id=actor.own_person_id, note=note_text.strip()[:LONGEST_NOTE],
            at=now,
        )
    )  # fmt: skip
    return change(stock, in_stock=left, newest=moved.pk)


def _handled(actor: Actor, spare_stock_id: int, pieces: int, *, least: int = 1) -> SpareStock:
    stock = _running(actor, spare_stock_id)
    require(may_handle_spares(actor))
    _require_pieces(pieces, "pieces", least=least)
    return stock


def _running(actor: Actor, spare_stock_id: int) -> SpareStock:
    found = locked_spares(actor, spare_stock_id)
    if not found.active:
        raise Refused("spares-ended", _("They are kept no longer. Set them up anew."))
    return found


def locked_spares(actor: Actor, spare_stock_id: int) -> SpareStock:
    """One of the acting party's, kept from others. Raises Refused ``not-found``."""
    found = (
        SpareStock.objects.select_for_update(of=("self",))
        .select_related("item", "cost_centre", "delivery_location")
        .filter(id=spare_stock_id, party_id=actor.own_party_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def _require_levels(levels: Levels) -> None:
    _require_pieces(levels.minimum, "minimum")
    _require_pieces(levels.target, "target")
    if levels.target < levels.minimum:
        sentence = _("What is ordered up to has to be the minimum at least.")
        raise _wrong("target-below-minimum", "target", sentence)


def _require_pieces(pieces: int, field: str, *, least: int = 1) -> None:
    if not least <= pieces <= MOST_PIECES:
        sentence = _("Choose a quantity of at most 10,000, and not below what is possible.")
        raise _wrong("quantity-out-of-bounds", field, sentence)


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
