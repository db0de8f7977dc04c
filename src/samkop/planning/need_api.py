"""Needs for programs: one's own and those reported to one; entered, reported, withdrawn."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.core.money import amount_text
from samkop.planning.models import Need
from samkop.planning.policies import may_see_needs
from samkop.planning.queries import lines_of, need_of, needs_of, needs_reported_to
from samkop.planning.usecases.needs import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_LINES,
    NewLine,
    NewNeed,
    enter_need,
    report_need,
    withdraw_need,
)
from samkop.planning.vocabulary import Category, NeedSource, NeedState
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Needs"])

READ, WRITE = "needs:read", "needs:write"
PAGE, LARGEST = 100, 2**63 - 1
AMOUNT = "of the whole line, in the need's currency without VAT, as a decimal string"
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 12, 31))]
Amount = Annotated[
    Decimal, Field(ge=0, lt=10**12, max_digits=14, decimal_places=2, description=AMOUNT)
]


class NeedLineIn(Schema):
    """So many of something in a year, and what they cost together."""

    text: str = Field(min_length=1, max_length=200)
    unit: str = Field(min_length=1, max_length=40)
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    quantity: int = Field(ge=0, le=10**9)
    low: Amount
    likely: Amount
    high: Amount


class NeedIn(Schema):
    """What one's organisation needs between two days."""

    category: Category
    title: str = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=4000)
    wanted_from: Day
    wanted_until: Day
    lines: list[NeedLineIn] = Field(max_length=MOST_LINES)


class NeedReportIn(Schema):
    """To whom a need is reported."""

    reported_to: int = Field(
        ge=1, le=LARGEST,
        description="The purchasing body of one's region, or one's own organisation, by its id",
    )  # fmt: skip


class NeedLineOut(Schema):
    """So many of something in a year, and what they cost together."""

    text: str
    unit: str
    year: int
    quantity: int
    low: str = Field(description=AMOUNT)
    likely: str = Field(description=AMOUNT)
    high: str = Field(description=AMOUNT)


class NeedOut(Schema):
    """A need of one's own, or reported to one."""

    id: int
    buyer: str
    reported_to: str = Field(description="Empty until it is reported")
    category: Category
    title: str
    wanted_from: date
    wanted_until: date
    currency: str
    source: NeedSource
    source_reference: str = Field(description="What a need that nobody typed comes from")
    state: NeedState
    reported_at: datetime | None


class WholeNeedOut(NeedOut):
    """A need with its lines."""

    note: str
    lines: list[NeedLineOut]


class NeedPage(Schema):
    """Up to 100 needs, the newest first; ``next_before`` asks for the next page."""

    needs: list[NeedOut]
    next_before: int | None


@router.get("/needs", response={200: NeedPage, **PROBLEMS}, operation_id="list_needs")
@reads(READ)
def list_needs(
    request: HttpRequest, before: Before = None, state: NeedState | None = None
) -> NeedPage:
    """What the organisation needs, and what was reported to it."""
    actor = caller(request)
    require(may_see_needs(actor))
    own = actor.own_party_id
    kept: dict[str, Any] = {} if state is None else {"state": state}
    if before is not None:
        kept["id__lt"] = before
    found = sorted(
        (
            need
            for rows in (needs_of(own), needs_reported_to(own))
            for need in rows.filter(**kept).order_by("-id")[: PAGE + 1]
        ),
        key=lambda need: -need.pk,
    )
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return NeedPage(needs=[NeedOut(**_fields(one)) for one in found[:PAGE]], next_before=following)


@router.get("/needs/{need_id}", response={200: WholeNeedOut, **PROBLEMS}, operation_id="read_need")
@reads(READ)
def read_need(request: HttpRequest, need_id: Id) -> WholeNeedOut:
    """One need with its lines."""
    require(may_see_needs(caller(request)))
    return _whole(need_of(need_id))


@router.post("/needs", response={201: WholeNeedOut, **PROBLEMS}, operation_id="enter_need")
@writes(WRITE)
def enter_new_need(request: HttpRequest, key: IdempotencyKey, body: NeedIn) -> Status[WholeNeedOut]:
    """Enter a need, as a draft."""
    made = perform_then(caller(request), enter_need, _whole, key=key, need=_need(body))
    return Status(201, made)


@router.post(
    "/needs/{need_id}/report", response={200: WholeNeedOut, **PROBLEMS},
    operation_id="report_need",
)  # fmt: skip
@writes(WRITE)
def report_entered_need(
    request: HttpRequest, need_id: Id, key: IdempotencyKey, body: NeedReportIn
) -> WholeNeedOut:
    """Report a draft to who sources it."""
    return perform_then(
        caller(request), report_need, _whole, key=key, need_id=need_id,
        reported_to_id=body.reported_to,
    )  # fmt: skip


@router.post(
    "/needs/{need_id}/withdraw", response={200: WholeNeedOut, **PROBLEMS},
    operation_id="withdraw_need",
)  # fmt: skip
@writes(WRITE)
def withdraw_entered_need(request: HttpRequest, need_id: Id, key: IdempotencyKey) -> WholeNeedOut:
    """It is not needed any more."""
    return perform_then(caller(request), withdraw_need, _whole, key=key, need_id=need_id)


def _need(body: NeedIn) -> NewNeed:
    lines = [
        NewLine(
            text=one.text, unit=one.unit, year=one.year, quantity=one.quantity,
            low_cents=int(one.low.scaleb(2)), likely_cents=int(one.likely.scaleb(2)),
            high_cents=int(one.high.scaleb(2)),
        )
        for one in body.lines
    ]  # fmt: skip
    return NewNeed(
        category=body.category.value, title=body.title, note=body.note,
        wanted_from=body.wanted_from, wanted_until=body.wanted_until, lines=lines,
    )  # fmt: skip


def _fields(need: Need) -> dict[str, Any]:
    return {
        "id": need.pk, "buyer": need.owner.legal_name,
        "reported_to": need.reported_to.legal_name if need.reported_to else "",
        "category": need.category, "title": need.title, "wanted_from": need.wanted_from,
        "wanted_until": need.wanted_until, "currency": need.currency, "source": need.source,
        "source_reference": need.source_reference, "state": need.state,
        "reported_at": need.reported_at,
    }  # fmt: skip


def _whole(need: Need) -> WholeNeedOut:
    lines = [
        NeedLineOut(
            text=one.text, unit=one.unit, year=one.year, quantity=one.quantity,
            low=amount_text(one.low_cents), likely=amount_text(one.likely_cents),
            high=amount_text(one.high_cents),
        )
        for one in lines_of(need.pk)
    ]  # fmt: skip
    return WholeNeedOut(**_fields(need), note=need.note, lines=lines)
