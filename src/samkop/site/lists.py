"""Every list whose filters and columns a person can keep (the setting SAMKOP_LISTS)."""

from __future__ import annotations

from samkop.agreements.pages.agreements import AGREEMENTS
from samkop.ordering.pages.order_list import ORDERS
from samkop.ordering.pages.requisition_list import REQUISITIONS

LISTS = (AGREEMENTS, ORDERS, REQUISITIONS)
