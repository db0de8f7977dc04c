"""Renewal plans: their states, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Months that a plan looks ahead, at the most.
LONGEST_PLAN = 60


class RenewalPlanState(TextChoices):
    """From what is asked for to what is decided."""

    DRAFT = "draft", pgettext_lazy("renewal plan", "Draft")
    PLANNING = "planning", _("Being planned")
    PLANNED = "planned", _("Planned")
    INFEASIBLE = "infeasible", _("Limits in conflict")
    UNFINISHED = "unfinished", _("Not planned in time")
    DECIDED = "decided", pgettext_lazy("renewal plan", "Decided")
    REPLACED = "replaced", pgettext_lazy("renewal plan", "Replaced")


_S = RenewalPlanState
_ASKED = frozenset({_S.PLANNING, _S.DRAFT})
RENEWAL_TRANSITIONS: Mapping[RenewalPlanState, frozenset[RenewalPlanState]] = {
    _S.DRAFT: _ASKED,
    _S.PLANNING: frozenset({_S.DRAFT, _S.PLANNED, _S.INFEASIBLE, _S.UNFINISHED}),
    _S.PLANNED: _ASKED | {_S.DECIDED},
    _S.INFEASIBLE: _ASKED,
    _S.UNFINISHED: _ASKED,
    _S.DECIDED: frozenset({_S.REPLACED}),
    _S.REPLACED: frozenset(),
}


# A plan over a region is decided by nobody: each of its parts is, by its member.
JOINT_STATES = frozenset({_S.DRAFT, _S.PLANNING, _S.PLANNED, _S.INFEASIBLE, _S.UNFINISHED})
JOINT_TRANSITIONS: Mapping[RenewalPlanState, frozenset[RenewalPlanState]] = {
    state: RENEWAL_TRANSITIONS[state] & JOINT_STATES for state in JOINT_STATES
}


class WindowReason(TextChoices):
    """What sets the last month in which a device can be renewed."""

    AGE = "age", _("Age")
    SUPPORT = "support", _("End of security updates")
    LEASE = "lease", _("End of the lease")
    OVERDUE = "overdue", _("Due before the plan begins")
    DECIDED = "decided", pgettext_lazy("renewal", "Decided before")


DONE = {
    "begin_joint_part": _("Devices set out for the joint plan"),
    "begin_joint_planning": _("Planning for all asked for"),
    "change_joint_plan": _("Joint plan changed"),
    "draft_joint_plan": _("Joint plan drafted"),
    "join_joint_plan": _("Takes part in the joint plan"),
    "keep_joint_answer": _("Planned for all"),
    "leave_joint_plan": _("Takes part no more"),
    "begin_renewal_planning": _("Planning asked for"),
    "change_renewal": _("Changed"),
    "choose_renewal_item": _("What it is renewed by chosen"),
    "copy_renewal": _("Copied as a variant"),
    "decide_renewal": pgettext_lazy("renewal plan", "Decided"),
    "draft_renewal": pgettext_lazy("renewal plan", "Drafted"),
    "keep_renewal_answer": _("Planned"),
    "order_renewals": _("Put on the purchase plan"),
    "set_out_cohorts": _("Devices set out"),
    "stop_renewal_planning": _("Planning stopped"),
}
