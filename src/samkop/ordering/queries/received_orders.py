"""Reads for orders that come from purchasing systems: what they mean of what is here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import ReceivedChange, ReceivedOrder, Reservation, ReservationLine
from samkop.ordering.rules.held_lines import Held, is_all_of_it
from samkop.ordering.rules.received_order import AskedOrder, Place
from samkop.ordering.vocabulary import ReservationState
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.platform.refusals import Refused

# Of how many reservations without a reference it is asked whether they are the one.
MOST_COMPARED = 200


def received_order_of(message_id: int) -> ReceivedOrder | None:
    """What was decided on a message before, if it was."""
    return ReceivedOrder.objects.filter(message_id=message_id).first()


def received_change_of(message_id: int) -> ReceivedChange | None:
    """What was decided on a change before, if it was."""
    return ReceivedChange.objects.filter(message_id=message_id).first()


def received_change_behind(change_id: int | None) -> ReceivedChange | None:
    """The buyer's own change that one was asked for, with both parties; None for most."""
    found = ReceivedChange.objects.select_related("buyer", "receiver")
    return found.filter(change_id=change_id).first() if change_id else None


def received_order_numbered(buyer_id: int, number: str) -> ReceivedOrder | None:
    """The buyer's order of that number that was taken in, the youngest where there are several."""
    known = ReceivedOrder.objects.filter(buyer_id=buyer_id, number=number, order__isnull=False)
    return known.select_related("reservation").order_by("-id").first()


def receiver_of_order(buyer_id: int, references: Iterable[str]) -> int | None:
    """Who takes in an order that a buyer's own system sends to the shop at large.

    Whoever runs the agreement of the reservation that it names, else of the last basket. None
    where nothing was ever fetched.
    """
    own = Reservation.objects.filter(buyer_id=buyer_id).order_by("-id")
    found = own.filter(number__in=list(references)).first() or own.first()
    return found.purchasing_body_id if found else None


def received_order_behind(order_id: int) -> ReceivedOrder | None:
    """The buyer's own order that an order came from, with both parties; None for most."""
    found = ReceivedOrder.objects.select_related("buyer", "receiver", "order")
    return found.filter(order_id=order_id).first()


def held_of(lines: Iterable[ReservationLine]) -> list[Held]:
    """Reserved lines, read with their items, as they are compared."""
    return [
        Held(
            line.line_number, line.seller_item_id, line.unit_code, line.quantity,
            line.unit_price_cents, line.item.quantity_increment,
        )
        for line in lines
    ]  # fmt: skip


def reservation_for(buyer_id: int, asked: AskedOrder, now: datetime) -> Reservation:
    """The reservation that an order is for: the one it names, else the only one that it fits.

    Raises Refused: ``order-of-several-reservations``, ``reservation-missing``,
    ``reservation-ambiguous``.
    """
    known = Reservation.objects.filter(buyer_id=buyer_id).select_related("agreement")
    named = list(known.filter(number__in=asked.references).order_by("id")[:2])
    if len(named) > 1:
        raise Refused(
            "order-of-several-reservations",
            _("The order names several reservations. Send an order for each: each is another"
              " supplier's."),
        )  # fmt: skip
    if named:
        return named[0]
    standing = known.filter(state=ReservationState.HELD, expires_at__gt=now)
    wanted = asked.wanted()
    fitting = [
        one
        for one in standing.prefetch_related("lines__item").order_by("id")[:MOST_COMPARED]
        if one.currency == asked.currency and is_all_of_it(held_of(one.lines.all()), wanted)
    ]
    if not fitting:
        raise Refused(
            "reservation-missing",
            _("Nothing is reserved for this order: it names no reservation, and its items and"
              " prices are those of none. Fetch the basket from the shop, and order it with its"
              " number."),
        )  # fmt: skip
    if len(fitting) > 1:
        raise Refused(
            "reservation-ambiguous",
            _(
                "Several reservations hold exactly this, and the order names none of them. Send it"
                " with the number of one."
            ),
        )
    return fitting[0]


def cost_centre_for(buyer_id: int, asked: AskedOrder) -> CostCentre | None:
    """The cost centre that the order names; None where it names none.

    Raises Refused ``cost-centre-unknown``.
    """
    if not asked.cost_centre:
        return None
    found = CostCentre.objects.filter(party_id=buyer_id, active=True, code=asked.cost_centre)
    centre = found.first()
    if centre is None:
        raise Refused(
            "cost-centre-unknown",
            _("There is no cost centre %(centre)s here, or it is closed. Register it, or order on"
              " another."),
            centre=asked.cost_centre,
        )  # fmt: skip
    return centre


def location_for(buyer_id: int, place: Place) -> DeliveryLocation | None:
    """The site that the order names by GLN, code, name or address; None where it names none.

    Raises Refused ``delivery-location-unknown``, also where several are named so.
    """
    if not place.is_named:
        return None
    own = DeliveryLocation.objects.filter(party_id=buyer_id).order_by("id")
    at = Q(street__iexact=place.street, postal_code=place.postal_code)
    ways = [
        (place.gln, Q(gln=place.gln) | Q(code=place.gln)),
        (place.name, Q(code=place.name) | Q(name__iexact=place.name)),
        (place.street, at),
    ]
    for told, way in ways:
        found = list(own.filter(way)[:2]) if told else []
        if len(found) == 1:
            return found[0]
    raise Refused(
        "delivery-location-unknown",
        _("There is no site %(place)s here. Register it with its GLN, or deliver to another."),
        place=place.gln or place.name or place.street,
    )
