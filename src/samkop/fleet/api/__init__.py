"""The fleet for programs, one aggregate a file."""

from ninja import Router

from samkop.fleet.api.assets import router as assets
from samkop.fleet.api.cases import router as cases
from samkop.fleet.api.device_returns import router as device_returns
from samkop.fleet.api.lease_schedules import router as lease_schedules
from samkop.fleet.api.leases import router as leases
from samkop.fleet.api.work_orders import router as work_orders

router = Router()
for part in (assets, cases, device_returns, leases, lease_schedules, work_orders):
    router.add_router("", part)

__all__ = ["router"]
