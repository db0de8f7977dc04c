"""Ordering for programs, one aggregate a file."""

from ninja import Router

from samkop.ordering.api.approvals import router as approvals
from samkop.ordering.api.baskets import router as baskets
from samkop.ordering.api.changes import router as changes
from samkop.ordering.api.chosen_approvals import router as chosen_approvals
from samkop.ordering.api.delivery_warnings import router as delivery_warnings
from samkop.ordering.api.orders import router as orders
from samkop.ordering.api.outcomes import router as outcomes
from samkop.ordering.api.projects import router as projects
from samkop.ordering.api.purchase_plan import router as purchase_plan
from samkop.ordering.api.requisitions import router as requisitions
from samkop.ordering.api.shortages import router as shortages
from samkop.ordering.api.spares import router as spares
from samkop.ordering.api.standing_orders import router as standing_orders

router = Router()
for part in (
    approvals, baskets, changes, chosen_approvals, delivery_warnings, orders, outcomes, projects,
    purchase_plan, requisitions, shortages, spares, standing_orders,
):  # fmt: skip
    router.add_router("", part)

__all__ = ["router"]
