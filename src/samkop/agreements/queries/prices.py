"""Reads: prices with their origin, price lists, tiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from samkop.agreements.models import ListPrice, TierVolume
from samkop.agreements.rules import (
    Basis,
    Evidence,
    IndexStep,
    PriceOrigin,
    RulePrice,
    Tier,
    absence_of,
    base_steps,
    price_of,
    total,
)
from samkop.agreements.vocabulary import Unpriced
from samkop.platform.database.prepared import Asked, Rows

_PRICES = Rows(
    """
SELECT p.seller_item_id, p.price_group, coalesce(v.quantity, 0),
    a.markup_permille, a.fee_permille, a.currency,
    coalesce(r.kind, 'fixed'), p.net_price_cents, coalesce(r.permille, 0), p.valid_from,
    p.reference, e.id, e.maker, e.decided_on, e.document_reference, e.competitors,
    e.valid_from, e.valid_until
FROM agreements_listprice p
JOIN agreements_frameworkagreement a ON a.id = p.agreement_id
LEFT JOIN agreements_tiervolume v
    ON v.agreement_id = p.agreement_id AND v.price_group = p.price_group
LEFT JOIN agreements_pricerule r
    ON r.agreement_id = p.agreement_id AND r.price_group = p.price_group
LEFT JOIN agreements_priceevidence e ON e.id = p.evidence_id
WHERE p.agreement_id = %s
    AND (%s::text[] IS NULL OR p.seller_item_id = ANY (%s::text[]))
    AND %s BETWEEN p.valid_from AND coalesce(p.valid_until, 'infinity')
""",
    *("",) * 9, "DateField", *("",) * 3, "DateField", "", "", "DateField", "DateField",
)  # fmt: skip

# Tiers and index steps of an agreement, in one statement.
_TERMS = Rows(
    """
SELECT price_group, from_quantity, discount_permille, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM agreements_pricetier WHERE agreement_id = %s
UNION ALL
SELECT price_group, NULL, NULL, applies_from, series_code, base_month, base_value, month, value,
    held_permille
FROM agreements_indexadjustment WHERE agreement_id = %s
ORDER BY 2, 4
""",
    "", "", "", "DateField", "", "DateField", "DecimalField", "DateField", "DecimalField", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement settles for its price groups: tiers, rising, and index steps."""

    tiers: Mapping[str, Sequence[Tier]]
    index: Mapping[str, Sequence[IndexStep]]


@dataclass(frozen=True, slots=True)
class Priced:
    """One item on the price list: what its price starts from, and with what it is made."""

    item: str
    price_group: str
    volume: int
    markup_permille: int
    fee_permille: int
    currency: str
    basis: Basis

    def origin(self, terms: Terms, today: date) -> PriceOrigin | None:
        """The price on a day; None where its evidence gives none then."""
        if absence_of(self.basis, today):
            return None
        return price_of(
            base_steps(self.basis, terms.index.get(self.price_group, ()), today),
            terms.tiers.get(self.price_group, ()),
            self.volume,
            self.markup_permille,
            fee_permille=self.fee_permille,
            price_group=self.price_group,
            currency=self.currency,
        )


def prices_of(
    agreement_id: int, seller_item_ids: Iterable[str], today: date
) -> dict[str, PriceOrigin]:
    """Today's price of each item that has one, by the seller's item number.

    All volumes are of one moment: prices of one call belong to the same tiers.
    """
    terms = terms_of(agreement_id)
    found = {}
    for one in priced_of(agreement_id, today, list(seller_item_ids)):
        origin = one.origin(terms, today)
        if origin is not None:
            found[one.item] = origin
    return found


def questions_of_prices(agreement_id: int, items: list[str], today: date) -> list[Asked]:
    """What ``prices_of`` asks for these items, to be asked ahead."""
    return [
        _TERMS.of(agreement_id, agreement_id), _PRICES.of(agreement_id, items, items, today),
    ]  # fmt: skip


def priced_of(agreement_id: int, today: date, items: list[str] | None = None) -> list[Priced]:
    """What the prices of a day start from: of these items, or of all on the list."""
    return [_read(row) for row in _PRICES(agreement_id, items, items, today)]


def _read(row: Sequence[Any]) -> Priced:
    """A row of ``_PRICES``: its columns are in the order of these fields."""
    *priced, kind, cents, permille, set_on, reference = row[:11]
    evidence = Evidence(*row[11:]) if row[11] is not None else None
    basis = Basis(kind, cents, permille, set_on, reference, evidence)
    item, price_group, volume, markup, fee, currency = priced
    return Priced(item, price_group, volume, markup, fee, currency, basis)


def terms_of(agreement_id: int) -> Terms:
    """The tiers and the index steps of each price group that has any, in their order."""
    tiers: dict[str, list[Tier]] = defaultdict(list)
    index: dict[str, list[IndexStep]] = defaultdict(list)
    for group, from_quantity, permille, *step in _TERMS(agreement_id, agreement_id):
        if from_quantity is None:
            index[group].append(IndexStep(*step))
        else:
            tiers[group].append(Tier(from_quantity, permille))
    return Terms(tiers, index)


def absences_of(agreement_id: int, items: list[str], today: date) -> dict[str, Unpriced]:
    """Why each of these listed items that has no price on a day has none."""
    found = {}
    for one in priced_of(agreement_id, today, items):
        absence = absence_of(one.basis, today)
        if absence is not None:
            found[one.item] = absence
    return found


def why_unpriced(agreement_id: int, seller_item_id: str, today: date) -> Unpriced | None:
    """Why an item has no price on a day; None where it has one."""
    valid = priced_of(agreement_id, today, [seller_item_id])
    if valid:
        return absence_of(valid[0].basis, today)
    listed = ListPrice.objects.filter(agreement_id=agreement_id, seller_item_id=seller_item_id)
    return Unpriced.NOT_TODAY if listed.exists() else Unpriced.NOT_LISTED


def rule_prices_of(agreement_id: int, today: date) -> dict[str, RulePrice]:
    """What the rule gives for each item on the list today, before tier and markup.

    With the price of the next decided index step, which an offer must not anticipate.
    """
    terms = terms_of(agreement_id)
    return {one.item: _ruled(one, terms, today) for one in priced_of(agreement_id, today)}


def _ruled(one: Priced, terms: Terms, today: date) -> RulePrice:
    basis, steps = one.basis, terms.index.get(one.price_group, ())
    absence = absence_of(basis, today)
    following = min((s.applies_from for s in steps if s.applies_from > today), default=None)
    return RulePrice(
        price_group=one.price_group,
        kind=basis.kind,
        base_cents=basis.cents,
        permille=basis.permille,
        cents=None if absence else total(base_steps(basis, steps, today)),
        absence=absence,
        next_cents=total(base_steps(basis, steps, following)) if following else None,
        next_from=following,
    )


@dataclass(frozen=True, slots=True)
class Simulated:
    """One item's price in cents, without a step and with it."""

    item: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """What the step adds, or takes where it is below zero."""
        return self.after - self.before


def simulated_step(agreement_id: int, price_group: str, step: IndexStep) -> list[Simulated]:
    """What a step would do to each price of a group on its first day, by item number.

    The joint volume of today counts for the tier. Nothing is written.
    """
    terms, day = terms_of(agreement_id), step.applies_from
    steps = [*terms.index.get(price_group, ()), step]
    stepped = Terms(terms.tiers, {**terms.index, price_group: steps})
    found = []
    for one in sorted(priced_of(agreement_id, day), key=lambda one: one.item):
        before, after = one.origin(terms, day), one.origin(stepped, day)
        if one.price_group == price_group and before and after:
            found.append(Simulated(one.item, before.net_cents, after.net_cents))
    return found


def cheapest_price(agreement_id: int, today: date) -> int | None:
    """The lowest price of the day in cents, tier and markup included; None without prices."""
    terms = terms_of(agreement_id)
    origins = (one.origin(terms, today) for one in priced_of(agreement_id, today))
    return min((origin.net_cents for origin in origins if origin), default=None)


def price_page(agreement_id: int, today: date, after: str, rows: int) -> list[tuple[str, str]]:
    """Item and price group of the day's list, by item number, from the one after ``after``."""
    listed = _valid_prices(agreement_id, today).filter(seller_item_id__gt=after)
    pairs = listed.order_by("seller_item_id").values_list("seller_item_id", "price_group")
    return list(pairs[:rows])


def price_list_of(agreement_id: int, today: date) -> QuerySet[ListPrice]:
    """Today's price list by price group and item number."""
    return _valid_prices(agreement_id, today).order_by("price_group", "seller_item_id")


def price_groups_of(agreement_id: int) -> list[str]:
    """The price groups on the agreement's list, of all its days, by name."""
    listed = ListPrice.objects.filter(agreement_id=agreement_id)
    return sorted(listed.values_list("price_group", flat=True).distinct())


def _valid_prices(agreement_id: int, today: date) -> QuerySet[ListPrice]:
    return ListPrice.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        agreement_id=agreement_id,
        valid_from__lte=today,
    )


def tiers_of(agreement_id: int) -> Mapping[str, Sequence[Tier]]:
    """The tiers of each price group that has any, rising."""
    return terms_of(agreement_id).tiers


def volumes_of(agreement_id: int) -> dict[str, int]:
    """Units ordered by everybody, of each price group that has been ordered from."""
    rows = TierVolume.objects.filter(agreement_id=agreement_id)
    return dict(rows.values_list("price_group", "quantity"))


_DISCOUNTS = Rows(
    "SELECT price_group, samkop_tier_discount(%s, price_group)"
    " FROM unnest(%s::text[]) AS asked (price_group)",
    "", "",
)  # fmt: skip


def discounts_of_groups(agreement_id: int, price_groups: list[str]) -> dict[str, int]:
    """The tier discount of each price group at this moment, in permille.

    What the ceiling compares tier marks with; it cannot change while the ceiling is locked.
    """
    return dict(_DISCOUNTS(agreement_id, price_groups))
