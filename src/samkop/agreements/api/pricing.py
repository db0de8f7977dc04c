"""Prices, tiers, price rules, evidence and indexes by program, with the pages' refusals."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.agreements.models import FrameworkAgreement, IndexAdjustment, PriceEvidence
from samkop.agreements.policies import may_prepare_agreement, may_see_agreements
from samkop.agreements.queries import agreement_of, rules_of, series_of
from samkop.agreements.rules import Clause, Tier
from samkop.agreements.usecases.indexes import NewIndexValue, decide_index_step, keep_index
from samkop.agreements.usecases.price_rules import (
    NewClause,
    NewEvidence,
    NewRule,
    record_evidence,
    set_price_rules,
)
from samkop.agreements.usecases.prices import NewPrice, set_list_prices, set_tiers
from samkop.agreements.vocabulary import RuleKind
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, require

router = Router(tags=["Agreements"])

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 12, 31))]
Rate = Annotated[Decimal, Field(ge=0, le=100, decimal_places=1, description="Per cent")]
Amount = Annotated[
    Decimal,
    Field(ge=0, max_digits=15, decimal_places=2, description="Without VAT, two decimals"),
]
IndexNumber = Annotated[Decimal, Field(gt=0, lt=10**8, decimal_places=4)]
Item = Annotated[str, Field(min_length=1, max_length=80)]
Group = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=120)]
Months = Annotated[int, Field(ge=0, le=120)]
MOST_ROWS = 10_000


class ListPriceIn(Schema):
    """What the price of one starts from, before tier and markup.

    ``reference`` names the published list in which it stands.
    """

    seller_item_id: Item
    price_group: Group
    net_price: Amount
    reference: str = Field(default="", max_length=120)


class ListPricesIn(Schema):
    """Prices from a day on; items that are not named keep theirs. All or nothing is taken."""

    valid_from: Day
    prices: list[ListPriceIn] = Field(min_length=1, max_length=MOST_ROWS)


class Taken(Schema):
    """How many rows of an agreement were given."""

    agreement_id: int
    rows: int


class TierIn(Schema):
    """From so many units of everybody together, so much less."""

    from_quantity: int = Field(ge=0, le=2_000_000_000)
    discount: Rate


class TiersIn(Schema):
    """The tiers of each price group, instead of those before."""

    tiers: dict[Group, list[TierIn]] = Field(max_length=500)


class ClauseIn(Schema):
    """When and how an index adjusts a group's prices; ``series_id`` is an index of one's own."""

    series_id: int = Field(ge=1, le=LARGEST_ID)
    base_month: Day = Field(description="The first day of the month")
    base_value: IndexNumber
    first_review_on: Day
    interval_months: int = Field(default=12, ge=1, le=120)
    lag_months: Months = 0
    cap: Rate | None = None
    floor: Rate | None = None
    threshold: Rate = Decimal(0)


class RuleIn(Schema):
    """How a group's prices come about; ``rate`` is the tendered discount or margin."""

    kind: RuleKind
    rate: Rate = Decimal(0)
    index: ClauseIn | None = None


class RulesIn(Schema):
    """The rule of each price group, instead of those before."""

    rules: dict[Group, RuleIn] = Field(max_length=500)


class RuleOut(Schema):
    """The rule of a price group; groups without one have fixed prices."""

    price_group: str
    kind: RuleKind
    rate: str


class EvidenceIn(Schema):
    """A purchase price that the supplier won in a competition of its own among makers."""

    seller_item_id: Item
    price_group: Group
    maker: Text
    purchase_price: Amount
    decided_on: Day
    document_reference: Text
    competitors: int = Field(ge=1, le=999)
    valid_from: Day
    valid_until: Day


class EvidencesIn(Schema):
    """All or nothing is recorded."""

    evidence: list[EvidenceIn] = Field(min_length=1, max_length=MOST_ROWS)


class EvidenceOut(Schema):
    """Evidence as it was recorded."""

    id: int
    seller_item_id: str
    maker: str
    purchase_price: str
    valid_from: date
    valid_until: date


class IndexValueIn(Schema):
    """The value of a month, as it was published on a day."""

    month: Day = Field(description="Any day of the month")
    value: IndexNumber
    published_on: Day


class IndexIn(Schema):
    """An index of one's own and what has been published of it; known values are left alone."""

    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=200)
    publisher: Text
    values: list[IndexValueIn] = Field(default=[], max_length=MOST_ROWS)


class IndexOut(Schema):
    """An index of one's own, and the newest month of which a value is known."""

    id: int
    code: str
    name: str
    publisher: str
    newest_month: date | None


class StepIn(Schema):
    """The decision to adjust a group's prices by its index clause, on a day of review."""

    price_group: Group
    review_on: Day
    register_number: str = Field(min_length=1, max_length=60)


class StepOut(Schema):
    """A decided index step."""

    price_group: str
    review_on: date
    applies_from: date
    base_month: date
    base_value: str
    month: date
    value: str
    held: str | None = Field(description="What a cap or floor held the change at, per cent")


@router.post(
    "/agreements/{agreement_id}/prices/list",
    response={200: Taken, **PROBLEMS},
    operation_id="set_list_prices",
)
@writes("agreements:write")
def list_prices(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: ListPricesIn
) -> Taken:
    """Set list prices from a day on; a price that builds on a purchase price needs evidence."""
    prices = [
        NewPrice(one.seller_item_id, one.price_group, _cents(one.net_price), one.reference)
        for one in body.prices
    ]
    made = perform(
        caller(request), set_list_prices, key=key, agreement_id=agreement_id, prices=prices,
        valid_from=body.valid_from,
    )  # fmt: skip
    return Taken(agreement_id=made.pk, rows=len(prices))


@router.post(
    "/agreements/{agreement_id}/tiers",
    response={200: Taken, **PROBLEMS},
    operation_id="set_price_tiers",
)
@writes("agreements:write")
def tiers(request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: TiersIn) -> Taken:
    """Set the volume tiers of an agreement in preparation."""
    given = {
        group: [Tier(one.from_quantity, _permille(one.discount)) for one in of_group]
        for group, of_group in body.tiers.items()
    }
    made = perform(caller(request), set_tiers, key=key, agreement_id=agreement_id, tiers=given)
    return Taken(agreement_id=made.pk, rows=sum(map(len, given.values())))


@router.get(
    "/agreements/{agreement_id}/price-rules",
    response={200: list[RuleOut], **PROBLEMS},
    operation_id="list_price_rules",
)
@reads("agreements:read")
def price_rules(request: HttpRequest, agreement_id: Id) -> list[RuleOut]:
    """By which rules the prices of an agreement's groups come about."""
    require(may_see_agreements(caller(request)))
    return [
        RuleOut(price_group=group, kind=RuleKind(rule.kind), rate=_rate(rule.permille))
        for group, rule in rules_of(agreement_of(agreement_id).pk).items()
    ]


@router.post(
    "/agreements/{agreement_id}/price-rules",
    response={200: Taken, **PROBLEMS},
    operation_id="set_price_rules",
)
@writes("agreements:write")
def set_rules(request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: RulesIn) -> Taken:
    """Set the price rules of an agreement in preparation."""
    rules = {group: _rule(one) for group, one in body.rules.items()}
    made: FrameworkAgreement = perform(
        caller(request), set_price_rules, key=key, agreement_id=agreement_id, rules=rules
    )
    return Taken(agreement_id=made.pk, rows=len(rules))


@router.post(
    "/agreements/{agreement_id}/price-evidence",
    response={200: list[EvidenceOut], **PROBLEMS},
    operation_id="record_price_evidence",
)
@writes("agreements:write")
def price_evidence(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: EvidencesIn
) -> list[EvidenceOut]:
    """Record purchase prices that the supplier has shown; each item's price builds on its own."""
    shown = [
        NewEvidence(
            purchase_price_cents=_cents(one.purchase_price),
            **one.dict(exclude={"purchase_price"}),
        )
        for one in body.evidence
    ]
    made = perform(
        caller(request), record_evidence, key=key, agreement_id=agreement_id, evidence=shown
    )
    return [_evidence(row) for row in made]


@router.get("/indexes", response={200: list[IndexOut], **PROBLEMS}, operation_id="list_indexes")
@reads("agreements:read")
def own_indexes(request: HttpRequest) -> list[IndexOut]:
    """The indexes that the organisation keeps."""
    actor = caller(request)
    require(may_prepare_agreement(actor))
    return [
        IndexOut(
            id=one.pk, code=one.code, name=one.name, publisher=one.publisher,
            newest_month=getattr(one, "newest", None),
        )
        for one in series_of(actor.own_party_id)
    ]  # fmt: skip


class IndexKept(Schema):
    """An index of one's own."""

    id: int
    code: str


@router.post("/indexes", response={200: IndexKept, **PROBLEMS}, operation_id="keep_index")
@writes("agreements:write")
def index_values(request: HttpRequest, key: IdempotencyKey, body: IndexIn) -> IndexKept:
    """Keep an index by its code, and take what has been published of it."""
    values = [
        NewIndexValue(one.month.replace(day=1), one.value, one.published_on) for one in body.values
    ]
    made = perform(
        caller(request), keep_index, key=key, code=body.code, name=body.name,
        publisher=body.publisher, values=values,
    )  # fmt: skip
    return IndexKept(id=made.pk, code=made.code)


@router.post(
    "/agreements/{agreement_id}/index-steps",
    response={201: StepOut, **PROBLEMS},
    operation_id="decide_index_step",
)
@writes("agreements:write")
def index_step_decided(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: StepIn
) -> Status[StepOut]:
    """Adjust a group's prices by its index clause."""
    made: IndexAdjustment = perform(
        caller(request), decide_index_step, key=key, agreement_id=agreement_id, **body.dict()
    )
    return Status(
        201,
        StepOut(
            price_group=made.price_group, review_on=made.review_on,
            applies_from=made.applies_from, base_month=made.base_month,
            base_value=f"{made.base_value:f}", month=made.month, value=f"{made.value:f}",
            held=None if made.held_permille is None else _rate(made.held_permille),
        ),
    )  # fmt: skip


def _rule(one: RuleIn) -> NewRule:
    index = None
    if one.index is not None:
        clause = Clause(
            base_month=one.index.base_month, first_review_on=one.index.first_review_on,
            interval_months=one.index.interval_months, lag_months=one.index.lag_months,
            cap_permille=None if one.index.cap is None else _permille(one.index.cap),
            floor_permille=None if one.index.floor is None else _permille(one.index.floor),
            threshold_permille=_permille(one.index.threshold),
        )  # fmt: skip
        index = NewClause(one.index.series_id, one.index.base_value, clause)
    return NewRule(one.kind.value, _permille(one.rate), index)


def _evidence(row: PriceEvidence) -> EvidenceOut:
    return EvidenceOut(
        id=row.pk, seller_item_id=row.seller_item_id, maker=row.maker,
        purchase_price=f"{Decimal(row.purchase_price_cents) / 100:.2f}",
        valid_from=row.valid_from, valid_until=row.valid_until,
    )  # fmt: skip


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _permille(rate: Decimal) -> int:
    return int(rate * 10)


def _rate(permille: int) -> str:
    return f"{Decimal(permille) / 10:.1f}"
