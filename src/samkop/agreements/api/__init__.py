"""Agreements for programs, one aggregate a file."""

from ninja import Router

from samkop.agreements.api.agreements import router as agreements
from samkop.agreements.api.call_offs import router as call_offs
from samkop.agreements.api.decisions import router as decisions
from samkop.agreements.api.preparing import router as preparing
from samkop.agreements.api.prices import PriceOriginOut, origin_out
from samkop.agreements.api.prices import router as prices
from samkop.agreements.api.pricing import router as pricing
from samkop.agreements.api.run_out import router as run_out

router = Router()
for part in (agreements, call_offs, decisions, preparing, prices, pricing, run_out):
    router.add_router("", part)

__all__ = ["PriceOriginOut", "origin_out", "router"]
