"""Small problems drawn by hypothesis: few plans each, every kind of limit, often tight."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = ("Alvik", "Berga")


@st.composite
def cohorts(draw: st.DrawFn, months: int, place: int, *, extras: bool) -> dict[str, Any]:
    """One cohort of up to four devices."""
    first = draw(st.integers(0, months - 1))
    last = draw(st.integers(first, months - 1))
    found: dict[str, Any] = {
        "id": f"c{place}", "municipality": draw(st.sampled_from(NAMES)), "model": "laptop",
        "count": draw(st.integers(0, 4)), "unit_cost": draw(st.sampled_from(["7", "10.50"])),
        "earliest_month": first, "due_month": draw(st.integers(-1, months + 1)),
    }  # fmt: skip
    if draw(st.booleans()):
        found["latest_month"] = last
    if extras:
        found["outlier"] = draw(st.booleans())
        found["carbon"] = draw(st.sampled_from([0, 2]))
        if draw(st.booleans()):
            found["bought_month"] = draw(st.integers(-3, 1))
    return found


@st.composite
def problems(draw: st.DrawFn, *, extras: bool = False) -> dict[str, Any]:
    """A problem with at most three cohorts and four months."""
    months = draw(st.integers(1, 4))
    number = draw(st.integers(1, 3))
    found: dict[str, Any] = {
        "months": months, "start": draw(st.sampled_from(["2026-01", "2026-11"])),
        "cohorts": [draw(cohorts(months, place, extras=extras)) for place in range(number)],
        "weights": {
            "early": draw(st.sampled_from([0, 1, 0.5])),
            "late": draw(st.sampled_from([0, 1, 3])),
            "level": draw(st.sampled_from([0, 2, 1.25])),
        },
        "round_min": draw(st.integers(0, 3)),
    }  # fmt: skip
    limit = st.integers(0, 6)
    if draw(st.booleans()):
        each = limit | st.lists(limit | st.none(), min_size=months, max_size=months)
        found["capacity"] = {name: draw(each) for name in NAMES}
    if draw(st.booleans()):
        found["capacity_total"] = draw(st.integers(1, 6))
    if draw(st.booleans()):
        amount = st.sampled_from(["0", "21", "28.00", "42.5", "60"])
        found["budget"] = {
            name: {year: draw(amount) for year in ("2026", "2027")}
            for name in sorted({cohort["municipality"] for cohort in found["cohorts"]})
        }
    chosen = found["cohorts"][0]
    if chosen["count"] and draw(st.booleans()):
        month = draw(st.integers(chosen["earliest_month"], chosen.get("latest_month", months - 1)))
        count = draw(st.integers(0, chosen["count"]))
        found["locked"] = [{"cohort": "c0", "month": month, "count": count}]
    if extras:
        found["weights"] |= {"avoid": 2, "age": 1, "outlier": 1.5, "carbon": 0.25}
        found["age_limit"] = draw(st.integers(0, 4))
        names = {cohort["municipality"] for cohort in found["cohorts"]}
        found["avoid"] = {name: [draw(st.integers(0, months - 1))] for name in sorted(names)}
    return found
