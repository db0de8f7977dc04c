"""Receiving for programs, one aggregate a file."""

from ninja import Router

from samkop.receiving.api.despatching import router as despatching

router = Router()
for part in (despatching,):
    router.add_router("", part)

__all__ = ["router"]
