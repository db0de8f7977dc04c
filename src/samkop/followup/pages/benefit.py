"""What buying together was worth: the region's year, with every member's figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.followup.models import Benefit
from samkop.followup.pages import benefit_shown as shown
from samkop.followup.pages.benefit_forms import ComputeForm
from samkop.followup.policies.benefit import answers_for, may_estimate, may_see_benefit
from samkop.followup.queries.benefit import (
    benefit_of,
    benefits_in,
    currencies_of,
    newest_benefit,
    sharing_of,
)
from samkop.followup.rules.benefit import Figures, differences
from samkop.followup.usecases.benefit import TASK, compute_benefit
from samkop.followup.usecases.benefit_assumptions import share_assumptions
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.queries import regions_of
from samkop.parties.models import Region
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.span_charts import Range, span_chart
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
ORDERS: dict[str, Callable[[Figures], Any]] = {
    "inhabitant": lambda one: _per(one["gain_cents"], one["population"]),
    "unit": lambda one: _per(one["gain_cents"], one["compared_units"]),
    "percent": lambda one: one["gain_permille"] and one["gain_permille"][1],
    "size": lambda one: one["population"],
}


@dataclass(frozen=True)
class Row:
    """A member's figures, written."""

    name: str
    url: str
    population: int | None
    figures: Figures
    gain: shown.Written | None
    percent: shown.Written | None
    per_inhabitant: shown.Written | None
    per_unit: shown.Written | None
    saved_hours: shown.Written | None
    saved_cents: shown.Written | None


def region_here(actor: Actor, asked: str = "") -> Region | None:
    """The region that is asked for, or the first of one's own. Raises Refused ``not-found``."""
    regions = list(regions_of(actor.own_party_id, own_today()))
    if not asked:
        return regions[0] if regions else None
    found = [one for one in regions if str(one.pk) == asked]
    if not found:
        raise not_found()
    return found[0]


def _benefit(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_benefit(actor))
    region = region_here(actor, request.GET.get("region", "") or request.POST.get("region", ""))
    if region is None:
        return "followup/benefit.html", {**cooperation_tabs(actor, "benefit"), "region": None}
    found = newest_benefit(region.pk, region.purchasing_body_id)
    return "followup/benefit.html", {
        **_whole(request, found), **_around(request, actor, region, refused),
        **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


benefit = page()(_benefit)


@page()
def benefit_computed(request: HttpRequest, actor: Actor, benefit_id: int) -> Shown:
    """One computation: of another year, or a member's own."""
    allow(may_see_benefit(actor))
    found = benefit_of(benefit_id)
    return "followup/benefit.html", {
        **_whole(request, found), **_around(request, actor, found.region, None),
        "trail": shown.trail(), **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


@act(again=_benefit)
def compute(request: HttpRequest, actor: Actor) -> Answer | HttpResponse:
    """Ask for a year to be computed."""
    with reading(actor):
        region = region_here(actor, request.POST.get("region", ""))
        if region is None:
            raise not_found()
        form = ComputeForm(request.POST, currencies=currencies_of(region))
        said = checked(form)
    perform(
        actor, compute_benefit, region_id=region.pk, year=said["year"], currency=said["currency"]
    )
    return Answer(
        to=f"{reverse('benefit')}?region={region.pk}",
        message=_("It is worked out. The page shows it when it is there."),
    )


@act(again=_benefit)
def share(request: HttpRequest, actor: Actor) -> Answer:
    """Show one's own assumptions and figures to the region, or no longer."""
    with reading(actor):
        region = region_here(actor, request.POST.get("region", ""))
        if region is None:
            raise not_found()
        today = own_today()
    shares = request.POST.get("shares") == "yes"
    perform(actor, share_assumptions, region_id=region.pk, shares=shares, decided_on=today)
    message = _("The region sees your assumptions.") if shares else _("They are your own again.")
    return Answer(to=f"{reverse('benefit')}?region={region.pk}", message=message)


def rows_of(found: Benefit, order: str = "size") -> list[Row]:
    """The members' figures, the largest first; what has no data comes last."""
    key = ORDERS.get(order, ORDERS["size"])
    members: Sequence[Figures] = found.result["members"]
    ordered = sorted(members, key=lambda one: ((value := key(one)) is None, -(value or 0)))
    return [_row(found, one) for one in ordered]


def _whole(request: HttpRequest, found: Benefit | None) -> dict[str, Any]:
    if found is None:
        return {"benefit": None}
    order = request.GET.get("order", "inhabitant")
    rows = rows_of(found, order)
    # Whose inhabitants nobody has counted is neither small nor large.
    bought = [
        one
        for one in rows_of(found)
        if one.figures["units"] and ORDERS["size"](one.figures) is not None
    ]
    return {
        "benefit": found, "rows": rows, "order": order, "orders": _orders(),
        "ends": [bought[-1], bought[0]] if len(bought) > 1 else [],
        "whole": _row(found, {"party_id": 0, "name": "", "population": _inhabitants(found),
                              **found.result["together"]}),
        "chart": _chart(found, rows), "way": found.way.get("whole"),
        "way_days": shown.days((found.way.get("whole") or {}).get("days")),
        "months": shown.hours(found.result["together"]["months"]),
        "leaving": _leaving(found), "changed": _changed(found),
        "missing": found.result["together"]["missing"],
    }  # fmt: skip


def _around(
    request: HttpRequest, actor: Actor, region: Region, refused: Refused | None
) -> dict[str, Any]:
    own_id = actor.own_party_id
    estimates = may_estimate(actor)
    counts = answers_for(actor, region)
    run = JobRun.objects.filter(party_id=own_id, task=TASK).order_by("-id").first()
    form = ComputeForm(
        request.POST if refused else None, currencies=currencies_of(region),
        initial={"year": own_today().year},
    )  # fmt: skip
    sharing = None if counts else sharing_of(region.pk, own_id)
    return {
        "region": region,
        "regions": list(regions_of(own_id, own_today())),
        "run": run if run and run.state in {"waiting", "running", "failed"} else None,
        "compute": with_refusal(form, refused) if estimates else None,
        "counts": counts,
        "may_share": estimates and not counts,
        "sharing": sharing,
        "earlier": list(benefits_in(region.pk)[:20]),
        "own_id": own_id,
    }


def _row(found: Benefit, one: Figures) -> Row:
    currency, gain = found.currency, one["gain_cents"]
    return Row(
        name=one["name"],
        url=reverse("benefit-member", args=[found.pk, one["party_id"]]) if one["party_id"] else "",
        population=one["population"],
        figures=one,
        gain=shown.money(gain, currency),
        percent=shown.share(one["gain_permille"]),
        per_inhabitant=shown.price(gain, currency, one["population"]),
        per_unit=shown.price(gain, currency, one["compared_units"]),
        saved_hours=shown.hours(one["saved_hours"]),
        saved_cents=shown.money(one["saved_cents"], currency),
    )


def _chart(found: Benefit, rows: Sequence[Row]) -> Chart | None:
    known = {
        row.name: Range(*(Decimal(end) / 100 for end in row.figures["gain_cents"]))
        for row in rows
        if row.figures["gain_cents"] is not None
    }
    if not known:
        return None
    sinks = any(one.low < 0 for one in known.values())
    return span_chart(
        _("What alone would have cost more, by member"), _("Member"), known, found.currency,
        from_zero=not sinks,
    )  # fmt: skip


def _leaving(found: Benefit) -> list[tuple[str, str, str, int]]:
    names = {one["party_id"]: one["name"] for one in found.result["members"]}
    rows = sorted(found.result["leaving"], key=lambda one: -one["more_cents"])
    return [
        (
            names[one["leaver_id"]],
            reverse("benefit-leaving", args=[found.pk, one["leaver_id"]]),
            shown.money([one["more_cents"]] * 3, found.currency).likely,  # type: ignore[union-attr]
            one["unknown_units"],
        )
        for one in rows
    ]


def _changed(found: Benefit) -> list[tuple[str, str, str]]:
    """The figures of all together that differ from the computation before."""
    if found.previous is None:
        return []
    both = differences(found.previous.result["together"], found.result["together"])
    labels = figure_labels()
    return [
        (labels[name], _one(name, before, found.currency), _one(name, after, found.currency))
        for name, (before, after) in both.items()
        if name in labels
    ]


def _one(name: str, value: int | None, currency: str) -> str:
    if value is None:
        return _("no data")
    if name.endswith("_cents"):
        written = shown.money([value] * 3, currency)
    elif name in {"units", "compared_units"}:
        return str(value)
    else:
        written = shown.hours([value] * 3)
    return written.likely if written else ""


def figure_labels() -> dict[str, str]:
    """What the kept figures are called."""
    return {
        "units": _("Units bought"), "paid_cents": _("Paid"),
        "compared_units": _("Units compared"), "own_cents": _("Alone it would have cost"),
        "gain_cents": _("Gain in price"), "markup_cents": _("Markup paid"),
        "fee_cents": _("Fee that suppliers paid"), "own_hours": _("Hours of own tenders"),
        "joint_hours": _("Hours in the joint procedure"), "saved_hours": _("Hours saved"),
        "saved_cents": _("Cost of the hours saved"),
        "months": _("Months to an agreement of one's own"),
    }  # fmt: skip


def _orders() -> list[tuple[str, str]]:
    return [
        ("inhabitant", _("Per inhabitant")), ("unit", _("Per unit")), ("percent", _("Per cent")),
        ("size", _("Inhabitants")),
    ]  # fmt: skip


def _inhabitants(found: Benefit) -> int:
    return sum(one["population"] or 0 for one in found.result["members"] if one["units"])


def _per(three: Sequence[int] | None, by: int | None) -> Decimal | None:
    return None if three is None or not by else Decimal(three[1]) / by
