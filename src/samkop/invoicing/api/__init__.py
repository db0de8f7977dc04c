"""Invoicing for programs, one aggregate a file."""

from ninja import Router

from samkop.invoicing.api.by_hand import router as by_hand
from samkop.invoicing.api.invoices import router as invoices

router = Router()
for part in (invoices, by_hand):
    router.add_router("", part)

__all__ = ["router"]
