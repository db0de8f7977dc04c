"""The pages of prices under the cooperation, as a row of tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.followup.policies.prices import may_choose_sharing, may_see_prices, may_set_tolerance
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.platform.actors import Actor


def price_tabs(actor: Actor, here: str) -> dict[str, Any]:
    """What ``followup/price_tabs.html`` reads: the cooperation's tabs, and those of prices."""
    own = [("price-findings", _("Findings"))]
    if may_see_prices(actor):
        own = [
            ("prices-overview", _("Overview")), ("price-items", pgettext("prices", "By item")),
            ("price-checks", pgettext("prices", "Purchases")), *own,
        ]  # fmt: skip
    if may_set_tolerance(actor) or may_choose_sharing(actor):
        own.append(("price-terms", pgettext("prices", "Terms")))
    return {
        "price_tabs": [(reverse(name), label, name == here) for name, label in own],
        **cooperation_tabs(actor, "prices-overview"),
    }
