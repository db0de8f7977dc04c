"""Regions to be planned, as the renewal benchmark makes them, by a seed.

Municipalities of very different sizes; cohorts fall due in waves, a quarter of the devices a
year, each with a window of its own; a shared limit a little above the mean month.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

MODELS = {"laptop": 900, "tablet": 400, "phone": 550, "workstation": 1500}
WAVES = (8, 20, 32, 44)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a region is, and the least round of its municipalities."""

    devices: int
    municipalities: int
    cohorts: int
    round_min: int
    months: int = 48

    def __str__(self) -> str:
        return (
            f"{self.devices:,} devices, {self.municipalities} municipalities, "
            f"{self.cohorts:,} cohorts, {self.months} months"
        )


def a_region(size: Size, seed: int) -> dict[str, Any]:
    """A problem as its JSON has it."""
    chance = random.Random(seed)  # noqa: S311 - made up, by a seed
    weights = [1 / (place + 1) ** 0.8 for place in range(size.municipalities)]
    shares = [weight / sum(weights) for weight in weights]
    counts = [round(size.devices * share) for share in shares]
    counts[0] += size.devices - sum(counts)
    cohorts: list[dict[str, Any]] = []
    for place, (count, share) in enumerate(zip(counts, shares, strict=True)):
        for devices in _parts(chance, count, max(2, round(size.cohorts * share))):
            cohorts.append(_cohort(chance, len(cohorts), f"m{place:03}", devices, size.months))
    mean = size.devices / size.months
    return {
        "months": size.months, "start": "2026-01", "cohorts": cohorts,
        "capacity": {
            f"m{place:03}": int(count / size.months * 1.4) + size.round_min
            for place, count in enumerate(counts)
        },
        "capacity_total": int(mean * 1.2) + 1, "round_min": size.round_min,
        "weights": {"early": 1, "late": 3, "level": 10},
    }  # fmt: skip


def _parts(chance: random.Random, count: int, parts: int) -> list[int]:
    """A count cut at random places; no part is empty."""
    cuts = sorted(chance.sample(range(1, count), min(parts, count) - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, count], strict=True)]


def _cohort(
    chance: random.Random, number: int, municipality: str, count: int, months: int
) -> dict[str, Any]:
    model = chance.choice(sorted(MODELS))
    due = min(months - 1, max(0, int(chance.gauss(chance.choice(WAVES), 5))))
    return {
        "id": f"c{number}", "municipality": municipality, "model": model, "count": count,
        "unit_cost": MODELS[model], "earliest_month": max(0, due - chance.randint(3, 14)),
        "due_month": due, "latest_month": min(months - 1, due + chance.randint(2, 9)),
    }  # fmt: skip
