"""The prices of an agreement for programs, each with its origin."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.agreements.policies import may_see_agreements
from samkop.agreements.queries import absences_of, agreement_of, day_of, price_page, prices_of
from samkop.agreements.rules import PriceOrigin
from samkop.core.money import amount_text
from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import current_unit, require

router = Router(tags=["Agreements"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
PAGE = 50
AMOUNT = "An amount without VAT, as a decimal string with two decimals"


class PriceStepOut(Schema):
    """One step of a price; all steps add up to it."""

    code: str = Field(description="list-price, list-discount, purchase-price, tendered-margin,"
                      " index-step, lower-offer, tier-discount or markup")  # fmt: skip
    amount: str = Field(description=AMOUNT)
    permille: int = Field(description="The step's rate; of an index step it is rounded")
    detail: dict[str, str] = Field(
        description="What else it is recomputed from: list, evidence, index months and values"
    )


class PriceOriginOut(Schema):
    """How a price of one unit comes about."""

    price_group: str
    volume: int = Field(description="Units of the group that everybody had ordered before")
    net: str = Field(description=AMOUNT)
    currency: str
    steps: list[PriceStepOut]
    fee: str | None = Field(description="The fee that the supplier pays of it, in no step")


class PriceOut(Schema):
    """Today's price of one item; ``absence`` says why where there is none."""

    seller_item_id: str
    price_group: str
    origin: PriceOriginOut | None
    absence: str | None


class PricePage(Schema):
    """Up to 50 prices by item number; ``next_after`` asks for the next page."""

    day: date
    prices: list[PriceOut]
    next_after: str | None


@router.get(
    "/agreements/{agreement_id}/prices",
    response={200: PricePage, **PROBLEMS},
    operation_id="list_agreement_prices",
)
@reads("agreements:read")
def prices(
    request: HttpRequest,
    agreement_id: Id,
    after: Annotated[str, Query(max_length=120)] = "",
) -> PricePage:
    """Today's price of each item of the list, with every step that leads to it."""
    require(may_see_agreements(caller(request)))
    found = agreement_of(agreement_id)
    today = day_of(found.purchasing_body, current_unit().now)
    listed = price_page(agreement_id, today, after, PAGE + 1)
    numbers = [item for item, _group in listed[:PAGE]]
    origins = prices_of(agreement_id, numbers, today)
    missing = [item for item in numbers if item not in origins]
    absences = absences_of(agreement_id, missing, today) if missing else {}
    return PricePage(
        day=today,
        prices=[
            PriceOut(
                seller_item_id=item, price_group=group, origin=origin_out(origins.get(item)),
                absence=absences.get(item),
            )
            for item, group in listed[:PAGE]
        ],
        next_after=listed[PAGE - 1][0] if len(listed) > PAGE else None,
    )  # fmt: skip


def origin_out(origin: PriceOrigin | None) -> PriceOriginOut | None:
    """A price's origin for programs; None where there is no price."""
    if origin is None:
        return None
    return PriceOriginOut(
        price_group=origin.price_group, volume=origin.volume, net=amount_text(origin.net_cents),
        currency=origin.currency,
        steps=[
            PriceStepOut(
                code=step.code.value, amount=amount_text(step.cents), permille=step.permille,
                detail=dict(step.detail),
            )
            for step in origin.steps
        ],
        fee=amount_text(origin.fee_cents) if origin.fee_permille else None,
    )  # fmt: skip
