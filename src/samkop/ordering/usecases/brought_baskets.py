"""A basket that was returned comes back into the shop, to be changed or looked at (cXML).

Changed, it is a new basket at today's prices; what the old one holds is given back in the moment
in which the new one is reserved, and stays held where the visit ends otherwise. docs/adr/0015
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries.configurations import offered_by_configuration
from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.core.period import day_of
from samkop.ordering.models import (
    BasketLine,
    PunchOutConnection,
    PunchOutSession,
    Reservation,
    ReservationLine,
)
from samkop.ordering.policies import may_return_basket
from samkop.ordering.queries.punch_out import lines_brought
from samkop.ordering.usecases.basket import MOST, hold_basket
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    put_configuration_in,
)
from samkop.ordering.vocabulary import PunchOutFunction, PunchOutState, ReservationState
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

BRINGING = (PunchOutFunction.EDIT, PunchOutFunction.INSPECT)


def require_brought(
    connection: PunchOutConnection, function: str, brought: Sequence[tuple[str, int]]
) -> list[list[int]]:
    """The lines that a purchasing system brings along, by the ids of what was reserved for them.

    Raises Refused: ``basket-unknown`` for a line that went to no basket of this system's,
    ``quantity-out-of-bounds``, ``reservation-consumed`` where what is to be changed was ordered,
    ``basket-in-several-currencies``.
    """
    if function not in BRINGING:
        return []
    places = dict(brought)
    numbers = {place.rpartition("/")[0] for place in places}
    known = {
        f"{line.reservation.number}/{line.line_number}": line
        for line in ReservationLine.objects.filter(
            reservation__connection=connection, reservation__number__in=numbers
        ).select_related("reservation")
    }
    if not places or len(places) < len(brought) or not places.keys() <= known.keys():
        raise Refused(
            "basket-unknown",
            _("A line of the basket was never fetched here, or stands there twice: its"
              " SupplierPartAuxiliaryID has to be the one that came with it. Fetch a new basket."),
        )  # fmt: skip
    if not all(1 <= quantity <= MOST for quantity in places.values()):
        raise Refused(
            "quantity-out-of-bounds",
            _("The quantity has to be between 1 and %(most)s."),
            most=MOST,
        )
    reservations = [known[place].reservation for place in places]
    require_one_currency(one.currency for one in reservations)
    if function == PunchOutFunction.EDIT:
        _require_unordered(reservations)
    return [[known[place].pk, quantity] for place, quantity in places.items()]


def restore_basket(*, actor: Actor, now: datetime) -> list[str]:
    """Put what the session brought along into its basket; answers what could not be, by name.

    A configuration is one thing again where all of it was brought along as it was reserved, else
    its parts are items. Raises Refused ``not-allowed``.
    """
    require(may_return_basket(actor))
    session = PunchOutSession.objects.select_for_update().get(id=actor.punch_out_id or 0)
    if session.state != PunchOutState.OPEN or session.function != PunchOutFunction.EDIT:
        return []
    hold_basket(actor)
    brought = lines_brought(session)
    whole = _whole_configurations(brought)
    left_out = _put_configurations_in(actor, now, brought, whole)
    wanted = Counter[int]()
    for line, quantity in brought:
        if (line.reservation.session_id, line.configuration_id) in whole:
            continue
        if line.item.active:
            wanted[line.item_id] += quantity
        else:
            left_out.append(line.shown_name)
    for item_id, quantity in wanted.items():
        create(
            BasketLine(
                party_id=actor.own_party_id, person_id=actor.own_person_id, item_id=item_id,
                quantity=min(quantity, MOST), punch_out_session_id=session.pk,
            )
        )  # fmt: skip
    return left_out


def replaced_by(session: PunchOutSession) -> list[Reservation]:
    """What a changed basket takes the place of and is held still, locked, by id.

    Raises Refused ``reservation-consumed`` for what was ordered in the meantime.
    """
    if session.function != PunchOutFunction.EDIT:
        return []
    lines = [line_id for line_id, _quantity in session.brought]
    ids = ReservationLine.objects.filter(pk__in=lines).values("reservation_id")
    found = list(
        Reservation.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, buyer_id=session.party_id)
        .select_related("agreement")
        .order_by("id")
    )
    _require_unordered(found)
    return [one for one in found if one.state == ReservationState.HELD]


def require_one_currency(currencies: Iterable[str]) -> None:
    """A cXML message has one total. Raises Refused ``basket-in-several-currencies``."""
    if len(set(currencies)) > 1:
        raise Refused(
            "basket-in-several-currencies",
            _("The basket has prices in several currencies, and your purchasing system takes one"
              " at a time. Take out what is in the other."),
        )  # fmt: skip


def _require_unordered(reservations: Iterable[Reservation]) -> None:
    for one in reservations:
        if one.state == ReservationState.CONSUMED:
            raise Refused(
                "reservation-consumed",
                _("Reservation %(number)s was ordered, and cannot be changed as a basket any more."
                  " Change the order, or fetch a new basket for what else is wanted."),
                number=one.number,
            )  # fmt: skip


Known = tuple[int, int | None]  # the session that a configuration was returned in, and its id


def _whole_configurations(brought: Sequence[tuple[ReservationLine, int]]) -> set[Known]:
    """The configurations of which every line was brought along, with its quantity."""
    came = {line.pk: quantity for line, quantity in brought}
    asked: set[Known] = {
        (line.reservation.session_id, line.configuration_id)
        for line, _quantity in brought
        if line.configuration_id is not None
    }
    reserved = ReservationLine.objects.filter(
        reservation__session_id__in={session_id for session_id, _one in asked},
        configuration_id__isnull=False,
    ).select_related("reservation")
    missing = {
        (line.reservation.session_id, line.configuration_id)
        for line in reserved
        if came.get(line.pk) != line.quantity
    }
    return asked - missing


def _put_configurations_in(
    actor: Actor, now: datetime, brought: Sequence[tuple[ReservationLine, int]], whole: set[Known]
) -> list[str]:
    """Put whole configurations in as they were chosen; the names of those not offered today."""
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    sessions = PunchOutSession.objects.filter(pk__in={session_id for session_id, _one in whole})
    kept = [
        (one[0], one[1], SubscriptionChoice(*one[2:]))
        for session in sessions.order_by("id")
        for one in session.configurations
        if (session.pk, one[0]) in whole
    ]
    offered = {
        pk: offer
        for pk, offer in offered_by_configuration({one[0] for one in kept}, today).items()
        if offer.complete
    }
    for pk, quantity, choice in kept:
        if pk in offered:
            put_configuration_in(actor, WantedConfiguration(pk, quantity, choice), offered[pk])
    return [
        line.shown_name
        for line, _quantity in brought
        if (line.reservation.session_id, line.configuration_id) in whole
        and line.configuration_id not in offered
    ]
