"""In which tone a state is shown."""

from __future__ import annotations

from samkop.fleet.vocabulary import RenewalPlanState

PLAN_TONES = {
    RenewalPlanState.DRAFT: "neutral",
    RenewalPlanState.PLANNING: "info",
    RenewalPlanState.PLANNED: "info",
    RenewalPlanState.INFEASIBLE: "bad",
    RenewalPlanState.UNFINISHED: "warn",
    RenewalPlanState.DECIDED: "good",
    RenewalPlanState.REPLACED: "neutral",
}
