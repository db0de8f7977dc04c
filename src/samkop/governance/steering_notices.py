"""What people are told about the steering group."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.governance.policies import COOPERATES
from samkop.platform.notifications import Delivery, Notice

WHO = frozenset(role.value for role in COOPERATES)

NOTICES = {
    "meeting-called": Notice(
        _("You are called to a meeting"),
        _("%(name)s meets on %(meets)s, meeting %(number)s. The agenda and the papers are there."),
        Delivery.AT_ONCE, WHO,
    ),
    "meeting-cancelled": Notice(
        _("A meeting is cancelled"),
        _("%(name)s does not meet on %(meets)s, meeting %(number)s: %(reason)s"),
        Delivery.AT_ONCE, WHO,
    ),
    "meeting-to-call": Notice(
        _("A meeting is to be called"),
        _("%(name)s, meeting %(number)s on %(meets)s: the last day to call it is %(last)s."),
        Delivery.AT_ONCE, WHO,
    ),
    "meeting-soon": Notice(
        _("A meeting is tomorrow"),
        _("%(name)s meets on %(meets)s, meeting %(number)s. Who cannot come gives the vote to"
          " another member before it opens."),
        Delivery.PAGE, WHO,
    ),
    "motion-proposed": Notice(
        _("A motion was proposed"),
        _("%(by)s proposes: %(title)s. Put it on an agenda."), Delivery.DIGEST, WHO,
    ),
    "motion-decided": Notice(
        _("A motion was decided"),
        _("%(title)s: %(outcome)s. It is a recommendation; each member decides for itself."),
        Delivery.DIGEST, WHO,
    ),
    "minutes-to-approve": Notice(
        _("Minutes wait for approval"),
        _("%(name)s, meeting %(number)s: the minutes wait for who was chosen to approve them."),
        Delivery.AT_ONCE, WHO,
    ),
    "minutes-approved": Notice(
        _("Minutes are approved"),
        _("%(name)s, meeting %(number)s: the minutes are approved."), Delivery.PAGE, WHO,
    ),
}  # fmt: skip
