"""What people are told about projects and their organisation's decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.governance.policies import JOINS
from samkop.platform.notifications import Delivery, Notice

DECIDERS = frozenset(role.value for role in JOINS)

NOTICES = {
    "project-decides": Notice(
        _("The last day for a decision is near"),
        _("%(title)s: your organisation has not decided. The last day is %(until)s."),
        Delivery.AT_ONCE, DECIDERS,
    ),
    "wait-ends": Notice(
        _("Your organisation meant to decide by now"),
        _("%(title)s: it waits for: %(reason)s. It means to decide by %(until)s."),
        Delivery.AT_ONCE, DECIDERS,
    ),
    "appeal-time-over": Notice(
        _("The time of appeal is over: record whether the decision is final"),
        _("%(number)s could be appealed until %(until)s. Record that it is final, or the appeal."),
        Delivery.AT_ONCE, DECIDERS,
    ),
    "ordering-ends": Notice(
        _("The last day of ordering is near"),
        _("%(title)s: by its decision %(number)s your organisation orders until %(until)s."),
        Delivery.AT_ONCE, DECIDERS,
    ),
    "decision-limit-near": Notice(
        _("Most of what your organisation decided on is used up"),
        _("%(number)s: %(used)s of %(limit)s are ordered. Orders beyond it are refused: let a"
          " higher amount be decided in time."),
        Delivery.AT_ONCE, DECIDERS,
    ),
}  # fmt: skip
