"""Receiving for programs, one aggregate a file."""

from ninja import Router

from samkop.receiving.api.despatching import router as despatching
from samkop.receiving.api.goods import router as goods

router = Router()
for part in (despatching, goods):
    router.add_router("", part)

__all__ = ["router"]
