"""The tabs over the lists of planning: each shown to who may open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.planning.policies import may_see_consultations, may_see_needs
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Tab:
    """An address by its name, what it is called, and to whom it is shown."""

    address: str
    label: str | Promise
    shown_to: Callable[[Actor], bool]


TABS = (
    Tab("needs", _("Needs"), may_see_needs),
    Tab("consultations", _("Consultations"), may_see_consultations),
)


def tabs_of(actor: Actor, current: str) -> dict[str, Any]:
    """What ``planning/tabs.html`` reads; no tabs where there is but one."""
    seen = [
        (reverse(tab.address), tab.label, tab.address == current)
        for tab in TABS
        if tab.shown_to(actor)
    ]
    return {"tabs": seen if len(seen) > 1 else []}
