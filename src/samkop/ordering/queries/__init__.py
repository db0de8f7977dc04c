"""Reads of ordering."""

from samkop.ordering.queries.approvals import (
    approvers_of,
    authorities_of,
    authority_of,
    open_requisitions,
    register_of,
    thresholds_of,
    to_decide,
)
from samkop.ordering.queries.orders import (
    PAGE,
    basket_configurations_of,
    basket_of,
    budgets_of,
    is_offer,
    next_number,
    open_offers,
    order_of,
    orders_of,
    requisition_of,
    requisitions_of,
)

__all__ = [
    "PAGE",
    "approvers_of",
    "authorities_of",
    "authority_of",
    "basket_configurations_of",
    "basket_of",
    "budgets_of",
    "is_offer",
    "next_number",
    "open_offers",
    "open_requisitions",
    "order_of",
    "orders_of",
    "register_of",
    "requisition_of",
    "requisitions_of",
    "thresholds_of",
    "to_decide",
]
