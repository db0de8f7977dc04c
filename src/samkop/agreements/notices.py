"""What people are told about the agreements that they run."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import RUNS
from samkop.platform.notifications import Delivery, Notice

RUNNERS = frozenset(role.value for role in RUNS)

NOTICES = {
    "tender-due": Notice(
        _("The next tender has to start soon"),
        _("%(number)s runs out on %(ends)s, and a tender takes %(months)s months:"
          " start it by %(start)s."),
        Delivery.AT_ONCE,
        RUNNERS,
    ),
    "tender-overdue": Notice(
        _("The next tender should have started"),
        _("%(number)s runs out on %(ends)s. The tender should have started by %(start)s."),
        Delivery.AT_ONCE,
        RUNNERS,
    ),
}  # fmt: skip
