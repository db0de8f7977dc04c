"""Invoicing for programs, one aggregate a file."""

from ninja import Router

from samkop.invoicing.api.accounting import router as accounting
from samkop.invoicing.api.by_hand import router as by_hand
from samkop.invoicing.api.coding import router as coding
from samkop.invoicing.api.invoices import router as invoices
from samkop.invoicing.api.rents import router as rents

router = Router()
for part in (invoices, by_hand, rents, coding, accounting):
    router.add_router("", part)

__all__ = ["router"]
