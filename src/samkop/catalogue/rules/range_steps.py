"""What a step does to how many models there are, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.catalogue.vocabulary import RangeStep

# A replacement adds none for good; both are there as long as devices of the old one are.
MODELS_MORE = {
    RangeStep.TAKE_IN: 1,
    RangeStep.TAKE_OUT: -1,
    RangeStep.REPLACE: 0,
    RangeStep.CONFIGURATION: 0,
}


@dataclass(frozen=True)
class Variety:
    """How many devices of some models there are, at how many organisations, and what one model
    costs an organisation a year in cents: assumed by itself (``own``), or the usual.
    """

    devices: int
    users: int
    image_cents: int
    spares_cents: int
    knowledge_cents: int
    currency: str
    own: bool


def variety_cents(step: str, members: int, model_cents: int) -> int:
    """What a step adds a year for so many members, in cents; below 0 where it saves."""
    return MODELS_MORE[RangeStep(step)] * members * model_cents
