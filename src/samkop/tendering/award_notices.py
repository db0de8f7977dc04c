"""What people are told of an award."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.platform.notifications import Delivery, Notice
from samkop.tendering.policies import RUNS, SELLS

RUNNERS = frozenset(role.value for role in RUNS)
SELLERS = frozenset(role.value for role in SELLS)

NOTICES = {
    "award-decided": Notice(
        _("A tender that you bid in is decided"),
        _("%(owner)s has decided on %(number)s. Your letter says who has won, why, and how to ask"
          " for a review."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "validity-asked": Notice(
        _("You are asked to be bound by your bid for longer"),
        _("%(owner)s asks you to be bound by your bids in %(number)s until %(until)s. Answer by"
          " %(answer)s."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "validity-ends": Notice(
        _("Bids are soon not valid any more"),
        _("Bidders in %(number)s are bound until %(ends)s only. Ask for longer: by %(ask_by)s they"
          " still have their days to answer."),
        Delivery.AT_ONCE, RUNNERS,
    ),
    "validity-over": Notice(
        _("Bids are not valid any more"),
        _("Bidders in %(number)s were bound until %(ends)s: nobody has to sign."),
        Delivery.AT_ONCE, RUNNERS,
    ),
}  # fmt: skip
