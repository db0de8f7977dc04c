"""What people are told about goods that come and go back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.platform.notifications import Delivery, Notice

NOTICES = {
    "return-announced": Notice(
        _("A customer sends goods back"),
        _(
            "%(buyer)s sends back goods of order %(number)s, under the number %(return_number)s."
            " Wanted: %(remedy)s."
        ),
        Delivery.AT_ONCE,
        frozenset(role.value for role in SELLS),
    ),
}
