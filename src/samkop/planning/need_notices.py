"""What people are told about needs and pre-studies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.planning.policies import PLANS
from samkop.platform.notifications import Delivery, Notice

PLANNERS = frozenset(role.value for role in PLANS)

NOTICES = {
    "need-reported": Notice(
        _("A need was reported to you"),
        _("%(buyer)s reports a need: %(title)s."), Delivery.DIGEST, PLANNERS,
    ),
    "pre-study-started": Notice(
        _("Your needs are asked for"),
        _("%(owner)s begins to plan %(number)s %(title)s. Report what you need of it."),
        Delivery.AT_ONCE, PLANNERS,
    ),
}  # fmt: skip
