"""The benefit of buying together for programs: computations, their rows, and the assumptions."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.core.money import amount_text
from samkop.followup.models import Benefit, BenefitAssumption, BenefitPurchase
from samkop.followup.policies.benefit import may_see_benefit
from samkop.followup.queries.benefit import benefit_of
from samkop.followup.rules.benefit import Figures
from samkop.followup.vocabulary.benefit import Assumed, WayStep, unit_of
from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import require

router = Router(tags=["Benefit"])

READ = "benefit:read"
PAGE, LARGEST = 100, 2**63 - 1
AMOUNT = "without VAT, as a decimal string; null is no data"
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Region = Annotated[int | None, Query(ge=1, le=LARGEST, description="A region by its id")]


class BenefitSpanOut(Schema):
    """A figure that nobody knows exactly."""

    low: str
    likely: str
    high: str


class BenefitFiguresOut(Schema):
    """What buying together was worth; null is no data, and never zero."""

    units: int
    paid: str = Field(description=AMOUNT)
    compared_units: int = Field(description="Of so many units an own price is known")
    compared: str = Field(description="What was paid for these")
    own: BenefitSpanOut | None = Field(description="What these would have cost alone")
    gain: BenefitSpanOut | None = Field(description="The difference: above zero is a gain")
    markup: str = Field(description="In what was paid, to the purchasing body")
    fee: str = Field(description="That suppliers paid to the purchasing body; in no price")
    own_hours: BenefitSpanOut | None
    joint_hours: BenefitSpanOut | None
    saved_hours: BenefitSpanOut | None
    saved_cost: BenefitSpanOut | None
    own_months: BenefitSpanOut | None = Field(description="From the need to an own agreement")
    missing: list[str] = Field(description="Assumptions that nobody has set")


class BenefitMemberOut(BenefitFiguresOut):
    """A member's figures."""

    party_id: int
    member: str
    inhabitants: int | None


class BenefitWayOut(Schema):
    """A step from need to desk: the quartiles of its days."""

    step: WayStep
    things: int
    days: BenefitSpanOut


class BenefitOut(Schema):
    """One computation: of a whole region, or of one member's own."""

    id: int
    region_id: int
    owner: str
    regional: bool
    year: int
    currency: str
    computed_at: datetime
    previous_id: int | None


class BenefitLeavingOut(Schema):
    """What the others would have paid more without one."""

    leaver_id: int
    more: str = Field(description=AMOUNT)
    unknown_units: int


class WholeBenefitOut(BenefitOut):
    """A computation with its figures."""

    together: BenefitFiguresOut
    members: list[BenefitMemberOut]
    leaving: list[BenefitLeavingOut]
    way: list[BenefitWayOut]


class BenefitPage(Schema):
    """Up to 100 computations, the newest first; ``next_before`` asks for the next page."""

    benefits: list[BenefitOut]
    next_before: int | None


class BenefitPurchaseOut(Schema):
    """Units of an item that a member bought at one price."""

    id: int
    buyer_id: int
    agreement_id: int
    price_group: str
    seller_item_id: str
    name: str
    quantity: int
    orders: int
    unit_price: str = Field(description=AMOUNT)
    rule_price: str | None = Field(description=AMOUNT)
    has_tiers: bool
    joint_permille: int
    own_permille: int | None
    markup_permille: int
    fee_permille: int


class BenefitPurchasePage(Schema):
    """Up to 100 rows, the newest first; ``next_before`` asks for the next page."""

    purchases: list[BenefitPurchaseOut]
    next_before: int | None


class BenefitAssumptionOut(Schema):
    """What somebody assumes from a day on; without values: nothing any more."""

    id: int
    region_id: int
    owner: str
    regional: bool
    key: Assumed
    unit: str
    low: str | None
    likely: str | None
    high: str | None
    source: str
    valid_from: date
    at: datetime


class BenefitAssumptionPage(Schema):
    """Up to 100 versions, the newest first; ``next_before`` asks for the next page."""

    assumptions: list[BenefitAssumptionOut]
    next_before: int | None


@router.get("/benefits", response={200: BenefitPage, **PROBLEMS}, operation_id="list_benefits")
@reads(READ)
def list_benefits(
    request: HttpRequest, before: Before = None, region_id: Region = None
) -> BenefitPage:
    """The computations that one may see."""
    require(may_see_benefit(caller(request)))
    rows = Benefit.objects.select_related("owner")
    found, following = _page(
        rows if region_id is None else rows.filter(region_id=region_id), before
    )
    return BenefitPage(
        benefits=[BenefitOut(**_fields(one)) for one in found], next_before=following
    )


@router.get(
    "/benefits/{benefit_id}", response={200: WholeBenefitOut, **PROBLEMS},
    operation_id="read_benefit",
)  # fmt: skip
@reads(READ)
def read_benefit(request: HttpRequest, benefit_id: Id) -> WholeBenefitOut:
    """One computation with its figures."""
    require(may_see_benefit(caller(request)))
    found = benefit_of(benefit_id)
    return WholeBenefitOut(
        **_fields(found),
        together=BenefitFiguresOut(**_figures(found.result["together"])),
        members=[
            BenefitMemberOut(
                party_id=one["party_id"], member=one["name"], inhabitants=one["population"],
                **_figures(one),
            )
            for one in found.result["members"]
        ],
        leaving=[
            BenefitLeavingOut(
                leaver_id=one["leaver_id"], more=amount_text(one["more_cents"]),
                unknown_units=one["unknown_units"],
            )
            for one in found.result["leaving"]
        ],
        way=[
            BenefitWayOut(
                step=WayStep(step), things=told["things"],
                days=BenefitSpanOut(**dict(zip(("low", "likely", "high"), told["days"],
                                               strict=True))),
            )
            for step, told in found.way.items()
        ],
    )  # fmt: skip


@router.get(
    "/benefits/{benefit_id}/purchases", response={200: BenefitPurchasePage, **PROBLEMS},
    operation_id="list_benefit_purchases",
)  # fmt: skip
@reads(READ)
def list_benefit_purchases(
    request: HttpRequest, benefit_id: Id, before: Before = None
) -> BenefitPurchasePage:
    """The rows that it came from, of the agreements that one has a part in."""
    require(may_see_benefit(caller(request)))
    rows = BenefitPurchase.objects.filter(benefit=benefit_of(benefit_id))
    found, following = _page(rows, before)
    return BenefitPurchasePage(
        purchases=[
            BenefitPurchaseOut(
                id=one.pk, buyer_id=one.buyer_id, agreement_id=one.agreement_id,
                price_group=one.price_group, seller_item_id=one.seller_item_id, name=one.name,
                quantity=one.quantity, orders=one.orders, unit_price=amount_text(one.unit_cents),
                rule_price=None if one.rule_cents is None else amount_text(one.rule_cents),
                has_tiers=one.tiers, joint_permille=one.joint_permille,
                own_permille=one.own_permille, markup_permille=one.markup_permille,
                fee_permille=one.fee_permille,
            )
            for one in found
        ],
        next_before=following,
    )  # fmt: skip


@router.get(
    "/benefit-assumptions", response={200: BenefitAssumptionPage, **PROBLEMS},
    operation_id="list_benefit_assumptions",
)  # fmt: skip
@reads(READ)
def list_benefit_assumptions(
    request: HttpRequest, before: Before = None, region_id: Region = None
) -> BenefitAssumptionPage:
    """All versions that one may see: the region's, one's own, and those that others show."""
    require(may_see_benefit(caller(request)))
    rows = BenefitAssumption.objects.select_related("owner")
    found, following = _page(
        rows if region_id is None else rows.filter(region_id=region_id), before
    )
    return BenefitAssumptionPage(
        assumptions=[
            BenefitAssumptionOut(
                id=one.pk, region_id=one.region_id, owner=one.owner.legal_name,
                regional=one.regional, key=Assumed(one.key),
                unit=str(unit_of(one.key, one.currency)), low=_text(one.low),
                likely=_text(one.likely), high=_text(one.high), source=one.source,
                valid_from=one.valid_from, at=one.at,
            )
            for one in found
        ],
        next_before=following,
    )  # fmt: skip


def _page(rows: Any, before: int | None) -> tuple[list[Any], int | None]:
    asked = rows if before is None else rows.filter(id__lt=before)
    found = list(asked.order_by("-id")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _fields(one: Benefit) -> dict[str, Any]:
    return {
        "id": one.pk, "region_id": one.region_id, "owner": one.owner.legal_name,
        "regional": one.regional, "year": one.year, "currency": one.currency,
        "computed_at": one.computed_at, "previous_id": one.previous_id,
    }  # fmt: skip


def _figures(kept: Figures) -> dict[str, Any]:
    return {
        "units": kept["units"], "paid": amount_text(kept["paid_cents"]),
        "compared_units": kept["compared_units"],
        "compared": amount_text(kept["compared_cents"]),
        "own": _span(kept["own_cents"]), "gain": _span(kept["gain_cents"]),
        "markup": amount_text(kept["markup_cents"]), "fee": amount_text(kept["fee_cents"]),
        "own_hours": _span(kept["own_hours"]), "joint_hours": _span(kept["joint_hours"]),
        "saved_hours": _span(kept["saved_hours"]), "saved_cost": _span(kept["saved_cents"]),
        "own_months": _span(kept["months"]), "missing": kept["missing"],
    }  # fmt: skip


def _span(hundredths: list[int] | None) -> BenefitSpanOut | None:
    """Cents, and hundredths of hours and months, as decimal text."""
    if hundredths is None:
        return None
    low, likely, high = (amount_text(one) for one in hundredths)
    return BenefitSpanOut(low=low, likely=likely, high=high)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
