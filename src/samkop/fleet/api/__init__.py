"""The fleet for programs, one aggregate a file."""

from ninja import Router

from samkop.fleet.api.assets import router as assets

router = Router()
for part in (assets,):
    router.add_router("", part)

__all__ = ["router"]
