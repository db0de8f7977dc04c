"""The tabs over the pages of devices: each shown to who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.policies import (
    may_plan_work,
    may_see_cases,
    may_see_fleet,
    may_see_joint_plans,
    may_see_renewals,
    may_see_work,
)
from samkop.fleet.policies.returns import may_see_returns
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Tab:
    """An address by its name, what it is called, and to whom it is shown."""

    address: str
    label: str | Promise
    shown_to: Callable[[Actor], bool]


def _plans(actor: Actor) -> bool:
    return actor.party_id is not None and may_plan_work(actor, actor.party_id)


TABS = (
    Tab("devices", _("All devices"), may_see_fleet),
    Tab("work-today", _("Jobs of the day"), may_see_work),
    Tab("work-orders", _("Work orders"), may_see_work),
    Tab("enrolment-lists", pgettext_lazy("page", "Enrolment"), _plans),
    Tab("device-cases", _("Faults and requests"), may_see_cases),
    Tab("device-returns", _("Returns and erasure"), may_see_returns),
    Tab("fleet-overview", _("In figures"), may_see_fleet),
    Tab("renewal-plans", _("Renewal plans"), may_see_renewals),
)
# What will be needed, when, and of how many models.
RENEWING = (
    Tab("devices", _("All devices"), may_see_fleet),
    Tab("renewal-plans", _("Renewal plans"), may_see_renewals),
    Tab("joint-plans", _("Joint plans"), may_see_joint_plans),
    Tab("variety", _("Variety"), may_see_renewals),
    Tab("forecasts", _("Forecast"), may_see_renewals),
)
# What is done about faults, losses and people who come and go.
CARE = (
    Tab("devices", _("Devices"), may_see_fleet),
    Tab("device-cases", _("Faults and requests"), may_see_fleet),
    Tab("loans", _("Loans"), may_see_fleet),
    Tab("missing-devices", _("Missing devices"), may_see_fleet),
    Tab("recalls", _("Recalls"), may_see_fleet),
    Tab("staff-changes", _("Joiners and leavers"), may_see_fleet),
    Tab("warranties", _("Warranties"), may_see_fleet),
)
# How devices leave.
LEAVING = (
    Tab("devices", _("All devices"), may_see_fleet),
    Tab("device-returns", _("Returns"), may_see_returns),
    Tab("losses", _("Losses"), may_see_returns),
    Tab("disposals", _("Disposals"), may_see_returns),
    Tab("transfers", _("Passed on"), may_see_returns),
    Tab("stocktakings", _("Audit rounds"), may_see_fleet),
    Tab("devices-losing-support", _("Security support"), may_see_fleet),
)


def tabs_of(actor: Actor, current: str, among: Iterable[Tab] = TABS) -> dict[str, Any]:
    """What ``fleet/tabs.html`` reads; no tabs where there is but one."""
    seen = [
        (reverse(tab.address), tab.label, tab.address == current)
        for tab in among
        if tab.shown_to(actor)
    ]
    return {"tabs": seen if len(seen) > 1 else []}
