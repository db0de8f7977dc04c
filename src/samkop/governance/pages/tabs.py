"""The tabs over the pages of the cooperation.

Pages of floors above stand in it too, by the names of their addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from samkop.governance.policies import may_see_cooperation, may_see_security
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Tab:
    """An address by its name, what it is called, and to whom it is shown."""

    address: str
    label: str | Promise
    shown_to: Callable[[Actor], bool]


# In their order: who we are, how we decide, what we do together, what it is worth.
TABS = (
    Tab("cooperation", pgettext_lazy("cooperation", "The region"), may_see_cooperation),
    Tab("meetings", pgettext_lazy("cooperation", "Meetings"), may_see_cooperation),
    Tab("motions", pgettext_lazy("cooperation", "Motions"), may_see_cooperation),
    Tab("joint-projects", pgettext_lazy("cooperation", "Projects"), may_see_cooperation),
    Tab("joint-range", pgettext_lazy("cooperation", "Range"), may_see_cooperation),
    Tab("security", pgettext_lazy("cooperation", "Security"), may_see_security),
    Tab("benefit", pgettext_lazy("cooperation", "Benefit"), may_see_cooperation),
    Tab("prices-overview", pgettext_lazy("cooperation", "Prices"), may_see_cooperation),
    Tab("feedback", pgettext_lazy("cooperation", "Feedback"), may_see_cooperation),
)


def cooperation_tabs(actor: Actor, current: str) -> dict[str, Any]:
    """What ``governance/tabs.html`` reads; no tabs where there is but one."""
    seen = [
        (reverse(tab.address), tab.label, tab.address == current)
        for tab in TABS
        if tab.shown_to(actor)
    ]
    return {"tabs": seen if len(seen) > 1 else []}
