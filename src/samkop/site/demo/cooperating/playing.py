"""The cooperation of the demonstration, from the group's first day to what waits today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from samkop.site.demo.agreeing import Running
from samkop.site.demo.cooperating.asking import ask_around
from samkop.site.demo.cooperating.deciding import decide_on_tablets, plan_tablets
from samkop.site.demo.cooperating.guarding import guard
from samkop.site.demo.cooperating.meeting import call_the_next, recommend_tablets
from samkop.site.demo.cooperating.ranging import change_the_range
from samkop.site.demo.cooperating.scene import Together
from samkop.site.demo.cooperating.steering import establish
from samkop.site.demo.cooperating.worth import count_worth
from samkop.site.demo.post import tell_what_happened


def cooperate(scene: Together, running: Mapping[str, Running], now: datetime) -> None:
    """Everything, each once."""
    group = establish(scene)
    project_id = plan_tablets(scene)
    recommend_tablets(scene, group, project_id)
    decide_on_tablets(scene, project_id)
    proposal_id = change_the_range(scene, running["mobile"])
    call_the_next(scene, group, proposal_id)
    guard(scene, now)
    ask_around(scene)
    count_worth(scene)
    tell_what_happened()
