"""The tabs over the lists of planning, and over the parts of a pre-study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.planning.policies import may_see_consultations, may_see_needs, may_see_studies
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Tab:
    """An address by its name, what it is called, and to whom it is shown."""

    address: str
    label: str | Promise
    shown_to: Callable[[Actor], bool]


TABS = (
    Tab("needs", _("Needs"), may_see_needs),
    Tab("pre-studies", _("Pre-studies"), may_see_studies),
    Tab("consultations", _("Consultations"), may_see_consultations),
)
PARTS = (
    Tab("pre-study", pgettext_lazy("pre-study", "What is missing"), may_see_studies),
    Tab("study-needs", _("Needs"), may_see_studies),
    Tab("homework", _("Homework"), may_see_studies),
    Tab("study-services", _("Forms of operation"), may_see_studies),
    Tab("study-lots", _("Lots"), may_see_studies),
)


def tabs_of(actor: Actor, current: str) -> dict[str, Any]:
    """What ``planning/tabs.html`` reads; no tabs where there is but one."""
    seen = [
        (reverse(tab.address), tab.label, tab.address == current)
        for tab in TABS
        if tab.shown_to(actor)
    ]
    return {"tabs": seen if len(seen) > 1 else []}


def parts_of(study_id: int, current: str) -> dict[str, Any]:
    """The same over the parts of a pre-study."""
    return {
        "tabs": [
            (reverse(tab.address, args=[study_id]), tab.label, tab.address == current)
            for tab in PARTS
        ]
    }
