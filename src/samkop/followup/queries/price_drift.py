"""Reads: what differs and stands in no finding yet; list prices against index, peers, past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from samkop.agreements.models import FrameworkAgreement, ListPrice
from samkop.agreements.queries import clauses_of, prices_of, values_of
from samkop.agreements.vocabulary import RUNNING
from samkop.catalogue.models import CatalogueItem
from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.queries.price_terms import tolerances_of
from samkop.followup.rules.price_drift import Tolerance, equally_configured
from samkop.followup.vocabulary.prices import (
    FindingKind,
    PriceFindingState,
    PriceOutcome,
    PurchaseSource,
)


@dataclass(frozen=True, slots=True)
class ListDrift:
    """An item's price of today beyond what another figure allows; ``key`` names the price."""

    item: CatalogueItem
    kind: FindingKind
    key: str
    price_cents: int
    expected_cents: int
    since: date
    facts: dict[str, str] = field(default_factory=dict)


def unfound_checks(party_id: int) -> list[PriceCheck]:
    """Purchases that cost more than their rule gives and stand in no finding, the oldest first.

    What is billed at the price at which it was ordered is the same purchase: it was found then.
    """
    ordered = PriceCheck.objects.filter(
        order_line=OuterRef("order_line"), source=PurchaseSource.ORDERED,
        difference_cents__gte=OuterRef("difference_cents"),
    )  # fmt: skip
    rows = PriceCheck.objects.filter(
        ~(Q(source=PurchaseSource.INVOICED) & Exists(ordered)), purchasing_body_id=party_id,
        outcome=PriceOutcome.HIGHER, found_in__isnull=True,
    )  # fmt: skip
    return list(rows.order_by("id"))


def has_drift(party_id: int, today: date) -> bool:
    """Whether there may be something to find: asked before anything is written."""
    tolerance = tolerances_of(party_id).on(today, None)
    keys = [drift.key for drift in list_drifts(party_id, today, tolerance)]
    known = PriceFinding.objects.filter(purchasing_body_id=party_id, key__in=keys)
    return bool(unfound_checks(party_id)) or len(keys) > known.values("key").distinct().count()


def overdue_questions(party_id: int, today: date) -> list[int]:
    """Findings whose supplier was to answer before today, did not, and was not reminded."""
    rows = PriceFinding.objects.filter(
        purchasing_body_id=party_id, state=PriceFindingState.ASKED, answer_due_on__lt=today,
        reminded_at__isnull=True, answers__isnull=True,
    )  # fmt: skip
    return list(rows.order_by("id").values_list("id", flat=True))


def list_drifts(party_id: int, today: date, tolerance: Tolerance) -> list[ListDrift]:
    """Every price of today, of the agreements that a party runs, that drifts by itself."""
    running = FrameworkAgreement.objects.filter(purchasing_body_id=party_id, state__in=RUNNING)
    items: dict[int, CatalogueItem] = {}
    prices: dict[int, int] = {}
    found: list[ListDrift] = []
    for agreement in running.order_by("id"):
        shelf = CatalogueItem.objects.filter(agreement=agreement, active=True)
        by_number = {item.seller_item_id: item for item in shelf}
        for number, origin in prices_of(agreement.pk, by_number, today).items():
            item = by_number[number]
            items[item.pk], prices[item.pk] = item, origin.net_cents
        found += _against_index(agreement, by_number, today, tolerance)
    found += _against_peers(items, prices, today, tolerance)
    return [*found, *_against_predecessors(items, prices, today, tolerance)]


def _against_index(
    agreement: FrameworkAgreement, shelf: dict[str, CatalogueItem], today: date,
    tolerance: Tolerance,
) -> Iterator[ListDrift]:  # fmt: skip
    """List prices that rose more, since they were first set, than the index of their group."""
    clauses = {clause.price_group: clause for clause in clauses_of(agreement.pk)}
    values = values_of([clause.series_id for clause in clauses.values()])
    listed: dict[str, list[ListPrice]] = defaultdict(list)
    rows = ListPrice.objects.filter(agreement=agreement, price_group__in=list(clauses))
    for row in rows.filter(valid_from__lte=today).order_by("valid_from"):
        listed[row.seller_item_id].append(row)
    for number, of_item in listed.items():
        first, last = of_item[0], of_item[-1]
        item = shelf.get(number)
        if item is None or first.pk == last.pk:
            continue
        clause = clauses[last.price_group]
        known = [
            (month, row.value)
            for (series, month), row in values.items()
            if series == clause.series_id and month <= last.valid_from
        ]
        if not known:
            continue
        month, value = max(known)
        index = max(value / clause.base_value, Decimal(1))
        if tolerance.rises_beyond(first.net_price_cents, last.net_price_cents, index):
            allowed = int((first.net_price_cents * index).to_integral_value())
            yield ListDrift(
                item, FindingKind.LIST, f"list:{item.pk}:{last.valid_from}:{last.net_price_cents}",
                last.net_price_cents, allowed, last.valid_from,
                {
                    "first_cents": str(first.net_price_cents),
                    "first_from": first.valid_from.isoformat(), "series": clause.series.code,
                    "from_month": clause.base_month.isoformat()[:7],
                    "from_value": f"{clause.base_value.normalize():f}",
                    "month": month.isoformat()[:7], "value": f"{value.normalize():f}",
                },
            )  # fmt: skip


def _against_peers(
    items: dict[int, CatalogueItem], prices: dict[int, int], today: date, tolerance: Tolerance
) -> Iterator[ListDrift]:
    """Items whose product (the same GTIN) costs less under another agreement, in one currency."""
    peers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for pk in prices:
        item = items[pk]
        if item.gtin:
            peers[item.gtin, item.currency, item.unit_code].append(pk)
    for group in peers.values():
        least = min(group, key=lambda pk: (prices[pk], pk))
        for pk in group:
            if items[pk].agreement_id == items[least].agreement_id:
                continue
            if tolerance.rises_beyond(prices[least], prices[pk]):
                yield _beside(
                    items[pk], items[least], FindingKind.COMPARABLE, prices[pk], prices[least],
                    today,
                )  # fmt: skip


def _against_predecessors(
    items: dict[int, CatalogueItem], prices: dict[int, int], today: date, tolerance: Tolerance
) -> Iterator[ListDrift]:
    """Successors that cost more than what they replace, where the configuration is equal."""
    for pk, before in prices.items():
        old, after = items[pk], items[pk].replaced_by_id
        if after is None or after not in prices:
            continue
        new = items[after]
        same = equally_configured(old.properties, new.properties)
        if same and old.currency == new.currency and tolerance.rises_beyond(before, prices[after]):
            yield _beside(new, old, FindingKind.SUCCESSOR, prices[after], before, today)


def _beside(
    item: CatalogueItem, other: CatalogueItem, kind: FindingKind, price: int, least: int,
    today: date,
) -> ListDrift:  # fmt: skip
    return ListDrift(
        item, kind, f"{kind}:{item.pk}:{price}:{other.pk}:{least}", price, least, today,
        {"other_item": str(other.pk), "other": other.name, "gtin": other.gtin},
    )  # fmt: skip
