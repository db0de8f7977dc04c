"""Invoicing for programs, one aggregate a file."""

from ninja import Router

from samkop.invoicing.api.by_hand import router as by_hand

router = Router()
for part in (by_hand,):
    router.add_router("", part)

__all__ = ["router"]
