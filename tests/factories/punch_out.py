"""Purchasing systems that open the shop, and baskets that they take with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factories.ordering import NOW, PHONE, Market, Municipality, a_market
from factories.parties import an_actor
from samkop.ordering.models import PunchOutConnection, Reservation
from samkop.ordering.queries.punch_out import actor_in, reservations_in, session_with_connection
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.punch_out import Terms, connect_purchasing_system, new_secret
from samkop.ordering.usecases.punch_out_sessions import (
    SetUp,
    ask_for_punch_out,
    open_punch_out,
)
from samkop.ordering.usecases.reservation import return_basket
from samkop.ordering.vocabulary import PunchOutProtocol
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

HOOK = "https://erp.example.fi/return"


@dataclass(frozen=True)
class System:
    """A buyer's purchasing system, its secret, and who keeps the connection."""

    market: Market
    buyer: Municipality
    connection: PunchOutConnection
    secret: str
    administrator: Actor


def terms_of(buyer: Municipality, **fields: Any) -> Terms:
    """What an administrator of the buyer says of its purchasing system."""
    given = {
        "name": "Rondo", "protocol": PunchOutProtocol.OCI, "return_to": ["erp.example.fi"],
        "shopper_id": buyer.employee.own_person_id, "cost_centre_id": buyer.cost_centre.pk,
        "delivery_location_id": buyer.site.pk,
    }  # fmt: skip
    return Terms(**{**given, **fields})


def a_system(market: Market | None = None, buyer: Municipality | None = None, **fields: Any):
    """A purchasing system that a market's buyer has connected."""
    market = market or a_market()
    buyer = buyer or market.buyers[0]
    administrator, secret = an_actor(buyer.party, RoleName.ADMINISTRATOR), new_secret()
    connection = perform(
        administrator, connect_purchasing_system, now=NOW, terms=terms_of(buyer, **fields),
        secret=secret,
    )  # fmt: skip
    return System(market, buyer, connection, secret, administrator)


def in_the_shop(system: System, now: datetime = NOW, **fields: Any) -> Actor:
    """Who acts in a session that the system has asked for and somebody has opened."""
    door = actors.job("punch-out-door", system.buyer.party.pk)
    set_up = SetUp(**{"return_address": HOOK, **fields})
    session = perform(
        door, ask_for_punch_out, now=now, connection_id=system.connection.pk, set_up=set_up,
        token=new_secret(),
    )  # fmt: skip
    perform(door, open_punch_out, now=now, session_id=session.pk)
    with reading(door):
        found = session_with_connection(session.pk)
        assert found is not None
        return actor_in(found)


def returned(
    system: System, quantity: int = 1, code: str = PHONE, now: datetime = NOW
) -> Reservation:
    """What is reserved for a basket of so many of one item."""
    shopper = in_the_shop(system, now)
    perform(
        shopper, add_to_basket, now=now, item_id=system.market.items[code].pk, quantity=quantity
    )
    perform(shopper, return_basket, now=now)
    return reserved_by(shopper)


def reserved_by(shopper: Actor) -> Reservation:
    """The one reservation of a session, with its lines."""
    with reading(shopper):
        [reservation] = reservations_in(shopper.punch_out_id or 0)
        return reservation
