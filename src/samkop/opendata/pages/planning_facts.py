"""What a market consultation's release says, for a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def planning_facts(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """Title, owner, what it is about, until when answers come, when it was reported."""
    if told is None:
        return None
    steps = {step["id"]: step for step in told["planning"]["milestones"]}
    met = steps.get("record", {}).get("dateMet")
    return {
        "ocid": told["ocid"],
        "title": steps["answers"]["title"],
        "owner": told["buyer"]["name"],
        "about": told["planning"].get("rationale", ""),
        "until": datetime.fromisoformat(steps["answers"]["dueDate"]),
        "reported": datetime.fromisoformat(met) if met else None,
    }
