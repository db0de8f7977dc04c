"""How long before a promised delivery one is warned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.ordering.models.delivery_warning import MOST_DAYS
from samkop.ordering.policies import may_set_delivery_warning
from samkop.ordering.queries.delivery_warnings import warning_days_of
from samkop.ordering.rules.promises import USUAL_DAYS, WarningDays
from samkop.ordering.usecases.delivery_warnings import set_delivery_warning
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class WarningForm(forms.Form):
    """Days before the promised one, by the place of use."""

    critical_days = _days(gettext_lazy("Days before, at critical places"))
    important_days = _days(gettext_lazy("Days before, at important places"))
    ordinary_days = _days(gettext_lazy("Days before, at other places"))


def _warning(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_set_delivery_warning(actor))
    days = warning_days_of([actor.own_party_id])[actor.own_party_id]
    form = WarningForm(
        request.POST if refused else None,
        initial={
            "critical_days": days.critical, "important_days": days.important,
            "ordinary_days": days.ordinary,
        },
    )  # fmt: skip
    return "ordering/delivery_warning.html", {
        "form": with_refusal(form, refused) if form.is_bound else form,
        "usual": USUAL_DAYS,
        "trail": [
            (_("Orders"), reverse("orders")),
            (_("Promised deliveries"), reverse("delivery-promises")),
        ],
    }


warning = page()(_warning)


@act(again=_warning)
def set_warning(request: HttpRequest, actor: Actor) -> Answer:
    """Choose the days."""
    values = checked(WarningForm(request.POST))
    days = WarningDays(
        values["critical_days"], values["important_days"], values["ordinary_days"]
    )  # fmt: skip
    perform(actor, set_delivery_warning, days=days)
    return Answer(to=reverse("delivery-promises"), message=_("The days of warning are kept."))
