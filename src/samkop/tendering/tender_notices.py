"""What suppliers are told of an open tender: each alike, whether it bids or not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.platform.notifications import Delivery, Notice
from samkop.tendering.policies import SELLS

SELLERS = frozenset(role.value for role in SELLS)

NOTICES = {
    "tender-answered": Notice(
        _("Something was answered about a tender"),
        _("%(owner)s has told everybody something about %(number)s %(title)s."),
        Delivery.DIGEST, SELLERS,
    ),
    "tender-corrected": Notice(
        _("A tender is corrected"),
        _("%(owner)s has corrected %(number)s %(title)s. Bids are due by %(until)s."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "tender-cancelled": Notice(
        _("A tender is cancelled"),
        _("%(owner)s has cancelled %(number)s %(title)s."),
        Delivery.AT_ONCE, SELLERS,
    ),
}  # fmt: skip
