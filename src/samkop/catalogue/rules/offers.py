"""Items as a supplier offers them, and whether each can go on the shelf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from samkop.agreements.rules import RulePrice
from samkop.agreements.vocabulary import RuleKind, Unpriced
from samkop.catalogue.vocabulary import RowFaultCode as Code
from samkop.core import edocs
from samkop.core.identifiers import is_gtin
from samkop.core.money import amount_text
from samkop.core.texts import hides_something

CENTS = 100
PER_CENT = 100
LONGEST = {
    "seller_item_id": 80,
    "name": 200,
    "manufacturer": 120,
    "model": 120,
    "unit_code": 3,
    "vat_category": 2,
}
LONGEST_LEAD_TIME_DAYS = 3_650
LARGEST_INCREMENT = 10_000
DRIFT = {
    RuleKind.LIST_DISCOUNT: Code.LIST_PRICE_RISEN,
    RuleKind.COST_PLUS: Code.MARGIN_ABOVE_TENDERED,
}
ABSENT = {
    Unpriced.EVIDENCE_MISSING: Code.EVIDENCE_MISSING,
    Unpriced.EVIDENCE_EXPIRED: Code.EVIDENCE_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one place of a catalogue.

    ``row`` is the sheet's row or the document's line, counted from one as a person does;
    ``column`` a field of Offer; ``values`` fill the sentence of ``code``.
    """

    row: int
    column: str
    code: Code
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """One item as its supplier offers it.

    ``price`` is without VAT for one ``unit_code``, exact and unrounded; it is ordered in
    steps of ``quantity_increment``. ``deleted``: the
    supplier takes the item back. ``replaces`` names the item that this one succeeds.
    ``picture`` are the bytes of a picture that came with it, whatever they are.
    """

    row: int
    seller_item_id: str
    name: str = ""
    description: str = ""
    manufacturer: str = ""
    model: str = ""
    gtin: str = ""
    category: str = ""
    price: Decimal | None = None
    currency: str = ""
    unit_code: str = "EA"
    quantity_increment: int = 1
    vat_category: str = ""
    vat_percent: Decimal | None = None
    lead_time_days: int | None = None
    replaces: str = ""
    deleted: bool = False
    picture: bytes = field(default=b"", repr=False)
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def price_cents(self) -> int:
        """The price in cents. Only for an offer without faults."""
        return int((self.price or Decimal(0)) * CENTS)


@dataclass(frozen=True, slots=True)
class OfferedCatalogue:
    """A supplier's catalogue as it was read, whatever it came as.

    ``headings`` are a sheet's own names of its columns, by field of Offer; ``contracts``
    the numbers of the agreements that a document says it is for.

    ``replaces_all``: items that it does not have leave the shelf. ``faults`` are those of
    the reading: an offer in such a row is refused; row 0 is the file itself.
    """

    number: str
    version: str
    issue_date: date | None
    format: str
    sha256: str
    replaces_all: bool
    offers: tuple[Offer, ...]
    faults: tuple[RowFault, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    contracts: tuple[str, ...] = ()


def faults_of(
    offers: Iterable[Offer],
    *,
    currency: str,
    rule_prices: Mapping[str, RulePrice],
    unread: AbstractSet[tuple[int, str]] = frozenset(),
) -> Iterator[RowFault]:
    """What keeps offers from the shelf, in their order.

    ``rule_prices`` are what the agreement's rules give, by the seller's item number: a
    price above it is refused, and so is an item that has none (domain.md, "Framework
    agreements", 6). ``unread`` are the cells (row, column) whose fault is told already:
    the rest of such a row is told too, but no price rule is asked about it.
    """
    rows_unread = {row for row, _column in unread}
    listed = list(offers)
    counted = Counter(offer.seller_item_id for offer in listed)
    for offer in listed:
        formal = _formal_faults(offer, currency)
        found = [fault for fault in formal if (fault.row, fault.column) not in unread]
        if offer.seller_item_id and counted[offer.seller_item_id] > 1:
            found.append(_fault(offer, "seller_item_id", Code.TWICE, item=offer.seller_item_id))
        yield from found
        if not found and not offer.deleted and offer.row not in rows_unread:
            yield from _price_rule_faults(offer, rule_prices)


def _formal_faults(offer: Offer, currency: str) -> Iterator[RowFault]:
    if not offer.seller_item_id:
        yield _fault(offer, "seller_item_id", Code.ITEM_NUMBER_MISSING)
    if offer.deleted:
        return
    if not offer.name:
        yield _fault(offer, "name", Code.NAME_MISSING)
    for column, longest in LONGEST.items():
        if len(getattr(offer, column)) > longest:
            yield _fault(offer, column, Code.TOO_LONG, longest=str(longest))
    yield from _unsendable(offer)
    if offer.gtin and not is_gtin(offer.gtin):
        yield _fault(offer, "gtin", Code.GTIN_INVALID, gtin=offer.gtin)
    if offer.currency != currency:
        yield _fault(
            offer, "currency", Code.CURRENCY_DIFFERS, found=offer.currency, wanted=currency
        )
    yield from _out_of_bounds(offer)
    yield from _price_faults(offer)


def _out_of_bounds(offer: Offer) -> Iterator[RowFault]:
    if not 0 <= (offer.lead_time_days or 0) <= LONGEST_LEAD_TIME_DAYS:
        most = str(LONGEST_LEAD_TIME_DAYS)
        yield _fault(offer, "lead_time_days", Code.OUT_OF_BOUNDS, most=most)
    if not 1 <= offer.quantity_increment <= LARGEST_INCREMENT:
        yield _fault(offer, "quantity_increment", Code.OUT_OF_BOUNDS, most=str(LARGEST_INCREMENT))
    if not 0 <= (offer.vat_percent or 0) <= PER_CENT:
        yield _fault(offer, "vat_percent", Code.OUT_OF_BOUNDS, most=str(PER_CENT))


def _unsendable(offer: Offer) -> Iterator[RowFault]:
    """What would make a Peppol order of the item invalid (its document, T01)."""
    if not edocs.is_unit_code(offer.unit_code):
        yield _fault(offer, "unit_code", Code.UNIT_UNKNOWN, found=offer.unit_code)
    if not edocs.is_identifier_text(offer.seller_item_id) or hides_something(offer.seller_item_id):
        yield _fault(offer, "seller_item_id", Code.TEXT_UNSENDABLE)
    if not edocs.is_xml_text(offer.name):
        yield _fault(offer, "name", Code.TEXT_UNSENDABLE)
    for name, value in offer.properties.items():
        if not name.strip() or not edocs.is_xml_text(name + value):
            yield _fault(offer, name, Code.TEXT_UNSENDABLE)


def _price_faults(offer: Offer) -> Iterator[RowFault]:
    if offer.price is None:
        yield _fault(offer, "price", Code.PRICE_MISSING)
    elif offer.price < 0:
        yield _fault(offer, "price", Code.PRICE_NEGATIVE)
    elif offer.price * CENTS != int(offer.price * CENTS):
        yield _fault(offer, "price", Code.PRICE_FINER_THAN_CENTS, price=str(offer.price))


def _price_rule_faults(offer: Offer, rule_prices: Mapping[str, RulePrice]) -> Iterator[RowFault]:
    rule = rule_prices.get(offer.seller_item_id)
    if rule is None:
        yield _fault(offer, "seller_item_id", Code.NO_PRICE_RULE, item=offer.seller_item_id)
    elif rule.cents is None:
        code = ABSENT[rule.absence or Unpriced.EVIDENCE_MISSING]
        yield _fault(offer, "seller_item_id", code, item=offer.seller_item_id)
    elif offer.price_cents > rule.cents:
        yield _drift(offer, rule, rule.cents)


def _drift(offer: Offer, rule: RulePrice, most_cents: int) -> RowFault:
    """Why a price is above its rule: what has moved away from what was tendered."""
    said = {"price": f"{offer.price:.2f}", "rule": amount_text(most_cents)}
    if rule.next_from and offer.price_cents <= (rule.next_cents or 0):
        day = rule.next_from.isoformat()
        return _fault(offer, "price", Code.INDEX_TOO_EARLY, **said, day=day)
    code = DRIFT.get(RuleKind(rule.kind), Code.PRICE_ABOVE_RULE)
    if code != Code.PRICE_ABOVE_RULE:
        said |= {"base": amount_text(rule.base_cents), "rate": f"{rule.permille / 10:g}"}
    return _fault(offer, "price", code, **said)


def _fault(offer: Offer, column: str, code: Code, **values: str) -> RowFault:
    return RowFault(offer.row, column, code, values)
