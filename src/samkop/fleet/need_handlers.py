"""What the fleet tells the floor below of what will be needed; one use-case call each."""

from __future__ import annotations

from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.queries.plan_needs import needs_of_plan
from samkop.planning.usecases.plan_needs import report_need_of_plan
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading


def renewal_needed(fact: Fact) -> None:
    """A renewal plan was decided: its volumes are a need of the next tender."""
    actor = actors.job(FLEET_KEEPER, fact.body["owner_id"])
    with reading(actor):
        plan = needs_of_plan(fact.body["owner_id"], fact.body["plan_id"])
    if plan is not None:
        perform(actor, report_need_of_plan, key=fact.key_for("report-need"), plan=plan)
