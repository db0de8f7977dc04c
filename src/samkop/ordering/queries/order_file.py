"""What an order file would order: its rows against the shop, the sites and the people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import open_agreements, prices_of_items
from samkop.ordering.rules.order_file import (
    LONGEST_REFERENCE,
    MOST_OF_A_ROW,
    OrderRow,
    quantity_of,
)
from samkop.parties.faults import RowFault
from samkop.parties.models import CostCentre, DeliveryLocation, Person
from samkop.parties.queries import colleagues_of, membership_of

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class PlannedLine:
    """A row that can be ordered, with how today's price of one comes about."""

    row: OrderRow
    item: CatalogueItem
    quantity: int
    origin: PriceOrigin
    location: DeliveryLocation
    centre: CostCentre
    recipient: Person | None

    @property
    def net_cents(self) -> int:
        """Quantity times unit price, without VAT."""
        return self.quantity * self.origin.net_cents


@dataclass
class OrderPlan:
    """The rows that can be ordered, and what is wrong with the others."""

    rows: Sequence[OrderRow]
    lines: list[PlannedLine] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def faulty_rows(self) -> int:
        """How many rows have a fault, or the heading has."""
        return len({fault.row for fault in self.faults})

    @property
    def total_cents(self) -> int:
        """What the sound rows cost, without VAT."""
        return sum(line.net_cents for line in self.lines)

    @property
    def currency(self) -> str:
        """The one currency of the sound rows; empty without any."""
        return self.lines[0].item.currency if self.lines else ""

    def by_site(self) -> list[tuple[DeliveryLocation, int, int]]:
        """(site, quantity, cents) of each site, by its name."""
        found: dict[int, tuple[DeliveryLocation, int, int]] = {}
        for line in self.lines:
            place, quantity, cents = found.get(line.location.pk, (line.location, 0, 0))
            found[place.pk] = (place, quantity + line.quantity, cents + line.net_cents)
        return sorted(found.values(), key=lambda one: (one[0].name, one[0].pk))


@dataclass(frozen=True)
class _Known:
    """What the rows may name, by how they name it; several where a name is no one's alone."""

    items: dict[str, list[CatalogueItem]]
    prices: dict[int, PriceOrigin]
    sites: dict[str, DeliveryLocation]
    centres: dict[str, CostCentre]
    people: dict[str, list[Person]]


def plan_order(
    *, party_id: int, person_id: int, today: date, rows: Sequence[OrderRow],
    centre: CostCentre | None = None, location: DeliveryLocation | None = None,
) -> OrderPlan:  # fmt: skip
    """Check rows against what may be ordered today; writes nothing.

    Rows without a site or cost centre take the given one, else the person's own. The
    number of queries does not grow with the rows.
    """
    own = membership_of(person_id, party_id)
    known = _known(party_id, today, rows)
    plan = OrderPlan(rows)
    for row in rows:
        line, faults = _planned(
            row, known, centre or own.cost_centre, location or own.delivery_location
        )
        if line and plan.lines and line.item.currency != plan.currency:
            sentence = _("The price is in another currency than the rows before: order it apart.")
            faults.append(RowFault(row.row, "item", "currency-differs", sentence))
        if line and not faults:
            plan.lines.append(line)
        plan.faults += faults
    return plan


def items_by_text(
    party_id: int, today: date, texts: Collection[str]
) -> dict[str, list[CatalogueItem]]:
    """The items of the party's shop that texts name, by the text; several of several suppliers.

    A text is the supplier's item number or the shop's own id.
    """
    named = set(texts)
    ids = [int(text) for text in named if _is_id(text)]
    found = CatalogueItem.objects.filter(
        Q(seller_item_id__in=named) | Q(id__in=ids), active=True,
        agreement_id__in=[agreement.pk for agreement in open_agreements(party_id, today)],
    )  # fmt: skip
    items: dict[str, list[CatalogueItem]] = defaultdict(list)
    for item in found:
        for text in {item.seller_item_id, str(item.pk)} & named:
            items[text].append(item)
    # The shop's own id goes before a supplier's number that happens to be the same.
    for text, several in items.items():
        items[text] = [item for item in several if str(item.pk) == text] or several
    return items


def _known(party_id: int, today: date, rows: Sequence[OrderRow]) -> _Known:
    items = items_by_text(party_id, today, {row.item for row in rows})
    found = [item for several in items.values() for item in several]
    people: dict[str, list[Person]] = defaultdict(list)
    if any(row.recipient for row in rows):
        for person in colleagues_of(party_id, today):
            people[person.email].append(person)
            people[person.name.casefold()].append(person)
    prices = prices_of_items(found, today)
    return _Known(
        items=items,
        prices=prices,
        sites={site.code: site for site in DeliveryLocation.objects.filter(party_id=party_id)},
        centres={
            centre.code: centre
            for centre in CostCentre.objects.filter(party_id=party_id, active=True)
        },
        people=people,
    )


def _is_id(text: str) -> bool:
    return (
        text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
        and int(text) <= LARGEST_ID
    )  # fmt: skip


def _planned(
    row: OrderRow, known: _Known, centre: CostCentre | None, location: DeliveryLocation | None
) -> tuple[PlannedLine | None, list[RowFault]]:
    """A row as a line, or its faults."""
    if row.site:
        location = known.sites.get(row.site)
    if row.cost_centre:
        centre = known.centres.get(row.cost_centre)
    items = known.items.get(row.item, [])
    people = known.people.get(row.recipient.casefold(), []) if row.recipient else []
    quantity = quantity_of(row)
    faults = list(
        filter(
            None,
            (
                _item_fault(row, items, known),
                _quantity_fault(row, quantity),
                None if location else _unknown(row, "site", row.site),
                None if centre else _unknown(row, "cost_centre", row.cost_centre),
                _recipient_fault(row, len(people)),
                _reference_fault(row),
            ),
        )
    )
    if faults or quantity is None or location is None or centre is None:
        return None, faults
    line = PlannedLine(
        row, items[0], quantity, known.prices[items[0].pk], location, centre,
        people[0] if people else None,
    )  # fmt: skip
    return line, []


def _quantity_fault(row: OrderRow, quantity: int | None) -> RowFault | None:
    if quantity is not None:
        return None
    sentence = _("“%(value)s” is no number of pieces: write 1 to %(most)s.")
    facts = {"value": row.quantity, "most": MOST_OF_A_ROW}
    return RowFault(row.row, "quantity", "quantity-wrong", sentence, facts)


def _reference_fault(row: OrderRow) -> RowFault | None:
    if len(row.reference) <= LONGEST_REFERENCE:
        return None
    sentence = _("The text is too long: shorten it to %(most)s characters.")
    return RowFault(
        row.row, "reference", "reference-too-long", sentence, {"most": LONGEST_REFERENCE}
    )


def _item_fault(row: OrderRow, found: list[CatalogueItem], known: _Known) -> RowFault | None:
    if not row.item:
        return RowFault(row.row, "item", "item-missing", _("Give the item's number."))
    facts = {"value": row.item}
    if len(found) == 1:
        if found[0].pk in known.prices:
            return None
        sentence = _("“%(value)s” has no price today: choose another one.")
        return RowFault(row.row, "item", "price-missing", sentence, facts)
    if found:
        sentence = _("Several suppliers have an item “%(value)s”: write the shop's own id instead.")
        return RowFault(row.row, "item", "item-ambiguous", sentence, facts)
    sentence = _("There is no item “%(value)s” in your shop: copy its number from the item's page.")
    return RowFault(row.row, "item", "item-unknown", sentence, facts)


def _unknown(row: OrderRow, column: str, value: str) -> RowFault:
    kind = column.replace("_", "-")
    if not value:
        sentence = _("The row does not say it, and nothing was chosen for the whole file.")
        return RowFault(row.row, column, f"{kind}-missing", sentence)
    sentence = _("There is no “%(value)s”: add it first, or write another code.")
    return RowFault(row.row, column, f"{kind}-unknown", sentence, {"value": value})


def _recipient_fault(row: OrderRow, found: int) -> RowFault | None:
    if found == 1 or not row.recipient:
        return None
    facts = {"value": row.recipient}
    if found:
        sentence = _("Several colleagues are called “%(value)s”: write the e-mail address.")
        return RowFault(row.row, "recipient", "recipient-ambiguous", sentence, facts)
    sentence = _("Nobody called “%(value)s” belongs to your organisation: look at the spelling.")
    return RowFault(row.row, "recipient", "recipient-unknown", sentence, facts)
