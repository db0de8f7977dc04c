"""Who may do what in the cooperation: ``may_<verb>(actor, thing)``, one aggregate a file."""

from samkop.governance.policies.cooperation import may_see_cooperation
from samkop.governance.policies.decisions import (
    JOINS,
    PREPARES,
    may_prepare_projects,
    may_record_decision,
)
from samkop.governance.policies.security import (
    may_attest,
    may_keep_guideline,
    may_keep_security,
    may_read_incident,
    may_run_incident,
    may_see_security,
    may_settle_proposal,
    may_state_support,
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
from samkop.governance.vocabulary import COOPERATES

__all__ = [
    "COOPERATES",
    "JOINS",
    "PREPARES",
    "may_appoint",
    "may_attest",
    "may_keep_guideline",
    "may_keep_security",
    "may_lead",
    "may_prepare",
    "may_prepare_projects",
    "may_propose",
    "may_read_incident",
    "may_record_decision",
    "may_run",
    "may_run_incident",
    "may_see_cooperation",
    "may_see_group",
    "may_see_security",
    "may_settle_proposal",
    "may_state_support",
    "represents",
]
