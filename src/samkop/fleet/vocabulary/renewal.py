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
    _S.DRAFT: frozenset({_S.PLANNING}),
    _S.PLANNING: frozenset({_S.DRAFT, _S.PLANNED, _S.INFEASIBLE, _S.UNFINISHED}),
    _S.PLANNED: _ASKED | {_S.DECIDED},
    _S.INFEASIBLE: _ASKED,
    _S.UNFINISHED: _ASKED,
    _S.DECIDED: frozenset({_S.REPLACED}),
    _S.REPLACED: frozenset(),
}


class WindowReason(TextChoices):
    """What sets the last month in which a device can be renewed."""

    AGE = "age", _("Age")
    SUPPORT = "support", _("End of security updates")
    LEASE = "lease", _("End of the lease")
    OVERDUE = "overdue", _("Due before the plan begins")
    DECIDED = "decided", pgettext_lazy("renewal", "Decided before")


DONE = {
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
