"""What lies in a basket, at today's prices, and how many things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, Model, OuterRef, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.queries import prices_of_items
from samkop.catalogue.queries.availability import endings_of, promises_of
from samkop.catalogue.queries.configurations import Offered, offered_by_configuration
from samkop.catalogue.rules.promises import Promise
from samkop.catalogue.vocabulary import NumberChoice
from samkop.ordering.models import BasketConfiguration, BasketLine
from samkop.ordering.queries.orders import basket_configurations_of
from samkop.ordering.rules import Payment, term_of
from samkop.parties.models import Party


@dataclass(frozen=True)
class PricedLine:
    """A basket line as it could be ordered today; without ``origin`` it could not.

    ``ends_on`` is the last day on which the item is sold, where one is known.
    """

    line: BasketLine
    origin: PriceOrigin | None
    promise: Promise
    ends_on: date | None


@dataclass(frozen=True)
class Bundle:
    """A configuration in the basket; ``offered`` is None when it is not offered today."""

    row: BasketConfiguration
    offered: Offered | None

    @property
    def net_cents(self) -> int | None:
        """What it comes to: all months of a subscription, as they are ordered."""
        each = self.offered.net_cents if self.offered else None
        return None if each is None else self.row.quantity * each

    def payments(self, today: date) -> Iterator[Payment]:
        """What is paid when, were it ordered today; nothing where it cannot be."""
        if self.net_cents is None or self.offered is None:
            return
        for one in self.offered.parts:
            item, months = one.part.item, one.part.quantity
            cents = self.row.quantity * months * (one.origin.net_cents if one.origin else 0)
            term = term_of(item.unit_code, item.quantity_increment, months)
            yield Payment(cents, today, term)

    @property
    def number_words(self) -> str:
        """What becomes of the number, in the reader's language; empty without subscription."""
        choice = self.row.number_choice
        if not choice:
            return ""
        return f"{NumberChoice(choice).label} {self.row.number} {self.row.from_operator}".strip()


def bundles_of(party_id: int, person_id: int, today: date) -> list[Bundle]:
    """The configurations in a person's basket, with today's offers."""
    rows = list(basket_configurations_of(party_id, person_id))
    offered = (
        offered_by_configuration({row.configuration_id for row in rows}, today) if rows else {}
    )
    return [Bundle(row, offered.get(row.configuration_id)) for row in rows]


def priced_lines(lines: Sequence[BasketLine], party: Party, today: date) -> list[PricedLine]:
    """The lines of a basket with today's prices, promises and ends of sale."""
    items = [line.item for line in lines]
    prices = prices_of_items(items, today)
    wanted = {line.item_id: line.quantity for line in lines}
    promises = promises_of(wanted, items, today, country=party.country, time_zone=party.time_zone)
    ends = endings_of(items)
    found = []
    for line in lines:
        ends_on = ends.get(line.item_id)
        ended = ends_on is not None and ends_on < today
        origin = prices.get(line.item_id) if line.item.active and not ended else None
        found.append(PricedLine(line, origin, promises[line.item_id], ends_on))
    return found


def basket_count(person: str, party: str) -> CombinedExpression:
    """An annotation: how many things lie in the basket, for outer fields of these names."""
    return _count_of(BasketLine, person, party) + _count_of(BasketConfiguration, person, party)


def things_in_basket(party_id: int, person_id: int) -> int:
    """How many things lie in a person's basket: items and configurations, each once."""
    whose = {"party_id": party_id, "person_id": person_id}
    lines = BasketLine.objects.filter(**whose).count()
    return lines + BasketConfiguration.objects.filter(**whose).count()


def has_things(party_id: int, person_id: int) -> bool:
    """Whether anything lies in a person's basket; one query."""
    whose = {"party_id": party_id, "person_id": person_id}
    lines = BasketLine.objects.filter(**whose).values("id")
    return lines.union(BasketConfiguration.objects.filter(**whose).values("id")).exists()


def _count_of(kind: type[Model], person: str, party: str) -> Coalesce:
    held = (
        kind._default_manager.filter(person_id=OuterRef(person), party_id=OuterRef(party))
        .order_by()
        .values("person_id")
        .annotate(number=Count("id"))
        .values("number")
    )
    return Coalesce(Subquery(held, output_field=IntegerField()), 0)
