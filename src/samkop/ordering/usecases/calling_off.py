"""Which supplier a requisition goes to, where several have an agreement of one procurement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import CallOffRule, FrameworkAgreement
from samkop.agreements.queries import (
    Turns,
    agreements_open_to,
    call_off_of,
    offers_of,
    places_of,
    room_of,
    turns_of,
)
from samkop.agreements.rules import Candidate, PriceOrigin, choose, needs_competition
from samkop.agreements.usecases.call_off_turns import (
    give_turns_back,
    hold_call_off,
    rule_of_turn,
    take_turn,
)
from samkop.agreements.vocabulary import Hindrance
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import prices_of_items
from samkop.catalogue.queries.availability import endings_of
from samkop.ordering.models import Order, Requisition
from samkop.ordering.vocabulary import OrderState
from samkop.platform.refusals import Refused

COME_TO_NOTHING = frozenset({OrderState.CANCELLED, OrderState.REFUSED})


@dataclass(frozen=True)
class Called:
    """An item that is asked for, how many, and their value in cents at its own price."""

    item: CatalogueItem
    quantity: int
    cents: int


@dataclass(frozen=True)
class Choice:
    """Who got what is asked for under one rule, at which value, and who was considered."""

    rule_id: int
    agreement_id: int
    cents: int
    considered: Sequence[Candidate]


@dataclass(frozen=True)
class Outcome:
    """The choices, and by the id of what was asked for what is delivered instead, priced."""

    choices: list[Choice] = field(default_factory=list)
    instead: dict[int, tuple[CatalogueItem, PriceOrigin]] = field(default_factory=dict)

    def instead_of(self, item: CatalogueItem) -> dict[str, Any]:
        """The ``item`` and ``origin`` that take its place; empty where it stays."""
        if item.pk not in self.instead:
            return {}
        chosen, origin = self.instead[item.pk]
        return {"item": chosen, "origin": origin}


@dataclass(frozen=True)
class _Answer:
    """A supplier's own items for what is asked for, by the position; None: none, or not sold."""

    items: dict[str, CatalogueItem | None]
    prices: Mapping[int, PriceOrigin]

    def cents(self, wanted: Mapping[str, int]) -> int:
        """What all of it costs at this supplier."""
        items = [(self.items[position], quantity) for position, quantity in wanted.items()]
        return sum(self.prices[item.pk].net_cents * quantity for item, quantity in items if item)


def call_off(
    buyer_id: int, asked: Iterable[Called], rules: Mapping[int, int], today: date
) -> Outcome:
    """Find the supplier of everything that stands under a rule of call-off.

    ``rules`` are the rules by agreement id. What is asked for under one rule is one call-off:
    one supplier gets all of it. Other call-offs under the rule wait until this unit of work
    ends. Raises Refused: ``mini-competition-needed``, ``call-off-not-adopted``,
    ``call-off-position-missing``, ``nobody-can-perform``.
    """
    by_rule: dict[int, list[Called]] = defaultdict(list)
    for one in asked:
        if one.item.agreement_id in rules:
            by_rule[rules[one.item.agreement_id]].append(one)
    outcome = Outcome()
    # By id: everybody holds rules in the same order.
    for rule_id in sorted(by_rule):
        _call_off(buyer_id, call_off_of(rule_id), by_rule[rule_id], today, outcome)
    return outcome


def take_turns(requisition: Requisition, outcome: Outcome, now: datetime) -> None:
    """Write the choices down, under the requisition's number."""
    for choice in outcome.choices:
        take_turn(
            rule_id=choice.rule_id, agreement_id=choice.agreement_id,
            buyer_id=requisition.party_id, reference=requisition.number, cents=choice.cents,
            considered=choice.considered, now=now,
        )  # fmt: skip


def give_turn_back(order: Order, now: datetime) -> None:
    """An order of which nothing comes any more is no turn, unless others of its call-off stand.

    Called before anything else of the order is locked: a call-off holds its rule first too.
    """
    buyer_id, agreement_id = order.buyer_id, order.agreement_id
    reference = order.requisition.number
    rule_id = rule_of_turn(buyer_id=buyer_id, reference=reference, agreement_id=agreement_id)
    if rule_id is None:
        return
    # Of two orders that end at once, the second sees that the first has.
    hold_call_off(rule_id)
    others = Order.objects.filter(
        requisition_id=order.requisition_id, agreement_id=agreement_id
    ).exclude(id=order.pk)
    if not others.exclude(state__in=COME_TO_NOTHING).exists():
        give_turns_back(buyer_id=buyer_id, reference=reference, agreement_id=agreement_id, now=now)


def _call_off(
    buyer_id: int, rule: CallOffRule, asked: Sequence[Called], today: date, outcome: Outcome
) -> None:
    _require_direct(rule, sum(one.cents for one in asked))
    position_of = {
        (offer.agreement_id, offer.seller_item_id): offer.position for offer in offers_of(rule.pk)
    }
    wanted: dict[str, int] = defaultdict(int)
    for one in asked:
        wanted[_position(position_of, one.item)] += one.quantity
    hold_call_off(rule.pk)
    places = places_of(rule.pk)
    answers = _answers(places, position_of, wanted, today)
    open_ids = {agreement.pk for agreement in agreements_open_to(buyer_id, today)}
    turns = turns_of(rule.pk)
    candidates = [
        _candidate(place, answers[place.pk], wanted, open_ids, turns.get(place.pk, Turns()))
        for place in places
    ]
    chosen, considered = choose(rule.method, rule.turn_by, candidates)
    if chosen is None:
        raise Refused(
            "nobody-can-perform",
            _("No supplier of %(number)s can deliver all of this together today."
              " Send it in one by one, or ask the purchasing body."),
            number=rule.number,
        )  # fmt: skip
    answer = answers[chosen.agreement_id]
    outcome.choices.append(Choice(rule.pk, chosen.agreement_id, answer.cents(wanted), considered))
    for one in asked:
        item = answer.items[_position(position_of, one.item)]
        assert item is not None  # noqa: S101 - who can perform has every item
        outcome.instead[one.item.pk] = item, answer.prices[item.pk]


def _require_direct(rule: CallOffRule, cents: int) -> None:
    if rule.adopted_at is None:
        raise Refused(
            "call-off-not-adopted",
            _("How %(number)s is called off is not adopted yet. Adopt the rule of call-off first."),
            number=rule.number,
        )
    if needs_competition(rule.method, rule.mini_competition_from_cents, cents):
        raise Refused(
            "mini-competition-needed",
            _("The suppliers of %(number)s compete for this: it cannot be ordered directly."
              " Ask the purchasing body to hold a mini-competition."),
            number=rule.number,
        )  # fmt: skip


def _position(position_of: Mapping[tuple[int, str], str], item: CatalogueItem) -> str:
    position = position_of.get((item.agreement_id, item.seller_item_id))
    if position is None:
        raise Refused(
            "call-off-position-missing",
            _("%(name)s answers no position of the procurement, so that no rule says who"
              " delivers it. Choose another item, or ask the purchasing body."),
            name=item.shown_name,
        )  # fmt: skip
    return position


def _answers(
    places: Sequence[FrameworkAgreement],
    position_of: Mapping[tuple[int, str], str],
    wanted: Mapping[str, int],
    today: date,
) -> dict[int, _Answer]:
    """Each supplier's items for the positions wanted that are sold today, with their prices."""
    numbers = {number for (_, number), position in position_of.items() if position in wanted}
    listed = CatalogueItem.objects.filter(
        agreement_id__in=[place.pk for place in places], seller_item_id__in=numbers, active=True
    )
    items = list(listed)
    ends = endings_of(items)
    prices = prices_of_items(items, today)
    sold = {
        (item.agreement_id, item.seller_item_id): item
        for item in items
        if item.pk in prices and not (item.pk in ends and ends[item.pk] < today)
    }
    answers = {place.pk: _Answer({}, prices) for place in places}
    for key, position in position_of.items():
        if position in wanted and key[0] in answers:
            answers[key[0]].items[position] = sold.get(key)
    return answers


def _candidate(
    place: FrameworkAgreement,
    answer: _Answer,
    wanted: Mapping[str, int],
    open_ids: set[int],
    turns: Turns,
) -> Candidate:
    return Candidate(
        place.pk, place.call_off_rank or 0, turns.turns, turns.cents,
        _hindrance(place, answer, wanted, open_ids),
    )  # fmt: skip


def _hindrance(
    place: FrameworkAgreement, answer: _Answer, wanted: Mapping[str, int], open_ids: set[int]
) -> Hindrance | None:
    """Why this supplier cannot perform; the ceiling itself is asked again by the order."""
    if place.pk not in open_ids:
        return Hindrance.NOT_OPEN
    if not wanted.keys() <= answer.items.keys():
        return Hindrance.NO_OFFER
    if None in answer.items.values():
        return Hindrance.NOT_SOLD
    if answer.cents(wanted) > room_of(place.ceiling):
        return Hindrance.NO_ROOM
    return None
