"""The catalogue for programs, one aggregate a file."""

from ninja import Router

from samkop.catalogue.api.availability import router as availability
from samkop.catalogue.api.configurations import router as configurations
from samkop.catalogue.api.entitlements import router as entitlements
from samkop.catalogue.api.items import router as items
from samkop.catalogue.api.joint_range import router as joint_range
from samkop.catalogue.api.shop_keeping import router as shop_keeping

router = Router()
for part in (items, shop_keeping, availability, configurations, entitlements, joint_range):
    router.add_router("", part)

__all__ = ["router"]
