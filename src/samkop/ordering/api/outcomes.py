"""Promise against outcome for programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from samkop.ordering.policies import may_see_orders
from samkop.ordering.queries.outcomes import outcomes_of
from samkop.ordering.rules.outcomes import Outcome
from samkop.parties.queries import own_today
from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import require

router = Router(tags=["Orders"])

Day = Annotated[date, Query(description="A day on which lines were promised to come at first")]


class DeliveryOutcomeOut(Schema):
    """How many order lines were promised, and how many of them came when. No data is 0 due."""

    supplier_id: int | None = Field(description="Null in sums over all suppliers")
    agreement_id: int | None
    month: date | None = Field(description="Its first day; null in sums over the period")
    due: int = Field(description="By the first promise")
    in_time: int = Field(description="Came whole by the first promised day")
    in_full: int = Field(description="Came whole, with nothing left out by the supplier")
    due_by_newest: int
    in_time_by_newest: int
    late: int = Field(description="By the first promise; what has not come among them")
    median_days_late: int | None = Field(description="Of those that are late; null without any")
    coming: int = Field(description="Not due yet")


class DeliveryOutcomesOut(Schema):
    """The same lines added up in four ways."""

    whole: DeliveryOutcomeOut
    by_month: list[DeliveryOutcomeOut]
    by_agreement: list[DeliveryOutcomeOut]
    by_agreement_and_month: list[DeliveryOutcomeOut]


@router.get(
    "/delivery-outcomes",
    response={200: DeliveryOutcomesOut, **PROBLEMS},
    operation_id="delivery_outcomes",
)
@reads("orders:read")
def delivery_outcomes(request: HttpRequest, since: Day, until: Day) -> DeliveryOutcomesOut:
    """Promise against outcome per supplier, agreement and month, of what one may see."""
    require(may_see_orders(caller(request)))
    found = outcomes_of(caller(request).own_party_id, since, until, own_today())
    return DeliveryOutcomesOut(
        whole=_out(found.whole),
        by_month=[_out(one) for one in found.by_month],
        by_agreement=[_out(one) for one in found.by_agreement],
        by_agreement_and_month=[_out(one) for one in found.by_both],
    )


def _out(one: Outcome) -> DeliveryOutcomeOut:
    return DeliveryOutcomeOut(**vars(one))
