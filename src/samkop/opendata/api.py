"""Open data for programs, without token: releases, records, agreements, purchases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.core import ocds
from samkop.opendata.documents.files import amount, facts_of_agreement, facts_of_price
from samkop.opendata.documents.packages import publisher, uri_of
from samkop.opendata.documents.parties import organisation_of
from samkop.opendata.models import PublishedPurchase, Release
from samkop.opendata.queries import newest_releases, releases_of_process
from samkop.opendata.queries.prices import published_prices
from samkop.opendata.queries.purchases import published_purchases
from samkop.opendata.vocabulary import ReleaseKind
from samkop.parties.models import Party
from samkop.platform.actors import ANONYMOUS
from samkop.platform.api import PROBLEMS
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import reading

router = Router(tags=["Open data"], auth=None)

MOST = 200
Ocid = Annotated[str, Path(max_length=160, pattern="^[A-Za-z0-9-]+$")]
ReleaseId = Annotated[str, Path(max_length=180, pattern="^[A-Za-z0-9-]+$")]
After = Annotated[int, Query(ge=0, le=2**63 - 1, description="The last ``row`` that one has.")]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class ReleaseRow(Schema):
    """A release as it was published; ``sha256`` is of its canonical JSON in releases.jsonl."""

    row: int
    id: str
    ocid: str
    tags: list[str]
    published_at: datetime
    sha256: str
    release: dict[str, Any] = Field(description="OCDS 1.1")


class OpenRecords(Schema):
    """A record package of OCDS 1.1 with one record."""

    uri: str
    version: str
    publishedDate: str  # noqa: N815 - as OCDS calls it
    publisher: dict[str, Any]
    extensions: list[str]
    license: str
    publicationPolicy: str  # noqa: N815
    records: list[dict[str, Any]]


class OpenAgreement(Schema):
    """An agreement as it was last published; what is withheld is empty."""

    ocid: str
    number: str
    title: str
    title_sv: str
    title_fi: str
    title_en: str
    status: str
    supplier_id: str
    supplier: str
    first_day: str
    last_day: str
    maximum_value: str
    currency: str
    buyers: str


class OpenPurchase(Schema):
    """What a buyer bought of an item in a month, or for how much in all; money as decimals."""

    row: int
    month: date
    buyer_id: str
    buyer: str
    supplier_id: str
    supplier: str
    agreement: str
    category: str
    item: str
    name: str
    unit: str
    quantity: int | None
    unit_price: str
    net: str
    currency: str


class OpenPrice(Schema):
    """What one of an item cost in a month, over all buyers of an agreement; money as decimals."""

    row: int
    month: str
    agreement: str
    supplier_id: str
    supplier: str
    category: str
    item: str
    name: str
    unit: str
    unit_price: str
    currency: str
    purchases: int | None
    origin: str


def openly(operation: Callable[..., Any]) -> Callable[..., Any]:
    """An operation that reads as nobody in particular."""

    @wraps(operation)
    def inside(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        with reading(ANONYMOUS):
            return operation(request, *arguments, **named)

    return inside


@router.get("/open/releases", response={200: list[ReleaseRow], **PROBLEMS})
@openly
def list_releases(request: HttpRequest, after: After = 0, limit: Limit = 50) -> Any:
    """Releases in the order in which they were published."""
    return [_row(each) for each in Release.objects.filter(id__gt=after).order_by("id")[:limit]]


@router.get("/open/releases/{release_id}", response={200: ReleaseRow, **PROBLEMS})
@openly
def open_release(request: HttpRequest, release_id: ReleaseId) -> Any:
    """One release."""
    ocid, _dash, number = release_id.rpartition("-")
    known = number.isdecimal() and len(number) < len("0000000000")
    found = Release.objects.filter(ocid=ocid, number=int(number)).first() if known else None
    if found is None:
        raise not_found()
    return _row(found)


@router.get("/open/records/{ocid}", response={200: OpenRecords, **PROBLEMS})
@openly
def open_record(request: HttpRequest, ocid: Ocid) -> Any:
    """Everything that was published of one process, and what it says together."""
    rows = releases_of_process(ocid)
    if not rows:
        raise not_found()
    return ocds.record_package(
        [ocds.record([json.loads(row.body) for row in rows])],
        uri=uri_of(f"processes/{ocid}.json"), publisher=publisher(), published=rows[-1].at,
    )  # fmt: skip


@router.get("/open/agreements", response={200: list[OpenAgreement], **PROBLEMS})
@openly
def list_open_agreements(request: HttpRequest) -> Any:
    """The agreements as they were last published."""
    told = [json.loads(one.body) for one in newest_releases(ReleaseKind.AGREEMENT)]
    return [{name: str(value) for name, value in facts_of_agreement(each).items()} for each in told]


@router.get("/open/purchases", response={200: list[OpenPurchase], **PROBLEMS})
@openly
def list_purchases(
    request: HttpRequest, month: date | None = None, after: After = 0, limit: Limit = 50
) -> Any:
    """Purchases in the order in which they were published; ``month`` by its first day."""
    rows = published_purchases().filter(id__gt=after).order_by("id")
    rows = rows if month is None else rows.filter(month=month.replace(day=1))
    return [_purchase(row) for row in rows[:limit]]


@router.get("/open/prices", response={200: list[OpenPrice], **PROBLEMS})
@openly
def list_open_prices(
    request: HttpRequest, month: date | None = None, after: After = 0, limit: Limit = 50
) -> Any:
    """Prices by item in the order in which they were published; ``month`` by its first day."""
    rows = published_prices().filter(id__gt=after).order_by("id")
    rows = rows if month is None else rows.filter(publication__month=month.replace(day=1))
    return [{"row": row.pk, **facts_of_price(row)} for row in rows[:limit]]


def _row(release: Release) -> dict[str, Any]:
    return {
        "row": release.pk, "id": release.release_id, "ocid": release.ocid,
        "tags": release.tags.split(), "published_at": release.at, "sha256": release.sha256,
        "release": json.loads(release.body),
    }  # fmt: skip


def _purchase(row: PublishedPurchase) -> dict[str, Any]:
    return {
        "row": row.pk, "month": row.month, **_side("buyer", row.buyer),
        **_side("supplier", row.supplier), "agreement": row.agreement_number,
        "category": row.category, "item": row.item, "name": row.name, "unit": row.unit,
        "quantity": row.quantity, "unit_price": amount(row.unit_price_cents),
        "net": amount(row.net_cents), "currency": row.currency,
    }  # fmt: skip


def _side(name: str, party: Party) -> dict[str, str]:
    told = organisation_of(party)
    return {f"{name}_id": told.id, name: told.name}
