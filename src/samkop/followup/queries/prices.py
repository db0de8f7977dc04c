"""Reads: checks, findings, what members paid, and totals of each agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import prices_of_items
from samkop.followup.models import PriceAnswer, PriceCheck, PriceFinding
from samkop.followup.rules.price_drift import equally_configured
from samkop.followup.vocabulary.prices import PriceOutcome
from samkop.parties.models import Party
from samkop.platform.database.prepared import Rows
from samkop.platform.refusals import not_found

_MEMBER_PRICES = Rows(
    "SELECT * FROM followup_member_prices(%s::bigint[], %s)",
    "", "", "DateField", "", "", "", "", "", "",
)  # fmt: skip
_LEFT_OUT = Rows("SELECT followup_members_left_out(%s::bigint[], %s)", "")
_TOTALS = Rows("SELECT * FROM followup_price_totals(%s, %s)", "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Paid:
    """What a member paid for one of an item in a month; cents without VAT, as ordered."""

    item_id: int
    buyer_id: int
    month: date
    currency: str
    price_cents: int
    quantity: int
    tier_permille: int
    markup_permille: int
    purchases: int


@dataclass(frozen=True, slots=True)
class Spread:
    """What an item cost the members, at the least and at the most, in one currency."""

    currency: str
    least_cents: int
    most_cents: int
    quantity: int
    members: int

    @property
    def difference_cents(self) -> int:
        """Between the dearest and the cheapest purchase."""
        return self.most_cents - self.least_cents


@dataclass(slots=True)
class Totals:
    """Purchases under one agreement by what came of holding them against their rules."""

    agreement: FrameworkAgreement
    agrees: int = 0
    higher: int = 0
    lower: int = 0
    no_rule: int = 0
    difference_cents: int = 0

    @property
    def checked(self) -> int:
        """All of them."""
        return self.agrees + self.higher + self.lower + self.no_rule


def checks_of(party_id: int) -> list[QuerySet[PriceCheck]]:
    """The party's own purchases, and those under the agreements that it runs."""
    rows = PriceCheck.objects.select_related("buyer", "supplier", "agreement", "item")
    own = rows.filter(buyer_id=party_id).exclude(purchasing_body_id=party_id)
    return [own, rows.filter(purchasing_body_id=party_id)]


def check_of(check_id: int) -> PriceCheck:
    """A check. Raises Refused ``not-found``."""
    rows = PriceCheck.objects.select_related(
        "buyer", "supplier", "agreement", "item", "order_line__order", "invoice",
        "outside_order",
    )  # fmt: skip
    found = rows.filter(pk=check_id).first()
    if found is None:
        raise not_found()
    return found


def finding_with(check_id: int) -> PriceFinding | None:
    """The finding in which a purchase stands."""
    return PriceFinding.objects.filter(purchases__check_made_id=check_id).first()


def findings_of(party_id: int) -> list[QuerySet[PriceFinding]]:
    """Findings of who runs the agreement, about one's purchases, or that ask one."""
    rows = PriceFinding.objects.select_related("buyer", "supplier", "agreement", "region")
    run = rows.filter(purchasing_body_id=party_id)
    own = rows.filter(buyer_id=party_id).exclude(purchasing_body_id=party_id)
    asked = rows.filter(supplier_id=party_id, asked_at__isnull=False)
    asked = asked.exclude(purchasing_body_id=party_id)
    shared = rows.filter(buyer__isnull=True).exclude(Q(purchasing_body_id=party_id))
    return [run, own, asked, shared.exclude(supplier_id=party_id)]


def finding_of(finding_id: int) -> PriceFinding:
    """A finding. Raises Refused ``not-found``."""
    rows = PriceFinding.objects.select_related(
        "buyer", "supplier", "agreement", "region", "item", "purchasing_body", "settled_by"
    )
    found = rows.filter(pk=finding_id).first()
    if found is None:
        raise not_found()
    return found


def answers_of(finding_id: int) -> list[PriceAnswer]:
    """What the supplier has answered, the first first."""
    rows = PriceAnswer.objects.filter(finding_id=finding_id)
    return list(rows.order_by("id"))


def purchases_of(finding_id: int, most: int) -> list[PriceCheck]:
    """The purchases that stand in a finding, the first first."""
    rows = PriceCheck.objects.filter(found_in__finding_id=finding_id)
    return list(rows.order_by("id")[:most])


def paid_for(item_ids: Sequence[int] | None, today: date) -> list[Paid]:
    """What members paid for items, as far as they show it; None for all items one may see."""
    wanted = None if item_ids is None else list(item_ids)
    return [Paid(*row) for row in _MEMBER_PRICES(wanted, today)]


def left_out_of(item_ids: Sequence[int], today: date) -> int:
    """How many members bought them and do not show what they paid."""
    [(count,)] = _LEFT_OUT(list(item_ids), today)
    return int(count)


def spreads_of(paid: Iterable[Paid]) -> dict[int, list[Spread]]:
    """The spread of each item, one a currency: amounts of two are never compared."""
    groups: dict[tuple[int, str], list[Paid]] = defaultdict(list)
    for one in paid:
        groups[one.item_id, one.currency].append(one)
    found: dict[int, list[Spread]] = defaultdict(list)
    for (item_id, currency), rows in sorted(groups.items()):
        prices = [row.price_cents for row in rows]
        found[item_id].append(
            Spread(
                currency, min(prices), max(prices), sum(row.quantity for row in rows),
                len({row.buyer_id for row in rows}),
            )
        )  # fmt: skip
    return found


def totals_between(first: date, last: date) -> list[Totals]:
    """Each agreement's purchases between two days by outcome, of all its buyers."""
    rows = _TOTALS(first, last)
    agreements = FrameworkAgreement.objects.select_related("supplier").in_bulk(
        {row[0] for row in rows}
    )
    found = {pk: Totals(agreement) for pk, agreement in agreements.items()}
    names = {
        PriceOutcome.AGREES: "agrees", PriceOutcome.HIGHER: "higher",
        PriceOutcome.LOWER: "lower", PriceOutcome.NO_RULE: "no_rule",
    }  # fmt: skip
    for agreement_id, _source, outcome, _currency, purchases, difference in rows:
        one, name = found[agreement_id], names[PriceOutcome(outcome)]
        setattr(one, name, getattr(one, name) + purchases)
        one.difference_cents += difference
    return sorted(found.values(), key=lambda one: one.agreement.number)


def parties_by_id(ids: Iterable[int]) -> dict[int, Party]:
    """Parties by their ids."""
    return Party.objects.in_bulk(set(ids))


def items_with(ids: Iterable[int]) -> dict[int, CatalogueItem]:
    """Items with their agreement and supplier, by their ids."""
    return CatalogueItem.objects.select_related("agreement", "supplier").in_bulk(set(ids))


def comparables_of(item: CatalogueItem) -> list[CatalogueItem]:
    """The same product under other agreements that one may see: by GTIN, else by the maker's
    model at equal configuration.
    """
    rows = CatalogueItem.objects.filter(currency=item.currency, unit_code=item.unit_code)
    rows = rows.exclude(pk=item.pk).exclude(agreement_id=item.agreement_id)
    same = Q(gtin=item.gtin) if item.gtin else Q(pk__in=[])
    if item.manufacturer and item.model:
        same |= Q(manufacturer=item.manufacturer, model=item.model)
    found = rows.filter(same).select_related("agreement", "supplier").order_by("id")
    return [
        one
        for one in found
        if (item.gtin and one.gtin == item.gtin)
        or equally_configured(one.properties, item.properties)
    ]


def prices_today(items: Sequence[CatalogueItem], today: date) -> dict[int, int]:
    """Today's price of each item that has one, in cents, by the item's id."""
    return {pk: origin.net_cents for pk, origin in prices_of_items(items, today).items()}
