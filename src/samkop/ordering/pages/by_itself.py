"""The tabs of what is ordered by itself: standing orders, spares, the purchase plan."""

from __future__ import annotations

from samkop.ordering.policies import may_see_plan, may_see_spares, may_see_standing_orders
from samkop.platform.actors import Actor


def tabs_for(actor: Actor) -> dict[str, bool]:
    """Which of them the actor may open; ``has_tabs`` where there is more than one."""
    seen = {
        "sees_standing": may_see_standing_orders(actor),
        "sees_spares": may_see_spares(actor),
        "sees_plan": may_see_plan(actor),
    }
    return {**seen, "has_tabs": sum(seen.values()) > 1}
