"""A basket goes to another purchasing system: ceiling and prices are held until its order comes.

What is held stands in the ceiling's ledger under the reservation's number, by the same function
as an order's, and is given back by it: when nobody orders in time, or somebody gives it back.
Approvals, budgets and who may order what are the purchasing system's matter. docs/adr/0015
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Participation
from samkop.agreements.rules import tier_marks
from samkop.agreements.usecases.call_off_turns import give_turns_back, take_turn
from samkop.agreements.usecases.ceiling import commit, release
from samkop.agreements.usecases.right_to_order import require_not_stopped, require_right_to_order
from samkop.catalogue.queries.availability import promises_of
from samkop.core.period import day_of
from samkop.ordering.models import PunchOutSession, Reservation, ReservationLine
from samkop.ordering.policies import may_expire, may_release_reservation
from samkop.ordering.queries import draw_requisition
from samkop.ordering.usecases.basket import hold_basket, set_quantities
from samkop.ordering.usecases.basket_configurations import configurations_in, empty_basket
from samkop.ordering.usecases.basket_documents import require_vat
from samkop.ordering.usecases.brought_baskets import replaced_by, require_one_currency
from samkop.ordering.usecases.calling_off import Called, Outcome, call_off
from samkop.ordering.usecases.order import ceilings_of
from samkop.ordering.usecases.punch_out_sessions import end_session, own_open_session
from samkop.ordering.usecases.requisition import Wish, priced, require_steps
from samkop.ordering.vocabulary import (
    RESERVATION_TRANSITIONS,
    PunchOutProtocol,
    PunchOutState,
    ReservationState,
)
from samkop.parties.models import Party
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class _Part:
    """What falls under one agreement, and the right to order from it."""

    participation: Participation
    wishes: Sequence[Wish]


def return_basket(
    *, actor: Actor, now: datetime, quantities: Sequence[tuple[int, int]] = ()
) -> PunchOutSession:
    """Bring the session's basket back: each agreement's part of it is reserved, or nothing is.

    ``quantities`` as of ``submit_requisition``. A basket that was changed takes the place of what
    it was: that is given back first. Raises Refused: ``not-allowed``, ``punch-out-over``,
    ``basket-empty``, ``basket-in-several-currencies``, ``reservation-consumed``, and as
    ``submit_requisition`` for what cannot be ordered; as ``agreements.usecases.ceiling.commit``
    for what there is no room for.
    """
    session = own_open_session(actor, now)
    party = party_of(actor.own_party_id)
    today = day_of(now, party.time_zone)
    hold_basket(actor)
    set_quantities(actor=actor, now=now, quantities=quantities)
    if kept := configurations_in(actor):
        change(session, configurations=kept)
    wishes = _wishes(actor, today)
    replaced = replaced_by(session)
    for one in replaced:
        _end(one, ReservationState.RELEASED, now)
    rules = require_not_stopped(party.pk, {wish.item.agreement_id for wish in wishes}, today)
    asked = [Called(wish.item, wish.quantity, wish.net_cents) for wish in wishes]
    called = call_off(party.pk, asked, rules, today)
    wishes = [replace(wish, **called.instead_of(wish.item)) for wish in wishes]
    if session.connection.protocol == PunchOutProtocol.PEPPOL:
        require_vat(wish.item for wish in wishes)
    if session.connection.protocol == PunchOutProtocol.CXML:
        require_one_currency(wish.origin.currency for wish in wishes)
    _reserve(session, party, _parts(party.pk, wishes, today), called, replaced, now)
    return end_session(session, PunchOutState.RETURNED, now)


def release_reservation(*, actor: Actor, now: datetime, reservation_id: int) -> Reservation:
    """Give back what a basket elsewhere holds, before its time.

    Raises Refused: ``not-found``, ``not-allowed``, ``reservation-over``.
    """
    reservation = locked_reservation(id=reservation_id, buyer_id=actor.own_party_id)
    require(may_release_reservation(actor, reservation))
    return give_back(reservation, ReservationState.RELEASED, now)


def expire_reservation(*, actor: Actor, now: datetime, reservation_id: int) -> Reservation:
    """Nobody has ordered in time: the clock's job gives back what was held.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    reservation = locked_reservation(id=reservation_id, buyer_id=actor.own_party_id)
    require(may_expire(actor, reservation.buyer_id))
    if reservation.state != ReservationState.HELD or now < reservation.expires_at:
        return reservation
    return give_back(reservation, ReservationState.EXPIRED, now)


def give_back(reservation: Reservation, state: ReservationState, now: datetime) -> Reservation:
    """End a reservation without an order; ceiling, tiers and turns get back what it held."""
    _end(reservation, state, now)
    release_ceiling(reservation, now)
    return reservation


def _end(reservation: Reservation, state: ReservationState, now: datetime) -> None:
    """All of the end but the ceiling, whose row is locked last."""
    if state not in RESERVATION_TRANSITIONS.get(ReservationState(reservation.state), frozenset()):
        raise Refused(
            "reservation-over",
            _("Reservation %(number)s holds nothing any more: it was ordered, given back or has"
              " run out."),
            number=reservation.number,
        )  # fmt: skip
    give_turns_back(buyer_id=reservation.buyer_id, reference=reservation.number, now=now)
    change(reservation, state=state, ended_at=now)


def release_ceiling(reservation: Reservation, now: datetime) -> None:
    """The last statement of whatever ends a reservation: the ceiling's row is locked from here."""
    release(
        agreement_id=reservation.agreement_id, participation_id=reservation.participation_id,
        buyer_id=reservation.buyer_id, cents=reservation.total_cents,
        quantities=_by_group(reservation.lines.all()), reference=reservation.number, now=now,
    )  # fmt: skip


def locked_reservation(**named: int | str) -> Reservation:
    """A reservation, kept from others until this unit of work ends. Raises ``not-found``."""
    found = Reservation.objects.select_for_update().filter(**named).first()
    if found is None:
        raise not_found()
    return found


def _wishes(actor: Actor, today: date) -> list[Wish]:
    """What lies in the basket, at today's prices; the basket is empty then."""
    asked = empty_basket(actor, today)
    if not asked:
        raise Refused("basket-empty", _("Your basket is empty. Choose something in the shop."))
    found = priced([(one.item, one.quantity) for one in asked], today)
    require_steps(found)
    return [
        replace(
            wish, configuration_id=one.configuration_id, properties=one.properties,
            term_months=one.term_months,
        )
        for wish, one in zip(found, asked, strict=True)
    ]  # fmt: skip


def _parts(buyer_id: int, wishes: Iterable[Wish], today: date) -> list[_Part]:
    """By agreement, in the order in which everybody locks their ceilings."""
    by_agreement: dict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_agreement[wish.item.agreement_id].append(wish)
    parts = [
        _Part(require_right_to_order(buyer_id, agreement_id, today), own)
        for agreement_id, own in sorted(by_agreement.items())
    ]
    return sorted(parts, key=lambda part: ceilings_of(part.participation.agreement))


def _reserve(
    session: PunchOutSession, party: Party, parts: Sequence[_Part], called: Outcome,
    replaced: Iterable[Reservation], now: datetime,
) -> None:  # fmt: skip
    """The rows of all of them first, and the ceilings last and short.

    What is ``replaced`` gives its ceiling back before its agreement's new part takes it.
    """
    made = []
    for part in parts:
        reservation = _reservation(session, part, now)
        lines = _lines(reservation, part.wishes, party, day_of(now, party.time_zone))
        create(reservation)
        create_all(lines, under=reservation)
        _take_turns(reservation, called, now)
        made.append((reservation, part, lines))
    if session.connection.protocol == PunchOutProtocol.PEPPOL:
        for reservation, _part, _rows in made:
            tell(
                "basket-reserved", reservation_id=reservation.pk,
                purchasing_body_id=reservation.purchasing_body_id,
            )  # fmt: skip
    on = day_of(now, party.time_zone)
    moves = [
        *((ceilings_of(one.agreement), 0, partial(release_ceiling, one, now)) for one in replaced),
        *(
            (ceilings_of(part.participation.agreement), 1, partial(
                commit, agreement_id=reservation.agreement_id,
                participation_id=part.participation.pk, buyer_id=party.pk,
                cents=reservation.total_cents, quantities=_by_group(lines),
                tier_marks=tier_marks(wish.origin for wish in part.wishes),
                reference=reservation.number, on=on, now=now,
            ))
            for reservation, part, lines in made
        ),
    ]  # fmt: skip
    for _ceilings, _release_first, move in sorted(moves, key=itemgetter(0, 1)):
        move()


def _reservation(session: PunchOutSession, part: _Part, now: datetime) -> Reservation:
    agreement = part.participation.agreement
    pk, number = draw_requisition(now.year)
    hours = session.connection.reservation_hours
    return Reservation(
        pk=pk, number=number, buyer_id=session.party_id,
        purchasing_body_id=agreement.purchasing_body_id, agreement=agreement,
        participation=part.participation, session=session, connection=session.connection,
        person_id=session.person_id, currency=agreement.currency,
        total_cents=sum(wish.net_cents for wish in part.wishes), reserved_at=now,
        expires_at=now + timedelta(hours=hours),
    )  # fmt: skip


def _lines(
    reservation: Reservation, wishes: Iterable[Wish], party: Party, today: date
) -> list[ReservationLine]:
    wishes = list(wishes)
    wanted = Counter[int]()
    for wish in wishes:
        wanted[wish.item.pk] += wish.quantity
    promises = promises_of(
        wanted, [wish.item for wish in wishes], today, country=party.country,
        time_zone=party.time_zone,
    )  # fmt: skip
    return [
        ReservationLine(
            reservation=reservation, line_number=number, item=wish.item,
            seller_item_id=wish.item.seller_item_id, name=wish.item.name,
            unit_code=wish.item.unit_code, price_group=wish.origin.price_group,
            configuration_id=wish.configuration_id, properties=dict(wish.properties),
            quantity=wish.quantity, unit_price_cents=wish.unit_price_cents,
            net_cents=wish.net_cents, term_months=wish.term_months,
            origin=wish.origin.as_json(), expected_on=promises[wish.item.pk].day,
        )
        for number, wish in enumerate(wishes, 1)
    ]  # fmt: skip


def _take_turns(reservation: Reservation, called: Outcome, now: datetime) -> None:
    for choice in called.choices:
        if choice.agreement_id == reservation.agreement_id:
            take_turn(
                rule_id=choice.rule_id, agreement_id=choice.agreement_id,
                buyer_id=reservation.buyer_id, reference=reservation.number, cents=choice.cents,
                considered=choice.considered, now=now,
            )  # fmt: skip


def _by_group(lines: Iterable[ReservationLine]) -> Mapping[str, int]:
    quantities = Counter[str]()
    for line in lines:
        quantities[line.price_group] += line.quantity
    return dict(quantities)
