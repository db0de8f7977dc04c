"""Who may do what in the cooperation: ``may_<verb>(actor, thing)``, one aggregate a file."""

from samkop.governance.policies.cooperation import COOPERATES, may_see_cooperation
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
    "may_appoint",
    "may_lead",
    "may_prepare",
    "may_propose",
    "may_run",
    "may_see_cooperation",
    "may_see_group",
    "represents",
]
