"""Variety: models beyond the range and their cost, the best range, what one more model costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.models import VarietyAssumption
from samkop.fleet.pages.tabs import RENEWING, tabs_of
from samkop.fleet.policies import may_plan_renewals, may_see_renewals
from samkop.fleet.queries.variety import (
    ModelInUse,
    assumption_of,
    models_in_use,
    offered_to,
    uses_of,
)
from samkop.fleet.rules.varying import BestRange, Use, ranges_of, read_needs
from samkop.fleet.usecases.variety import assume_variety
from samkop.fleet.vocabulary import MOST_YEARS
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, line_chart
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import amount, cents_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
MOST_OUTLIERS = 100
CENTS = Decimal(100)


class AssumptionForm(forms.Form):
    """What each model costs a year, and what people need."""

    image = amount(gettext_lazy("Image of a model, a year"))
    spares = amount(gettext_lazy("Spares of a model, a year"))
    knowledge = amount(gettext_lazy("Know-how of a model, a year"))
    years = forms.IntegerField(
        label=gettext_lazy("Years that a device lasts"), min_value=1, max_value=MOST_YEARS
    )
    least_percent = forms.IntegerField(
        label=gettext_lazy("What a replacement costs at least, per cent"), min_value=0,
        max_value=200, help_text=gettext_lazy("Of what it replaces: a cheaper model will not do."),
    )  # fmt: skip
    needs = forms.CharField(
        label=gettext_lazy("Needs of your own"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "A line each: group; category; people; least price. For example: Teachers; laptop;"
            " 900; 700. Empty: who has a model today needs one as good."
        ),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """What the filled-in form assumes."""
        typed = self.cleaned_data
        return {
            "image_cents": cents_of(typed["image"]), "spares_cents": cents_of(typed["spares"]),
            "knowledge_cents": cents_of(typed["knowledge"]), "years": typed["years"],
            "least_percent": typed["least_percent"], "needs": typed["needs"],
        }  # fmt: skip


def filled(assumed: VarietyAssumption) -> dict[str, Any]:
    """The form's values as they are assumed."""
    return {
        "image": Decimal(assumed.image_cents) / CENTS,
        "spares": Decimal(assumed.spares_cents) / CENTS,
        "knowledge": Decimal(assumed.knowledge_cents) / CENTS, "years": assumed.years,
        "least_percent": assumed.least_percent, "needs": assumed.needs,
    }  # fmt: skip


def _variety(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_renewals(actor))
    owner_id = actor.own_party_id
    assumed, used = assumption_of(owner_id), models_in_use(owner_id)
    beyond = [one for one in used if not one.model.in_range]
    own = read_needs(assumed.needs)
    categories = _categories(used, own)
    category = _category(request, categories)
    form = AssumptionForm(request.POST if refused else None, initial=filled(assumed))
    return "fleet/variety.html", {
        "assumed": assumed, "usual": assumed.pk is None, "used": len(used),
        "outliers": [
            (one, ItemCategory(one.model.category).label) for one in beyond[:MOST_OUTLIERS]
        ],
        "beyond": len(beyond), "devices_beyond": sum(one.count for one in beyond),
        "cents_beyond": len(beyond) * assumed.model_cents,
        "categories": [(one, ItemCategory(one).label, one == category) for one in categories],
        **_best(owner_id, assumed, used, own, category),
        "form": with_refusal(form, refused) if may_plan_renewals(actor) else None,
        **tabs_of(actor, "variety", RENEWING),
    }  # fmt: skip


variety = page()(_variety)


@act(again=_variety)
def assume(request: HttpRequest, actor: Actor) -> Answer:
    """Say what a model costs."""
    form = AssumptionForm(request.POST)
    checked(form)
    perform(actor, assume_variety, **form.said())
    return Answer(to=reverse("variety"), message=_("These assumptions hold now."))


def _categories(used: Sequence[ModelInUse], own: Sequence[Use]) -> list[str]:
    """Those that people have or need, that of most devices first."""
    counts: Counter[str] = Counter()
    for one in used:
        counts[one.model.category] += one.count
    for use in own:
        counts[use.category] += use.count
    return sorted(counts, key=lambda one: (-counts[one], one))


def _category(request: HttpRequest, known: Sequence[str]) -> str:
    asked = request.GET.get("category", "")
    return asked if asked in known else next(iter(known), "")


def _best(
    owner_id: int, assumed: VarietyAssumption, used: list[ModelInUse], own: Sequence[Use],
    category: str,
) -> dict[str, Any]:  # fmt: skip
    """The ranges of a category, with what one more model costs."""
    uses = tuple(use for use in own if use.category == category)
    uses = uses or uses_of(used, category, assumed.least_percent)
    offered = offered_to(owner_id, used, category, own_today()) if category else ()
    ranges = ranges_of(uses, offered, assumed.model_cents, assumed.years)
    if not ranges:
        return {"ranges": []}
    best = min(ranges, key=lambda one: one.total)
    rows = [
        {
            "size": len(one.models), "models": [model.name for model in one.models],
            "devices": one.devices, "variety": one.variety, "total": one.total,
            "more": None if before is None else one.total - before.total, "best": one is best,
        }
        for before, one in zip([None, *ranges], ranges, strict=False)
    ]  # fmt: skip
    return {
        "ranges": rows, "chart": _chart(ranges, assumed.currency),
        "served": [(use, best.served[use.group].name) for use in uses],
        "offered": len(offered), "best": next(row for row in rows if row["best"]),
    }  # fmt: skip


def _chart(ranges: Sequence[BestRange], currency: str) -> Chart:
    def money(cents: int) -> Decimal:
        return Decimal(cents) / CENTS

    return line_chart(
        _("Cost of a range by its number of models"), _("Models"),
        [str(len(one.models)) for one in ranges],
        {
            _("Together"): [money(one.total) for one in ranges],
            _("Devices"): [money(one.devices) for one in ranges],
            _("Models"): [money(one.variety) for one in ranges],
        },
        currency=currency,
    )  # fmt: skip
