"""What people are told about market consultations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.planning.policies import PLANS, SELLS
from samkop.platform.notifications import Delivery, Notice

BUYERS = frozenset(role.value for role in PLANS)
SELLERS = frozenset(role.value for role in SELLS)

NOTICES = {
    "consultation-opened": Notice(
        _("A buyer asks the market"),
        _("%(owner)s asks for answers until %(until)s: %(title)s"), Delivery.AT_ONCE, SELLERS,
    ),
    "consultation-extended": Notice(
        _("More time to answer a consultation"),
        _("%(title)s: answers are taken until %(until)s."), Delivery.AT_ONCE, SELLERS,
    ),
    "consultation-told": Notice(
        _("A buyer tells everybody something in a consultation"),
        _("%(title)s: %(owner)s has told everybody something new."), Delivery.AT_ONCE, SELLERS,
    ),
    "consultation-reported": Notice(
        _("The record of a consultation is published"),
        _("%(title)s: the record with all answers can be read."), Delivery.AT_ONCE, SELLERS,
    ),
    "meeting-note-written": Notice(
        _("A meeting with you was written down"),
        _("%(title)s: comment on the note of the meeting of %(met)s until %(until)s."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "trade-secret-accepted": Notice(
        _("What you marked stays secret"), _("%(title)s: %(reason)s"), Delivery.AT_ONCE, SELLERS,
    ),
    "trade-secret-refused": Notice(
        _("What you marked is not kept secret"),
        _("%(title)s: it is published from %(published)s. %(reason)s"), Delivery.AT_ONCE, SELLERS,
    ),
    "consultation-asked": Notice(
        _("A supplier asks something in a consultation"),
        _("%(number)s %(title)s: a question waits for your answer to everybody."),
        Delivery.AT_ONCE, BUYERS,
    ),
    "meeting-note-commented": Notice(
        _("A supplier has commented on the note of a meeting"), _("%(number)s %(title)s"),
        Delivery.DIGEST, BUYERS,
    ),
    "trade-secret-claimed": Notice(
        _("A supplier has marked a trade secret"),
        _("%(number)s %(title)s: decide whether it is one."), Delivery.AT_ONCE, BUYERS,
    ),
}  # fmt: skip
