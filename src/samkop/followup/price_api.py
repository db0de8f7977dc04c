"""Prices against their rules for programs: purchases, findings, what members paid for an item."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.catalogue.queries.items import item_of
from samkop.core.money import amount_text
from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.policies.prices import may_see_findings, may_see_prices
from samkop.followup.queries.prices import (
    answers_of,
    checks_of,
    finding_of,
    findings_of,
    left_out_of,
    paid_for,
    parties_by_id,
    purchases_of,
)
from samkop.followup.vocabulary.prices import (
    FindingKind,
    PriceAnswerKind,
    PriceCause,
    PriceFindingState,
    PriceOutcome,
    PurchaseSource,
)
from samkop.parties.queries import own_today
from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import require

router = Router(tags=["Prices"])

READ = "prices:read"
PAGE, LARGEST = 100, 2**63 - 1
AMOUNT = "without VAT, as a decimal string; null is not known"
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]


class PriceShareOut(Schema):
    """So much of one piece's difference comes from a cause."""

    cause: PriceCause
    amount: str


class PriceCheckOut(Schema):
    """A purchase's price against what its rule gave on its day."""

    id: int
    source: PurchaseSource
    reference: str = Field(description="The number of the order, invoice or document")
    buyer: str
    supplier: str
    agreement: str
    item: str
    name: str
    bought_on: date
    quantity: int
    currency: str
    price: str | None = Field(description=f"Of one, {AMOUNT}")
    expected: str | None = Field(description=f"Of one, by its rule, {AMOUNT}")
    difference: str | None = Field(description=f"Of all of them, {AMOUNT}")
    outcome: PriceOutcome
    cause: PriceCause | None
    causes: list[PriceShareOut]


class PriceCheckPage(Schema):
    """Up to 100 purchases, the newest first; ``next_before`` asks for the next page."""

    price_checks: list[PriceCheckOut]
    next_before: int | None


class PriceFindingOut(Schema):
    """A price that drifts."""

    id: int
    kind: FindingKind
    cause: PriceCause
    state: PriceFindingState
    supplier: str
    buyer: str = Field(description="Empty where it is about a list price")
    agreement: str
    item: str
    name: str
    currency: str
    price: str = Field(description=f"Of one, {AMOUNT}")
    expected: str = Field(description=f"Of one, {AMOUNT}")
    quantity: int
    total: str = Field(description=f"What was paid too much, {AMOUNT}")
    seen_from: date
    seen_until: date
    found_at: datetime
    asked_at: datetime | None
    answer_due_on: date | None
    settled_at: datetime | None


class PriceFindingPage(Schema):
    """Up to 100 findings, the newest first; ``next_before`` asks for the next page."""

    price_findings: list[PriceFindingOut]
    next_before: int | None


class PriceAnswerOut(Schema):
    """What the supplier answered."""

    kind: PriceAnswerKind
    text: str
    credit_reference: str
    at: datetime


class WholePriceFindingOut(PriceFindingOut):
    """A finding with question, answers, conclusion and its first 100 purchases."""

    question: str
    conclusion: str
    credit_reference: str
    answers: list[PriceAnswerOut]
    purchases: list[int] = Field(description="Ids of price checks")


class MemberPriceOut(Schema):
    """What a member paid for one in a month."""

    member: str
    month: date
    currency: str
    price: str = Field(description=f"Of one, {AMOUNT}")
    quantity: int
    tier_permille: int
    markup_permille: int


class ItemPricesOut(Schema):
    """What the members paid for an item; ``left_out`` bought it and do not show their prices."""

    item: int
    left_out: int
    prices: list[MemberPriceOut]


@router.get(
    "/price-checks", response={200: PriceCheckPage, **PROBLEMS}, operation_id="list_price_checks"
)
@reads(READ)
def list_price_checks(
    request: HttpRequest, before: Before = None, outcome: PriceOutcome | None = None
) -> PriceCheckPage:
    """One's own purchases, and those under the agreements that one runs."""
    actor = caller(request)
    require(may_see_prices(actor))
    kept: dict[str, Any] = {} if outcome is None else {"outcome": outcome}
    found, following = _page(checks_of(actor.own_party_id), before, kept)
    return PriceCheckPage(price_checks=[_check(one) for one in found], next_before=following)


@router.get(
    "/price-findings", response={200: PriceFindingPage, **PROBLEMS},
    operation_id="list_price_findings",
)  # fmt: skip
@reads(READ)
def list_price_findings(
    request: HttpRequest, before: Before = None, state: PriceFindingState | None = None
) -> PriceFindingPage:
    """Findings of who runs the agreement, about one's purchases, or that ask one."""
    actor = caller(request)
    require(may_see_findings(actor))
    kept: dict[str, Any] = {} if state is None else {"state": state}
    found, following = _page(findings_of(actor.own_party_id), before, kept)
    listed = [PriceFindingOut(**_finding(one)) for one in found]
    return PriceFindingPage(price_findings=listed, next_before=following)


@router.get(
    "/price-findings/{finding_id}", response={200: WholePriceFindingOut, **PROBLEMS},
    operation_id="read_price_finding",
)  # fmt: skip
@reads(READ)
def read_price_finding(request: HttpRequest, finding_id: Id) -> WholePriceFindingOut:
    """One finding with its answers and purchases."""
    require(may_see_findings(caller(request)))
    found = finding_of(finding_id)
    answers = [
        PriceAnswerOut(
            kind=PriceAnswerKind(one.kind), text=one.text, credit_reference=one.credit_reference,
            at=one.at,
        )
        for one in answers_of(finding_id)
    ]  # fmt: skip
    return WholePriceFindingOut(
        **_finding(found), question=found.question, conclusion=found.conclusion,
        credit_reference=found.credit_reference, answers=answers,
        purchases=[one.pk for one in purchases_of(finding_id, PAGE)],
    )  # fmt: skip


@router.get(
    "/price-items/{item_id}", response={200: ItemPricesOut, **PROBLEMS},
    operation_id="read_item_prices",
)  # fmt: skip
@reads(READ)
def read_item_prices(request: HttpRequest, item_id: Id) -> ItemPricesOut:
    """What each member paid for an item, as far as it shows it."""
    require(may_see_prices(caller(request)))
    found, today = item_of(item_id), own_today()
    paid = paid_for([found.pk], today)
    parties = parties_by_id(one.buyer_id for one in paid)
    prices = [
        MemberPriceOut(
            member=parties[one.buyer_id].legal_name, month=one.month, currency=one.currency,
            price=amount_text(one.price_cents), quantity=one.quantity,
            tier_permille=one.tier_permille, markup_permille=one.markup_permille,
        )
        for one in paid
    ]  # fmt: skip
    return ItemPricesOut(item=found.pk, left_out=left_out_of([found.pk], today), prices=prices)


def _page(sides: list[Any], before: int | None, kept: dict[str, Any]) -> tuple[list[Any], Any]:
    if before is not None:
        kept["id__lt"] = before
    found = sorted(
        (one for rows in sides for one in rows.filter(**kept).order_by("-id")[: PAGE + 1]),
        key=lambda one: -one.pk,
    )
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _amount(cents: int | None) -> str | None:
    return None if cents is None else amount_text(cents)


def _check(one: PriceCheck) -> PriceCheckOut:
    known = one.expected_cents is not None
    return PriceCheckOut(
        id=one.pk, source=PurchaseSource(one.source), reference=one.reference,
        buyer=one.buyer.legal_name, supplier=one.supplier.legal_name,
        agreement=one.agreement.number, item=one.seller_item_id, name=one.name,
        bought_on=one.bought_on, quantity=one.quantity, currency=one.currency,
        price=_amount(one.price_cents), expected=_amount(one.expected_cents),
        difference=_amount(one.total_difference_cents) if known else None,
        outcome=PriceOutcome(one.outcome), cause=PriceCause(one.cause) if one.cause else None,
        causes=[
            PriceShareOut(cause=PriceCause(cause), amount=amount_text(cents))
            for cause, cents in one.causes
        ],
    )  # fmt: skip


def _finding(one: PriceFinding) -> dict[str, Any]:
    return {
        "id": one.pk, "kind": one.kind, "cause": one.cause, "state": one.state,
        "supplier": one.supplier.legal_name,
        "buyer": one.buyer.legal_name if one.buyer else "", "agreement": one.agreement.number,
        "item": one.seller_item_id, "name": one.name, "currency": one.currency,
        "price": amount_text(one.price_cents), "expected": amount_text(one.expected_cents),
        "quantity": one.quantity, "total": amount_text(one.total_cents),
        "seen_from": one.seen_from, "seen_until": one.seen_until, "found_at": one.found_at,
        "asked_at": one.asked_at, "answer_due_on": one.answer_due_on,
        "settled_at": one.settled_at,
    }  # fmt: skip
