"""What ``samkop renewal variety --json`` answers: every range, the best, what one more costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samkop.core.money import amount_text
from samkop.core.renewal.variety import Choice, Range, best_ranges, outliers


def variety_answer(choice: Choice) -> Mapping[str, Any]:
    """The ranges of one model and more; ``best`` is null where even all models do not serve."""
    ranges = best_ranges(choice)
    best = min(ranges, key=lambda one: one.total, default=None)
    yearly = sum(choice.per_model.values())
    beyond = list(outliers(choice, best.models)) if best else []
    return {
        "assumptions": {
            "per_model": {cause: amount_text(cents) for cause, cents in choice.per_model.items()},
            "per_model_a_year": amount_text(yearly),
            "years": choice.years,
        },
        "best": _range(best, None) if best else None,
        "ranges": [
            _range(one, before) for before, one in zip([None, *ranges], ranges, strict=False)
        ],
        "outliers": [
            {"model": name, "devices": count, "cost_a_year": amount_text(yearly)}
            for name, count in beyond
        ],
        "outliers_a_year": amount_text(yearly * len(beyond)),
    }


def _range(one: Range, before: Range | None) -> Mapping[str, Any]:
    """``one_more``: what it costs more than the best range with a model less."""
    more = one.total - before.total if before else None
    return {
        "size": len(one.models),
        "models": list(one.models),
        "serves": dict(one.served),
        "devices": amount_text(one.devices),
        "variety": amount_text(one.variety),
        "total": amount_text(one.total),
        "one_more": None if more is None else amount_text(more),
        "proven": one.proven,
    }
