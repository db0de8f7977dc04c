"""What bidders are told while their bids are evaluated."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.platform.notifications import Delivery, Notice
from samkop.tendering.policies import SELLS

NOTICES = {
    "bidder-asked": Notice(
        _("A question about your bid"),
        _("Something is asked about your bid in the tender %(number)s. Answer by %(until)s."),
        Delivery.AT_ONCE,
        frozenset(role.value for role in SELLS),
    ),
}  # fmt: skip
