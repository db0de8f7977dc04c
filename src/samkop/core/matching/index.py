"""Order lines by every reference that an invoice may carry.

What most invoices carry (order and line) is indexed at once; the rest when the first invoice
needs it, once over the supplier's lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from samkop.core.matching.ground import OrderedLine
from samkop.core.matching.opened import Open, Pool

Keys = Callable[[OrderedLine], Iterable[object]]


class Lines:
    """Lines of one order, or of one supplier, by what they are."""

    __slots__ = ("_opens", "_pools")

    def __init__(self, opens: list[Open]) -> None:
        self._opens = opens
        self._pools: dict[str, dict[object, Pool]] = {}

    def by_item(self, seller: str, standard: str, buyer: str) -> Pool | None:
        """Those of an item, by the first of its numbers that any line has."""
        for kind, number, keys in (
            ("seller", seller, _seller_item),
            ("standard", standard, _standard_item),
            ("buyer", buyer, _buyer_item),
        ):
            if number:
                found = self._by(kind, keys).get(plain(number))
                if found is not None:
                    return found
        return None

    def by_despatch(self, number: str) -> Pool | None:
        """Those that a despatch advice brought."""
        return self._by("despatch", _despatches).get(plain(number)) if number else None

    def by_serial(self, number: str) -> Pool | None:
        """The one that a serial number came on."""
        return self._by("serial", _serials).get(plain(number))

    def by_contract(self, number: str) -> Pool | None:
        """Those of a contract."""
        return self._by("contract", _contract).get(plain(number)) if number else None

    def by_price(self, cents: int) -> Pool | None:
        """Those at a price."""
        return self._by("price", _price).get(cents)

    def all(self) -> Pool:
        """All of them."""
        return self._by("all", _any)[None] if self._opens else Pool()

    def _by(self, kind: str, keys: Keys) -> dict[object, Pool]:
        pools = self._pools.get(kind)
        if pools is None:
            pools = self._pools[kind] = {}
            for opened in self._opens:
                for key in keys(opened.line):
                    pools.setdefault(key, Pool()).add(opened)
        return pools


class Order:
    """One order's lines by their numbers, and as `Lines`."""

    __slots__ = ("_lines", "by_number")

    def __init__(self) -> None:
        self.by_number: dict[str, Open] = {}
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        """By what they are."""
        if self._lines is None:
            self._lines = Lines(list(self.by_number.values()))
        return self._lines

    def __iter__(self) -> Iterator[Open]:
        return iter(self.by_number.values())


class Index:
    """All order lines of a buyer, by supplier and order."""

    def __init__(self, lines: Iterable[OrderedLine], more: int) -> None:
        """`more` units than were ordered may be invoiced of each line."""
        self._orders: dict[int, dict[str, Order]] = {}
        self._loose: dict[int, dict[str, Order | None]] = {}
        self._suppliers: dict[int, Lines] = {}
        self.by_key: dict[int, Open] = {}
        number, supplier, order = "", -1, Order()
        for line in lines:
            if line.supplier != supplier or line.order_number != number:
                supplier, number = line.supplier, line.order_number
                order = self._orders.setdefault(supplier, {}).setdefault(number, Order())
            opened = Open(line, more)
            order.by_number[str(line.line_number)] = opened
            self.by_key[line.key] = opened

    def order(self, supplier: int, number: str) -> Order | None:
        """A supplier's order, as its number was written."""
        orders = self._orders.get(supplier)
        return orders.get(number) if orders else None

    def loosely(self, supplier: int, number: str) -> Order | None:
        """The only order whose number differs in case, blanks, signs and leading zeros alone."""
        loose = self._loose.get(supplier)
        if loose is None:
            loose = self._loose[supplier] = {}
            for written, order in self._orders.get(supplier, {}).items():
                key = plain(written)
                loose[key] = None if key in loose else order
        return loose.get(plain(number))

    def supplier(self, supplier: int) -> Lines:
        """All lines of a supplier."""
        lines = self._suppliers.get(supplier)
        if lines is None:
            orders = self._orders.get(supplier, {}).values()
            lines = Lines([opened for order in orders for opened in order])
            self._suppliers[supplier] = lines
        return lines


@lru_cache(maxsize=1 << 16)
def plain(number: str) -> str:
    """A number as people mean it: letters and digits alone, in one case, no leading zeros."""
    if not number.isalnum():
        number = "".join(filter(str.isalnum, number))
    return number.casefold().lstrip("0")


def _seller_item(line: OrderedLine) -> Iterable[object]:
    return (plain(line.seller_item_id),) if line.seller_item_id else ()


def _standard_item(line: OrderedLine) -> Iterable[object]:
    return (plain(line.standard_item_id),) if line.standard_item_id else ()


def _buyer_item(line: OrderedLine) -> Iterable[object]:
    return (plain(line.buyer_item_id),) if line.buyer_item_id else ()


def _despatches(line: OrderedLine) -> Iterable[object]:
    return map(plain, line.despatches)


def _serials(line: OrderedLine) -> Iterable[object]:
    return map(plain, line.serials)


def _contract(line: OrderedLine) -> Iterable[object]:
    return (plain(line.contract),) if line.contract else ()


def _price(line: OrderedLine) -> Iterable[object]:
    return (line.unit_price_cents,)


def _any(line: OrderedLine) -> Iterable[object]:
    return (None,)
