"""How long before a promised delivery one is warned, for programs."""

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from samkop.ordering.models.delivery_warning import MOST_DAYS
from samkop.ordering.policies import may_see_orders
from samkop.ordering.queries.delivery_warnings import warning_days_of
from samkop.ordering.rules.promises import WarningDays
from samkop.ordering.usecases.delivery_warnings import set_delivery_warning
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Ordering"])


class DaysOfWarning(Schema):
    """Days before the promised one, by the place of use; 0: not before it is late."""

    critical: int = Field(ge=0, le=MOST_DAYS)
    important: int = Field(ge=0, le=MOST_DAYS)
    ordinary: int = Field(ge=0, le=MOST_DAYS)


@router.get(
    "/delivery-warning", response={200: DaysOfWarning, **PROBLEMS},
    operation_id="get_delivery_warning",
)  # fmt: skip
@reads("orders:read")
def delivery_warning(request: HttpRequest) -> DaysOfWarning:
    """The organisation's days of warning; the usual ones where it has chosen none."""
    return _shown(caller(request))


@router.put(
    "/delivery-warning", response={200: DaysOfWarning, **PROBLEMS},
    operation_id="set_delivery_warning",
)  # fmt: skip
@writes("orders:write")
def choose_delivery_warning(
    request: HttpRequest, key: IdempotencyKey, body: DaysOfWarning
) -> DaysOfWarning:
    """Choose the days of warning; who was warned of a day is not warned of it again."""
    actor = caller(request)
    days = WarningDays(body.critical, body.important, body.ordinary)
    perform(actor, set_delivery_warning, key=key, days=days)
    with reading(actor):
        return _shown(actor)


def _shown(actor: Actor) -> DaysOfWarning:
    require(may_see_orders(actor))
    days = warning_days_of([actor.own_party_id])[actor.own_party_id]
    return DaysOfWarning(**vars(days))
