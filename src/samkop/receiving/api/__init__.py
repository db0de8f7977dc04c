"""Receiving for programs, one aggregate a file."""

from ninja import Router

from samkop.receiving.api.despatching import router as despatching
from samkop.receiving.api.goods import router as goods
from samkop.receiving.api.returns import router as returns

router = Router()
for part in (despatching, goods, returns):
    router.add_router("", part)

__all__ = ["router"]
