"""The hours in which sites take things in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.fleet.pages.work_form import MOST_OFFERED, Clock
from samkop.fleet.policies import may_plan_work
from samkop.fleet.queries.windows import all_windows
from samkop.fleet.usecases.site_windows import drop_site_window, set_site_window
from samkop.parties.models import DeliveryLocation
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
WEEK = [(number + 1, name) for number, name in sorted(WEEKDAYS.items())]


class WindowForm(forms.Form):
    """A site, a weekday, two times."""

    site = forms.ChoiceField(label=gettext_lazy("Site"))
    weekday = forms.TypedChoiceField(label=gettext_lazy("Weekday"), choices=WEEK, coerce=int)
    opens = forms.TimeField(label=pgettext_lazy("time", "From"), widget=Clock())
    closes = forms.TimeField(label=pgettext_lazy("time", "Until"), widget=Clock())

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        sites = DeliveryLocation.objects.filter(party_id=owner_id).order_by("name", "id")
        offer(self, site=[(str(one.pk), one.name) for one in sites[:MOST_OFFERED]])


def _windows(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_plan_work(actor, actor.own_party_id))
    form = WindowForm(request.POST if refused else None, owner_id=actor.own_party_id)
    return "fleet/site_windows.html", {
        "form": with_refusal(form, refused),
        "windows": [
            (one, WEEKDAYS[one.weekday - 1]) for one in all_windows(actor.own_party_id)
        ],
        "trail": [(_("Work orders"), reverse("work-orders"))],
    }  # fmt: skip


windows = page()(_windows)


@act(again=_windows)
def keep(request: HttpRequest, actor: Actor) -> Answer:
    """A site's hours on a weekday."""
    with reading(actor):
        values = checked(WindowForm(request.POST, owner_id=actor.own_party_id))
    perform(
        actor, set_site_window, location_id=int(values["site"]), weekday=values["weekday"],
        opens=values["opens"], closes=values["closes"],
    )  # fmt: skip
    return Answer(to=reverse("site-windows"), message=_("Kept."))


@act()
def drop(request: HttpRequest, actor: Actor, site_window_id: int) -> Answer:
    """Nothing is said of the day any more."""
    perform(actor, drop_site_window, window_id=site_window_id)
    return Answer(to=reverse("site-windows"), message=_("Taken out again."))
