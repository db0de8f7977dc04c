"""Renewal plans: the list, one of them with its months, variants side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.shelf import open_agreements
from samkop.core.period import months_after
from samkop.fleet.models import RenewalPlan
from samkop.fleet.pages.conflict_words import conflict_words
from samkop.fleet.pages.renewal_forms import CopyForm, DecideForm, ItemForm, PlanForm, filled
from samkop.fleet.pages.tabs import RENEWING, tabs_of
from samkop.fleet.pages.tones import PLAN_TONES
from samkop.fleet.policies import may_plan_renewals, may_see_renewals
from samkop.fleet.queries.renewal import (
    MonthPlanned,
    Summary,
    plan_of,
    plans_of,
    steps_in,
    summary_of,
    unpriced,
    without_renewal,
)
from samkop.fleet.usecases.renewal import (
    TASK,
    begin_renewal_planning,
    change_renewal,
    copy_renewal,
    draft_renewal,
)
from samkop.fleet.usecases.renewal_decision import (
    choose_renewal_item,
    decide_renewal,
    order_renewals,
)
from samkop.fleet.vocabulary import DONE, RenewalPlanState
from samkop.parties.days import day_in
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.charts import line_chart
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.templatetags.ui import cents
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
ANSWERED = (RenewalPlanState.PLANNED, RenewalPlanState.DECIDED, RenewalPlanState.REPLACED)
OPEN = (JobRun.State.WAITING, JobRun.State.RUNNING)
MOST_PLANS, MOST_COMPARED, MOST_ITEMS = 100, 4, 200


def _plans(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_renewals(actor))
    today = own_today()
    next_month = months_after(today.replace(day=1), 1)
    form = PlanForm(
        request.POST if refused else None, first_year=next_month.year,
        initial={"start": next_month, "name": _("Renewal from %(month)s")
                 % {"month": f"{next_month:%Y-%m}"}},
    )  # fmt: skip
    plans = list(plans_of(actor.own_party_id)[:MOST_PLANS])
    return "fleet/renewal_plans.html", {
        "plans": [(one, PLAN_TONES[RenewalPlanState(one.state)]) for one in plans],
        "comparable": sum(one.state in ANSWERED for one in plans) > 1,
        "answered": ANSWERED,
        "undated": without_renewal(actor.own_party_id),
        "form": with_refusal(form, refused) if may_plan_renewals(actor) else None,
        **tabs_of(actor, "renewal-plans", RENEWING),
    }


plans = page()(_plans)


@act(again=_plans)
def draft(request: HttpRequest, actor: Actor) -> Answer:
    """A new plan, worked out at once."""
    with reading(actor):
        first = months_after(own_today().replace(day=1), 1)
    form = PlanForm(request.POST, first_year=first.year)
    checked(form)
    made = perform(actor, draft_renewal, wanted=form.wanted())
    perform(actor, begin_renewal_planning, plan_id=made.pk)
    return Answer(to=_page(made.pk))


def _plan(
    request: HttpRequest, actor: Actor, plan_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_renewals(actor))
    found = plan_of(actor.own_party_id, plan_id)
    state = RenewalPlanState(found.state)
    plans_here = may_plan_renewals(actor)
    summary = summary_of(found) if state in ANSWERED else None
    run = _run_of(found)
    return "fleet/renewal_plan.html", {
        "plan": found, "tone": PLAN_TONES[state], "refused": refused,
        "run": run, "summary": summary,
        "chart": _chart(summary.months) if summary else None,
        "years": _years(found, summary) if summary else [],
        "months": [one for one in summary.months if one.count or one.due] if summary else [],
        **conflict_words(found), "unpriced": unpriced(found),
        "decided": state == RenewalPlanState.DECIDED,
        "may_change": plans_here and state not in {
            RenewalPlanState.DECIDED, RenewalPlanState.REPLACED},
        "may_plan": plans_here and found.joint_id is None and (
            state in {RenewalPlanState.DRAFT, RenewalPlanState.PLANNED,
                      RenewalPlanState.INFEASIBLE, RenewalPlanState.UNFINISHED}
            or (run is not None and run.ended_at is not None)),
        "decide": DecideForm(plan=found) if plans_here and state == RenewalPlanState.PLANNED
                  else None,
        "copy": CopyForm(initial={"name": _("%(name)s, variant") % {"name": found.name}})
                if plans_here else None,
        "form": with_refusal(
            PlanForm(request.POST if refused else None, first_year=found.start.year,
                     part=found, initial=filled(found)), refused),
        "history": history_of(subject_of(found), DONE),
        "trail": _trail(), **tabs_of(actor, "renewal-plans", RENEWING),
    }  # fmt: skip


plan = page()(_plan)


@act(again=_plan)
def change(request: HttpRequest, actor: Actor, plan_id: int) -> Answer:
    """Ask something else of it, and work it out again."""
    with reading(actor):
        found = plan_of(actor.own_party_id, plan_id)
        form = PlanForm(request.POST, first_year=found.start.year, part=found)
    checked(form)
    changed = perform(actor, change_renewal, plan_id=plan_id, wanted=form.wanted())
    if changed.joint_id is None:
        perform(actor, begin_renewal_planning, plan_id=plan_id)
    return Answer(to=_page(plan_id))


@act(again=_plan)
def work_out(request: HttpRequest, actor: Actor, plan_id: int) -> Answer:
    """Work it out, with the devices as they are now."""
    perform(actor, begin_renewal_planning, plan_id=plan_id)
    return Answer(to=_page(plan_id))


@act(again=_plan)
def copy(request: HttpRequest, actor: Actor, plan_id: int) -> Answer:
    """A variant of it."""
    values = checked(CopyForm(request.POST))
    made = perform(actor, copy_renewal, plan_id=plan_id, name=values["name"])
    return Answer(to=_page(made.pk), message=_("Change what is to be different, and plan it."))


@act(again=_plan)
def decide(request: HttpRequest, actor: Actor, plan_id: int) -> Answer:
    """Decide it: each device gets its month."""
    until = day_in(request.POST.get("until", ""))[0]
    perform(actor, decide_renewal, plan_id=plan_id, until=until)
    return Answer(
        to=_page(plan_id),
        message=_("Decided. Suppliers and the purchasing body see what will be needed."),
    )


def _month(
    request: HttpRequest, actor: Actor, plan_id: int, month: str, refused: Refused | None = None
) -> Shown:
    allow(may_see_renewals(actor))
    found = plan_of(actor.own_party_id, plan_id)
    first = _first_of(month)
    steps = steps_in(found, _index(found, first))
    changes = may_plan_renewals(actor) and found.state == RenewalPlanState.PLANNED
    offered = _offered(actor, {step.cohort.model.category for step in steps}) if changes else {}
    return "fleet/renewal_month.html", {
        "plan": found, "month": first, "steps": steps, "refused": refused,
        "count": sum(step.count for step in steps),
        "cents": sum(step.count * step.cohort.unit_cents for step in steps),
        "forms": [
            (model, ItemForm(items=offered.get(model.category, []), initial={"item": item_id}))
            for model, item_id in _models(steps)
        ] if changes else [],
        "may_order": may_plan_renewals(actor) and found.state == RenewalPlanState.DECIDED,
        "trail": [*_trail(), (found.name, _page(found.pk))],
    }  # fmt: skip


month = page()(_month)


@act(again=_month)
def order(request: HttpRequest, actor: Actor, plan_id: int, month: str) -> Answer:
    """Put the month on the purchase plan."""
    told = perform(actor, order_renewals, plan_id=plan_id, month=_first_of(month))
    left = told.without_item + told.without_place
    sentence = _("%(count)s devices are on the purchase plan, in %(rows)s rows.")
    more = _("%(left)s are left out: no item renews them, or they have no site or cost centre.")
    words = sentence % {"count": told.devices, "rows": told.rows}
    return Answer(
        to=reverse("renewal-month", args=[plan_id, month]),
        message=f"{words} {more % {'left': left}}" if left else words,
    )


def _month_again(
    request: HttpRequest, actor: Actor, plan_id: int, month: str, model_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    """The month on which the model's form stands."""
    return _month(request, actor, plan_id, month, refused)


@act(again=_month_again)
def choose_item(
    request: HttpRequest, actor: Actor, plan_id: int, month: str, model_id: int
) -> Answer:
    """Renew devices of a model by another item of the shop."""
    chosen = request.POST.get("item", "")
    if not (chosen.isascii() and chosen.isdigit()):
        raise not_found()
    perform(
        actor, choose_renewal_item, plan_id=plan_id, model_id=model_id, item_id=int(chosen[:18])
    )
    return Answer(to=reverse("renewal-month", args=[plan_id, month]))


@page()
def compare(request: HttpRequest, actor: Actor) -> Shown:
    """Plans side by side: what if."""
    allow(may_see_renewals(actor))
    asked = [int(one) for one in request.GET.getlist("plan") if one.isascii() and one.isdigit()]
    found = [
        summary_of(one)
        for one in plans_of(actor.own_party_id).filter(
            id__in=asked[:MOST_COMPARED], state__in=ANSWERED
        ).order_by("id")
    ]  # fmt: skip
    years = sorted({year for one in found for year in one.years})
    return "fleet/renewal_compare.html", {
        "found": found,
        "years": [(year, [one.years.get(year, (0, 0)) for one in found]) for year in years],
        "chart": _compared(found) if len(found) > 1 else None,
        "choices": plans_of(actor.own_party_id).filter(state__in=ANSWERED)[:MOST_PLANS],
        "asked": asked, "trail": _trail(),
    }  # fmt: skip


def _trail() -> list[tuple[str, str]]:
    return [(_("Renewal plans"), reverse("renewal-plans"))]


def _page(plan_id: int) -> str:
    return reverse("renewal-plan", args=[plan_id])


def _first_of(month: str) -> date:
    found = day_in(f"{month}-01")[0]
    if found is None:
        raise not_found()
    return found


def _index(found: RenewalPlan, first: date) -> int:
    index = (first.year - found.start.year) * 12 + first.month - found.start.month
    if not 0 <= index < found.months:
        raise not_found()
    return index


def _run_of(found: RenewalPlan) -> JobRun | None:
    if found.state != RenewalPlanState.PLANNING:
        return None
    key = f"{found.pk}:{found.revision}"
    return JobRun.objects.filter(party_id=found.owner_id, task=TASK, key=key).first()


def _models(steps: Iterable[Any]) -> list[tuple[Any, int | None]]:
    return list({step.cohort.model: step.cohort.item_id for step in steps}.items())


def _offered(actor: Actor, categories: set[str]) -> dict[str, list[tuple[str, str]]]:
    agreements = [one.pk for one in open_agreements(actor.own_party_id, own_today())]
    found: dict[str, list[tuple[str, str]]] = {}
    items = CatalogueItem.objects.filter(
        agreement_id__in=agreements, category__in=categories, active=True
    )
    for item in items.order_by("shown_price_cents", "id")[:MOST_ITEMS]:
        found.setdefault(item.category, []).append((str(item.pk), item.shown_name))
    return found


def _chart(months: list[MonthPlanned]) -> Any:
    return line_chart(
        _("Devices a month"), _("Month"), [f"{one.month:%Y-%m}" for one in months],
        {
            _("Renewed"): [one.count for one in months],
            _("Due by their age"): [one.due for one in months],
        },
    )  # fmt: skip


def _compared(found: list[Summary]) -> Any:
    months = sorted({one.month for summary in found for one in summary.months})
    series = {}
    for summary in found:
        counts = {one.month: one.count for one in summary.months}
        series[f"{summary.plan.name} ({summary.plan.pk})"] = [counts.get(one) for one in months]
    return line_chart(_("Devices a month"), _("Month"), [f"{one:%Y-%m}" for one in months], series)


def _years(found: RenewalPlan, summary: Summary) -> list[dict[str, Any]]:
    return [
        {"year": year, "count": count, "cost": cents(spent),
         "budget": cents(found.budgets.get(str(year)))}
        for year, (count, spent) in summary.years.items()
    ]  # fmt: skip
