"""What people are told about prices that drift."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import RUNS, SELLS
from samkop.platform.notifications import Delivery, Notice

RUNNERS = frozenset(role.value for role in RUNS)
SELLERS = frozenset(role.value for role in SELLS)

NOTICES = {
    "price-drift-found": Notice(
        _("A price drifts from what the agreement gives"),
        _("%(item)s under %(number)s costs more than expected: look at why, and ask the supplier."),
        Delivery.DIGEST, RUNNERS,
    ),
    "price-finding-asked": Notice(
        _("You are asked about a price"),
        _("%(body)s asks about the price of %(item)s under %(number)s. Answer by %(due)s."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "price-answer-overdue": Notice(
        _("A question about a price waits for your answer"),
        _("%(body)s asked about the price of %(item)s under %(number)s. The answer was due on"
          " %(due)s."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "price-finding-answered": Notice(
        _("A supplier has answered about a price"),
        _("%(supplier)s has answered about the price of %(item)s under %(number)s."),
        Delivery.DIGEST, RUNNERS,
    ),
}  # fmt: skip
