"""Who may do what in the cooperation: ``may_<verb>(actor, thing)``, one aggregate a file."""

from samkop.governance.policies.cooperation import COOPERATES, may_see_cooperation

__all__ = ["COOPERATES", "may_see_cooperation"]
