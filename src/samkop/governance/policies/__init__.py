"""Who may do what in the cooperation: ``may_<verb>(actor, thing)``, one aggregate a file."""

from samkop.governance.policies.cooperation import COOPERATES, may_see_cooperation
from samkop.governance.policies.decisions import (
    JOINS,
    PREPARES,
    may_prepare_projects,
    may_record_decision,
)
from samkop.governance.policies.steering import (
    may_appoint,
    may_lead,
    may_prepare,
    may_propose,
    may_run,
    may_see_group,
    represents,
)

__all__ = [
    "COOPERATES",
    "JOINS",
    "PREPARES",
    "may_appoint",
    "may_lead",
    "may_prepare",
    "may_prepare_projects",
    "may_propose",
    "may_record_decision",
    "may_run",
    "may_see_cooperation",
    "may_see_group",
    "represents",
]
