"""The lines of an order as its page shows them: what comes, instead of what, at which price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import prices_of_items
from samkop.core.period import day_of
from samkop.ordering.models import AllocatedLine, Order, OrderLine, OrderResponseLine
from samkop.ordering.queries import (
    LineAnswer,
    answers_by_line,
    promised_for_all,
    standing_lines,
    standing_prices,
)
from samkop.ordering.queries.line_progress import progress_in
from samkop.ordering.queries.shortages import allocated_to
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.platform.unit_of_work import current_unit


@dataclass(frozen=True)
class Substitute:
    """An item that the supplier offers or sends instead; ``item`` where the shop has it.

    ``shop_cents`` is what the shop asks for it today, without VAT.
    """

    line: OrderResponseLine
    item: CatalogueItem | None = None
    shop_cents: int | None = None

    @property
    def name(self) -> str:
        """Its name, or its number where the supplier gave none."""
        return self.line.substitute_name or self.line.substitute_item_id


@dataclass(frozen=True)
class Row:
    """One line: ``standing`` of it comes, by ``answer``; ``allocated`` in a shortage.

    ``unit_cents`` is the price of one that holds: the order's, or an accepted substitute's.
    """

    line: OrderLine
    standing: int
    unit_cents: int
    answer: LineAnswer
    promised_on: date | None
    offered: Substitute | None
    accepted: Substitute | None
    allocated: AllocatedLine | None
    progress: LineProgress

    @property
    def missing(self) -> int:
        """How many do not come."""
        return self.line.quantity - self.standing

    @property
    def net_cents(self) -> int:
        """What stands of the line's sum."""
        return self.standing * self.unit_cents

    @property
    def is_cheaper(self) -> bool:
        """Whether less than the order's price holds."""
        return self.unit_cents < self.line.unit_price_cents

    @property
    def other_price_cents(self) -> int | None:
        """The price that the supplier writes, where another one holds; None if it is that."""
        written = self.answer.price_cents
        return None if written == self.unit_cents else written

    @property
    def is_dearer(self) -> bool:
        """Whether the supplier writes more than the price that holds."""
        return (self.answer.price_cents or 0) > self.unit_cents


def rows_of(order: Order) -> list[Row]:
    """The lines of an order that was read ``with_answers`` and its ``progress``.

    Substitutes are looked up in the shop: a query, and two for today's prices.
    """
    answers = list(order.responses.all())
    said, standing, prices = answers_by_line(answers), standing_lines(order), standing_prices(order)
    shop = _in_the_shop(order, said.values())
    allocated, whole = allocated_to(order), promised_for_all(answers)
    progress = progress_in(order)
    rows = []
    for line in order.lines.all():
        answer = said.get(line.line_number, LineAnswer(promised_on=whole))
        comes = standing[line.line_number]
        rows.append(
            Row(
                line, comes, prices[line.line_number], answer,
                answer.promised_on if comes else None, _substitute(answer.offered, shop),
                _substitute(answer.accepted, shop), allocated.get(line.line_number),
                progress[line.line_number],
            )
        )  # fmt: skip
    return rows


def _in_the_shop(
    order: Order, answers: Iterable[LineAnswer]
) -> Mapping[str, tuple[CatalogueItem, int | None]]:
    """The substitutes that the agreement's shelf has, with today's price, by item number."""
    meant = {one.substitute_item_id for said in answers for one in (said.offered, said.accepted)
             if one is not None}  # fmt: skip
    if not meant - {""}:
        return {}
    items = CatalogueItem.objects.filter(
        agreement_id=order.agreement_id, seller_item_id__in=meant - {""}, active=True
    )
    found = {item.seller_item_id: item for item in items}
    today = day_of(current_unit().now, order.buyer.time_zone)
    prices = prices_of_items(found.values(), today)
    return {
        number: (item, prices[item.pk].net_cents if item.pk in prices else None)
        for number, item in found.items()
    }


def _substitute(
    line: OrderResponseLine | None, shop: Mapping[str, tuple[CatalogueItem, int | None]]
) -> Substitute | None:
    if line is None:
        return None
    return Substitute(line, *shop.get(line.substitute_item_id, (None, None)))
