"""The arithmetic of agreements: pure functions on plain values."""

from samkop.agreements.rules.modifications import modification_room, threshold_cents
from samkop.agreements.rules.price_tiers import (
    PriceOrigin,
    PriceStep,
    Tier,
    next_tier,
    price_of,
    tier_at,
    tier_marks,
    tiers_rise,
)
from samkop.agreements.rules.term import standing, term_needs_justification

__all__ = [
    "PriceOrigin",
    "PriceStep",
    "Tier",
    "modification_room",
    "next_tier",
    "price_of",
    "standing",
    "term_needs_justification",
    "threshold_cents",
    "tier_at",
    "tier_marks",
    "tiers_rise",
]
