"""Joint plans: the list, and one of them with each member's totals."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.core.period import months_after
from samkop.fleet.models import JointPlan
from samkop.fleet.pages.renewal_forms import LARGEST, weight, whole
from samkop.fleet.pages.tabs import RENEWING, tabs_of
from samkop.fleet.pages.tones import PLAN_TONES
from samkop.fleet.policies import (
    may_plan_renewals,
    may_run_joint_plans,
    may_see_joint_plans,
)
from samkop.fleet.queries.joint_plans import Part, joint_plan_of, joint_plans, own_part, parts_of
from samkop.fleet.queries.planning_runs import run_of
from samkop.fleet.queries.renewal import plans_of
from samkop.fleet.usecases.joint_plans import (
    TASK,
    JointWanted,
    begin_joint_planning,
    change_joint_plan,
    draft_joint_plan,
    join_joint_plan,
    leave_joint_plan,
)
from samkop.fleet.vocabulary import DONE, LONGEST_PLAN, RenewalPlanState
from samkop.parties.models import Party, Region
from samkop.parties.pages.forms import Day, checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.charts import Chart, line_chart
from samkop.platform.formatting import format_number
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.pages.times import DAY_LIMITS
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
MOST_PLANS, MOST_CONFLICTS = 100, 20


class JointForm(forms.Form):
    """What is asked of a joint plan."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    start = forms.DateField(
        label=gettext_lazy("First month"), widget=Day(), input_formats=["%Y-%m-%d"],
        validators=DAY_LIMITS,
        help_text=gettext_lazy("Any day of it."),
    )  # fmt: skip
    months = whole(gettext_lazy("Months"), 1, LONGEST_PLAN, initial=48)
    capacity = whole(gettext_lazy("Devices a month that the shared installers manage"), 0, LARGEST)
    round_min = whole(
        gettext_lazy("Devices of a delivery round, at least"), 0, LARGEST, required=False,
        help_text=gettext_lazy("A month has none, or at least so many."),
    )  # fmt: skip
    early_weight = weight(gettext_lazy("Cost of a month early"), initial=1)
    late_weight = weight(gettext_lazy("Cost of a month late"), initial=2)
    level_weight = weight(gettext_lazy("Cost of the largest month"), initial=10)
    quiet_weight = weight(gettext_lazy("Cost of a device in a month to keep free"), initial=0)

    def __init__(self, *arguments: Any, served_by: int, kept: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, region=Region.objects.filter(purchasing_body_id=served_by).order_by("name_en"))
        if kept:
            for name in ("region", "start", "months"):
                del self.fields[name]

    def wanted(self, joint: JointPlan | None = None) -> JointWanted:
        """What the filled-in form asks for; of one that is there, for its months."""
        said: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if name != "region"
        }
        if joint is not None:
            said |= {"start": joint.start, "months": joint.months}
        return JointWanted(**said)


class JoinForm(forms.Form):
    """By the limits of which plan one takes part."""

    like = forms.ChoiceField(
        label=gettext_lazy("With the limits of"), required=False,
        help_text=gettext_lazy("Budgets, months early and late, your own installers. You can"
                               " change them afterwards."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own = [(str(one.pk), one.name) for one in plans_of(owner_id)[:MOST_PLANS]]
        offer(self, like=[("", _("No plan: none but the age")), *own])


def _joint_plans(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_joint_plans(actor))
    regions = Region.objects.filter(purchasing_body_id=actor.own_party_id)
    runs = may_run_joint_plans(actor) and regions.exists()
    form = None
    if runs:
        form = with_refusal(
            JointForm(request.POST if refused else None, served_by=actor.own_party_id,
                      initial={"start": months_after(own_today().replace(day=1), 1)}),
            refused,
        )  # fmt: skip
    return "fleet/joint_plans.html", {
        "plans": [(one, PLAN_TONES[RenewalPlanState(one.state)])
                  for one in joint_plans()[:MOST_PLANS]],
        "form": form, **tabs_of(actor, "joint-plans", RENEWING),
    }  # fmt: skip


plans = page()(_joint_plans)


@act(again=_joint_plans)
def draft(request: HttpRequest, actor: Actor) -> Answer:
    """A new joint plan."""
    form = _checked(request, actor)
    made = perform(
        actor, draft_joint_plan, region_id=form.cleaned_data["region"].pk, wanted=form.wanted()
    )
    return Answer(to=_page(made.pk), message=_("Drafted. Its members see it, and can take part."))


def _joint_plan(
    request: HttpRequest, actor: Actor, joint_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_joint_plans(actor))
    joint = joint_plan_of(joint_id)
    parts, owner_id = parts_of(joint), actor.own_party_id
    totals = _totals(parts)
    mine = own_part(joint, owner_id)
    runs = may_run_joint_plans(actor) and joint.owner_id == owner_id
    joins = may_plan_renewals(actor) and joint.owner_id != owner_id and mine is None
    return "fleet/joint_plan.html", {
        "joint": joint, "tone": PLAN_TONES[RenewalPlanState(joint.state)], "refused": refused,
        "parts": [(one, PLAN_TONES[one.state]) for one in parts], "mine": mine,
        "run": run_of(joint, TASK) if runs else None,
        "months": _months(joint, totals), "chart": _chart(joint, totals, parts, owner_id),
        **_conflicts(joint),
        "runs": runs, "leaves": mine is not None and may_plan_renewals(actor) and
        mine.state != RenewalPlanState.DECIDED,
        "join": JoinForm(owner_id=owner_id) if joins else None,
        "form": _kept_form(request, actor, joint, refused) if runs else None,
        "history": history_of(subject_of(joint), DONE) if runs else [],
        "trail": [(_("Joint plans"), reverse("joint-plans"))],
        **tabs_of(actor, "joint-plans", RENEWING),
    }  # fmt: skip


joint_plan = page()(_joint_plan)


@act(again=_joint_plan)
def change(request: HttpRequest, actor: Actor, joint_id: int) -> Answer:
    """Ask something else of it."""
    form, joint = _checked_change(request, actor, joint_id)
    perform(actor, change_joint_plan, joint_id=joint_id, wanted=form.wanted(joint))
    return Answer(to=_page(joint_id))


@act(again=_joint_plan)
def work_out(request: HttpRequest, actor: Actor, joint_id: int) -> Answer:
    """Work it out with all who take part."""
    perform(actor, begin_joint_planning, joint_id=joint_id)
    return Answer(to=_page(joint_id))


@act(again=_joint_plan)
def join(request: HttpRequest, actor: Actor, joint_id: int) -> Answer:
    """Take part."""
    like = request.POST.get("like", "")
    known = int(like[:18]) if like.isascii() and like.isdigit() else None
    made = perform(actor, join_joint_plan, joint_id=joint_id, like=known)
    return Answer(
        to=reverse("renewal-plan", args=[made.pk]),
        message=_("You take part. Say here what limits you have; it is worked out with all."),
    )


@act()
def leave(request: HttpRequest, actor: Actor, plan_id: int) -> Answer:
    """Take part no more."""
    perform(actor, leave_joint_plan, plan_id=plan_id)
    return Answer(to=reverse("renewal-plan", args=[plan_id]), message=_("It is your own again."))


def _page(joint_id: int) -> str:
    return reverse("joint-plan", args=[joint_id])


def _checked(request: HttpRequest, actor: Actor) -> JointForm:
    with reading(actor):
        form = JointForm(request.POST, served_by=actor.own_party_id)
        checked(form)
    return form


def _checked_change(
    request: HttpRequest, actor: Actor, joint_id: int
) -> tuple[JointForm, JointPlan]:
    with reading(actor):
        joint = joint_plan_of(joint_id)
        form = JointForm(request.POST, served_by=actor.own_party_id, kept=True)
        checked(form)
    return form, joint


def _kept_form(
    request: HttpRequest, actor: Actor, joint: JointPlan, refused: Refused | None
) -> forms.Form:
    names = [name for name in JointForm.base_fields if name not in {"region", "start", "months"}]
    form = JointForm(
        request.POST if refused else None, served_by=actor.own_party_id, kept=True,
        initial={name: getattr(joint, name) for name in names},
    )  # fmt: skip
    return with_refusal(form, refused)


def _months(joint: JointPlan, totals: Counter[int]) -> list[dict[str, Any]]:
    return [
        {"month": months_after(joint.start, month), "count": count}
        for month, count in sorted(totals.items()) if count
    ]  # fmt: skip


def _totals(parts: list[Part]) -> Counter[int]:
    totals: Counter[int] = Counter()
    for one in parts:
        totals.update(one.months)
    return totals


def _chart(
    joint: JointPlan, totals: Counter[int], parts: list[Part], owner_id: int
) -> Chart | None:
    if not totals:
        return None
    months = range(joint.months)
    series: dict[str, list[Any]] = {
        _("All together"): [totals[month] for month in months],
        _("Installers"): [joint.capacity for _month in months],
    }
    own = next((one for one in parts if one.member.pk == owner_id), None)
    if own is not None:
        series[_("Yours")] = [own.months.get(month, 0) for month in months]
    keys = [f"{months_after(joint.start, month):%Y-%m}" for month in months]
    return line_chart(_("Devices a month"), _("Month"), keys, series)


def _conflicts(joint: JointPlan) -> dict[str, list[str]]:
    members = [one["member"] for one in joint.conflicts if "member" in one]
    shared = [one for one in joint.conflicts if "member" not in one]
    return {
        "shared": [
            _("Installers of all, %(month)s: %(count)s devices") % {
                "month": f"{months_after(joint.start, one['month']):%Y-%m}",
                "count": format_number(one["at"]),
            }
            for one in shared[:MOST_CONFLICTS]
        ],
        "whose": [party.name for party in Party.objects.filter(id__in=members)],
    }  # fmt: skip
