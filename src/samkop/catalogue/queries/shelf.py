"""Reading the shelf: search, facets, one page at a time."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_of, agreements_open_to
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.tables import (
    names_in_all_languages,
    readers_language,
    shown_sort_key,
)
from samkop.catalogue.vocabulary import SPAN_EDGES_CENTS, Category, Sort

PAGE = 50
MOST_IN_RANGE = 60
MOST_COUNTED = 10_000
MOST_TERMS = 8
# A shorter word would begin too many others.
SHORTEST_WORD = 3
LARGEST_ID = 2**63 - 1
# A number takes eight places in a sort key, so a key can be longer than its name.
LONGEST_KEY = 2_000


@dataclass(frozen=True)
class Filters:
    """What is looked for. Empty means all.

    ``spans`` are numbers of price spans: 0 is below the first of SPAN_EDGES_CENTS.
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    manufacturers: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    range_only: bool = False
    sort: str = Sort.NAME.value


@dataclass(frozen=True)
class FacetOption:
    """One choice of a facet, and how many items it has under the other facets' choices."""

    value: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """A facet by name (category, manufacturer, price, range) with its choices."""

    name: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True)
class Shelf:
    """One page of the shelf.

    ``joint`` are the items of the joint range that fit (on the first page only),
    ``items`` the others; ``following`` is the cursor of the next page or empty. ``total``
    counts all that fit, up to MOST_COUNTED.
    """

    joint: Sequence[CatalogueItem]
    items: Sequence[CatalogueItem]
    following: str
    facets: tuple[Facet, ...]
    total: int


def open_agreements(party_id: int, today: date) -> list[FrameworkAgreement]:
    """The agreements from which a party may order today; for a party that orders from none
    (a purchasing body, a supplier), those that it runs or supplies.
    """
    return agreements_open_to(party_id, today) or [
        agreement
        for agreement in agreements_of(party_id)
        if party_id in {agreement.purchasing_body_id, agreement.supplier_id}
    ]


def shelf(agreement_ids: Sequence[int], filters: Filters, today: date, after: str = "") -> Shelf:
    """One page of the shelf of these agreements; those not one's own add nothing.

    ``after`` is the cursor that the page before gave as ``following``.
    """
    cursor = _cursor(after, filters)
    joint: list[int] = []
    if cursor is None:
        joint = _search(agreement_ids, filters, today, "in", MOST_IN_RANGE)
    others: list[int] = []
    if not filters.range_only:
        others = _search(agreement_ids, filters, today, "out", PAGE + 1, cursor)
    found = CatalogueItem.objects.in_bulk([*joint, *others[:PAGE]])
    items = [found[item_id] for item_id in others[:PAGE] if item_id in found]
    counts = _counts(agreement_ids, filters, today)
    return Shelf(
        joint=[found[item_id] for item_id in joint if item_id in found],
        items=items,
        following=_cursor_after(items[-1], filters) if len(others) > PAGE and items else "",
        facets=_facets(counts, filters),
        total=counts["total"].get("", 0),
    )


def search_items(
    agreement_ids: Sequence[int], text: str, today: date, limit: int = 10
) -> list[CatalogueItem]:
    """The items on these agreements' shelves that a text finds, by name."""
    ids = _search(agreement_ids, Filters(text=text), today, "any", limit)
    found = CatalogueItem.objects.in_bulk(ids)
    return [found[item_id] for item_id in ids if item_id in found]


def _terms(text: str) -> tuple[list[str], list[str]]:
    """The words searched for, and for each the categories it is a word of, by blanks."""
    terms = text.split()[:MOST_TERMS]
    words = names_in_all_languages("words.csv", "category", " ")
    categories = [
        " ".join(sorted({words[word] for word in words if word.startswith(term.casefold())}))
        if len(term) >= SHORTEST_WORD
        else ""
        for term in terms
    ]
    return terms, categories


def _search(
    agreement_ids: Sequence[int],
    filters: Filters,
    today: date,
    of_range: str,
    at_most: int,
    after: tuple[str, int] | None = None,
) -> list[int]:
    terms, words = _terms(filters.text)
    key, item_id = after or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalogue_search(%s::bigint[], %s::text[], %s::text[], %s::text[],"
            " %s::text[], %s::integer[], %s::bigint[], %s, %s::date, %s, %s::text, %s::bigint,"
            " %s)",
            [
                list(agreement_ids), terms, words, list(filters.categories),
                list(filters.manufacturers), list(filters.spans), list(SPAN_EDGES_CENTS),
                of_range, today, _sorted_by(filters), key, item_id, at_most,
            ],
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()]


def _counts(
    agreement_ids: Sequence[int], filters: Filters, today: date
) -> dict[str, dict[str, int]]:
    terms, words = _terms(filters.text)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facet, value, items FROM catalogue_facets(%s::bigint[], %s::text[],"
            " %s::text[], %s::text[], %s::text[], %s::integer[], %s::bigint[], %s, %s::date, %s)",
            [
                list(agreement_ids), terms, words, list(filters.categories),
                list(filters.manufacturers), list(filters.spans), list(SPAN_EDGES_CENTS),
                filters.range_only, today, MOST_COUNTED,
            ],
        )  # fmt: skip
        for facet, value, items in cursor.fetchall():
            counts[facet][value] = items
    return counts


def _facets(counts: dict[str, dict[str, int]], filters: Filters) -> tuple[Facet, ...]:
    chosen = {
        "range": {"joint"} if filters.range_only else set(),
        "category": set(filters.categories),
        "manufacturer": set(filters.manufacturers),
        "price": {str(span) for span in filters.spans},
    }
    order: dict[str, Any] = {
        "range": str,
        "category": list(Category.values).index,
        "manufacturer": str.casefold,
        "price": int,
    }
    return tuple(
        Facet(
            name,
            tuple(
                FacetOption(value, counts[name].get(value, 0), value in chosen[name])
                for value in sorted({*counts[name], *chosen[name]}, key=order[name])
            ),
        )
        for name in order
    )


def _sorted_by(filters: Filters) -> str:
    """Names sort as the reader sees them."""
    return f"name_{readers_language()}" if filters.sort == Sort.NAME else filters.sort


def _cursor_after(item: CatalogueItem, filters: Filters) -> str:
    by_name = filters.sort == Sort.NAME
    key = getattr(item, shown_sort_key()) if by_name else item.shown_price_cents
    return urlsafe_b64encode(json.dumps([str(key), item.pk]).encode()).decode()


def _cursor(after: str, filters: Filters) -> tuple[str, int] | None:
    """What a cursor says; one that nobody gave is as none."""
    try:
        key, item_id = json.loads(urlsafe_b64decode(after.encode()))
        if filters.sort != Sort.NAME:
            key = str(_bigint(key))
        key.encode()  # a half of a surrogate pair is no text
        if len(key) > LONGEST_KEY or "\0" in key:
            return None
        return key, _bigint(item_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _bigint(value: Any) -> int:
    """A number as the database holds it, at most LARGEST_ID. Raises ValueError below 0."""
    number = int(value)
    if number < 0:
        raise ValueError(value)
    return min(number, LARGEST_ID)
