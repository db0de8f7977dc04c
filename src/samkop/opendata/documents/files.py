"""What is published as files: CSV of purchases and agreements, releases a line each.

For programs everywhere: commas, decimal points, UTF-8, English headings, RFC 4180 and RFC 3339.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from samkop.opendata.documents.parties import organisation_of
from samkop.opendata.models import PublishedPrice, PublishedPurchase, Release
from samkop.parties.models import Party
from samkop.platform.lists.files import harmless

PURCHASES = (
    "month", "buyer_id", "buyer", "supplier_id", "supplier", "agreement", "category", "item",
    "name", "unit", "quantity", "unit_price", "net", "currency", "release",
)  # fmt: skip
PRICES = (
    "month", "agreement", "supplier_id", "supplier", "category", "item", "name", "unit",
    "unit_price", "currency", "purchases", "origin",
)  # fmt: skip
AGREEMENTS = (
    "ocid", "number", "title", "title_sv", "title_fi", "title_en", "status", "supplier_id",
    "supplier", "first_day", "last_day", "maximum_value", "currency", "buyers", "release",
    "published",
)  # fmt: skip
Json = dict[str, Any]


def purchase_lines(rows: Iterable[PublishedPurchase]) -> Iterator[str]:
    """The CSV of purchases, its heading first; rows with buyer, supplier and release read."""
    yield _line(PURCHASES)
    for row in rows:
        buyer, supplier = organisation_of(row.buyer), organisation_of(row.supplier)
        yield _line(
            (
                f"{row.month:%Y-%m}", buyer.id, buyer.name, supplier.id, supplier.name,
                row.agreement_number, row.category, row.item, row.name, row.unit, row.quantity,
                amount(row.unit_price_cents), amount(row.net_cents), row.currency,
                row.release.release_id,
            )
        )  # fmt: skip


def price_lines(rows: Iterable[PublishedPrice]) -> Iterator[str]:
    """The CSV of prices, its heading first; ``origin`` as ``code cents permille``, each step."""
    yield _line(PRICES)
    for row in rows:
        yield _line(facts_of_price(row).values())


def facts_of_price(row: PublishedPrice) -> Json:
    """A published price, flat: the columns of the CSV."""
    one = row.publication
    supplier = organisation_of(one.supplier)
    steps = (f"{code} {cents} {permille}" for code, cents, permille in row.origin)
    return {
        "month": f"{one.month:%Y-%m}", "agreement": one.agreement_number,
        "supplier_id": supplier.id, "supplier": supplier.name, "category": one.category,
        "item": row.item, "name": row.name, "unit": row.unit,
        "unit_price": amount(row.unit_price_cents), "currency": one.currency,
        "purchases": row.purchases, "origin": "; ".join(steps),
    }  # fmt: skip


def agreement_lines(releases: Iterable[Release]) -> Iterator[str]:
    """The CSV of agreements, its heading first, from the newest release of each."""
    yield _line(AGREEMENTS)
    for release in releases:
        told = json.loads(release.body)
        yield _line([*facts_of_agreement(told).values(), release.release_id, release.at.date()])


def facts_of_agreement(told: Json) -> Json:
    """What an agreement's release says, flat: the columns of the CSV save the last two."""
    contract, award = told["contracts"][0], told["awards"][0]
    supplier: Json = next(iter(award.get("suppliers", [])), {})
    period, value = contract.get("period", {}), contract.get("value", {})
    buyers = [party["name"] for party in told.get("parties", []) if "buyer" in party["roles"]]
    names = ("title", "title_sv", "title_fi", "title_en")
    return {
        "ocid": told["ocid"], "number": contract["id"],
        **{name: contract.get(name, "") for name in names},
        "status": contract.get("status", ""), "supplier_id": supplier.get("id", ""),
        "supplier": supplier.get("name", ""), "first_day": period.get("startDate", "")[:10],
        "last_day": period.get("endDate", "")[:10],
        "maximum_value": value.get("amount", ""), "currency": value.get("currency", ""),
        "buyers": "; ".join(buyers),
    }  # fmt: skip


def release_lines(releases: Iterable[Release]) -> Iterator[str]:
    """JSON Lines: each release as it was published, byte by byte as its hash has it."""
    for release in releases:
        yield f"{release.body}\n"


def amount(cents: int | None) -> str:
    """Cents as a decimal with a point; nothing where there are none."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"


def told_name(party: Party) -> str:
    """The organisation as a page for everybody names it: a sole trader's name is not told."""
    told = organisation_of(party)
    return told.name if told.register == "SAMKOP" else party.name


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    plain = ["" if cell is None else str(cell) for cell in cells]
    csv.writer(text).writerow([cell if _is_number(cell) else harmless(cell) for cell in plain])
    return text.getvalue()


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace("-", "", 1).isdecimal()
