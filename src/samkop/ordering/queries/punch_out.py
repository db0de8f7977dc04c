"""Reads of purchasing systems, of their sessions and of what their baskets hold."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.db.models import QuerySet

from samkop.ordering.models import (
    PunchOutConnection,
    PunchOutSession,
    Reservation,
    ReservationLine,
)
from samkop.ordering.vocabulary import PunchOutFunction, PunchOutState, ReservationState
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.refusals import not_found
from samkop.platform.tokens import digest_of

GOING_ON = (PunchOutState.ASKED, PunchOutState.OPEN)
AT_ONCE = 200  # of what the clock ends in one round


def connections_of(party_id: int) -> QuerySet[PunchOutConnection]:
    """A party's purchasing systems, by name."""
    found = PunchOutConnection.objects.filter(party_id=party_id)
    return found.select_related("shopper", "cost_centre", "delivery_location").order_by("name")


def connection_of(party_id: int, connection_id: int) -> PunchOutConnection:
    """One of the party's purchasing systems. Raises Refused ``not-found``."""
    found = connections_of(party_id).filter(id=connection_id).first()
    if found is None:
        raise not_found()
    return found


def connection_by_secret(identity: str, secret: str) -> PunchOutConnection | None:
    """The connection that is switched on and has this identity and secret; None for none.

    Read by the door of purchasing systems, before it is known for whom it acts.
    """
    found = PunchOutConnection.objects.filter(identity=identity, switched_off_at=None).first()
    kept = bytes(found.secret_digest) if found else b"\0" * 32
    return found if hmac.compare_digest(kept, digest_of(secret)) else None


def session_by_link(token: str) -> PunchOutSession | None:
    """The session that a link opens; read by the door of purchasing systems."""
    return PunchOutSession.objects.filter(token_digest=digest_of(token)).first()


def session_with_connection(session_id: int) -> PunchOutSession | None:
    """A session with what its pages show of the system that opened it."""
    found = PunchOutSession.objects.select_related("connection", "party", "person")
    return found.filter(id=session_id).first()


def goes_on(session: PunchOutSession, now: datetime) -> bool:
    """Whether one may still shop in it."""
    switched_on = session.connection.switched_off_at is None
    return session.state == PunchOutState.OPEN and now < session.expires_at and switched_on


def shops(session: PunchOutSession) -> bool:
    """Whether the shop is open in it: it is not where a basket is only looked at."""
    return session.state == PunchOutState.OPEN and session.function != PunchOutFunction.INSPECT


def sessions_run_out(now: datetime) -> list[PunchOutSession]:
    """Sessions whose time is over, with their systems, for the clock's job."""
    found = PunchOutSession.objects.filter(state__in=GOING_ON, expires_at__lte=now)
    return list(found.select_related("connection").order_by("expires_at", "id")[:AT_ONCE])


def actor_in(session: PunchOutSession) -> Actor:
    """Who acts in a session read with its connection: an employee, in the session alone."""
    return actors.punch_out(
        session.pk, session.connection.name, session.party_id, session.person_id,
        frozenset({RoleName.EMPLOYEE}),
    )  # fmt: skip


def reservations_run_out(now: datetime) -> list[tuple[int, int]]:
    """Buyer and id of reservations that nobody has ordered in time, for the clock's job."""
    found = Reservation.objects.filter(state=ReservationState.HELD, expires_at__lte=now)
    return list(found.order_by("expires_at", "id").values_list("buyer_id", "id")[:AT_ONCE])


def reservations_of(party_id: int) -> QuerySet[Reservation]:
    """What the party's baskets hold or have held, with what a list shows."""
    return Reservation.objects.filter(buyer_id=party_id).select_related(
        "agreement", "connection", "person", "order"
    )


def reservation_of(party_id: int, reservation_id: int) -> Reservation:
    """One of the party's reservations with its lines. Raises Refused ``not-found``."""
    found = reservations_of(party_id).filter(id=reservation_id)
    reservation = (
        found.select_related("agreement__supplier", "connection", "person", "order")
        .prefetch_related("lines__item", "lines__configuration", "received_orders")
        .first()
    )
    if reservation is None:
        raise not_found()
    return reservation


def reservations_in(session_id: int) -> list[Reservation]:
    """What a session's basket has become, by number, with the lines."""
    found = Reservation.objects.filter(session_id=session_id).order_by("id")
    return list(
        found.select_related("agreement__supplier", "agreement__purchasing_body").prefetch_related(
            "lines__item"
        )
    )


def lines_brought(session: PunchOutSession) -> list[tuple[ReservationLine, int]]:
    """The lines of returned baskets that a session brought along, in their order, and how many."""
    quantities = {int(line_id): int(quantity) for line_id, quantity in session.brought}
    found = ReservationLine.objects.select_related(
        "item", "reservation__order", "reservation__agreement__supplier"
    ).in_bulk(quantities)
    return [(found[pk], quantity) for pk, quantity in quantities.items() if pk in found]


def reservation_to_send(reservation_id: int) -> Reservation | None:
    """A reservation with all that a document says of it.

    Read by whoever runs the agreement, who sees neither the session nor the system.
    """
    found = Reservation.objects.select_related("agreement", "buyer", "purchasing_body")
    return found.prefetch_related("lines__item").filter(id=reservation_id).first()
