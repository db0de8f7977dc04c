"""Leases begin: accepting devices, recording schedules, plans; a purchase beside a lease."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreement_of
from samkop.core.leasing import Purchase, compared
from samkop.fleet.models import Asset, Lease, LeasePlan
from samkop.fleet.pages.lease_forms import (
    AcceptForm,
    CompareForm,
    PlanForm,
    ScheduleForm,
    ppm,
)
from samkop.fleet.policies import may_keep_leases, may_keep_plans, may_see_leases
from samkop.fleet.queries.lease_files import lines_of_file
from samkop.fleet.queries.leases import assets_by_serial, plans_open
from samkop.fleet.usecases.lease_plans import add_lease_plan
from samkop.fleet.usecases.lease_schedules import record_schedule
from samkop.fleet.usecases.leases import ACCEPTED, accept_lease
from samkop.ordering.pages.approval_forms import centres_of
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
MOST_OFFERED = 200
LONGEST_ID = 18
PERCENT = 100


def _accept(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_leases(actor, actor.own_party_id))
    form = _accept_form(request, actor, sent=refused is not None)
    return "fleet/lease_accept.html", {
        "form": with_refusal(form, refused), "trail": _trail(),
        "plans": plans_open(actor.own_party_id, own_today()).exists(),
    }  # fmt: skip


accept = page()(_accept)


@act(again=_accept)
def send_acceptance(request: HttpRequest, actor: Actor) -> Answer:
    """Accept the devices."""
    with reading(actor):
        allow(may_keep_leases(actor, actor.own_party_id))
        values = checked(_accept_form(request, actor, sent=True))
        ids = assets_by_serial(actor.own_party_id, values["serials"].splitlines())
    centre = values["cost_centre"]
    made: Lease = perform(
        actor, accept_lease, plan_id=values["plan"].pk, asset_ids=ids,
        accepted_on=values["accepted_on"], cost_centre_id=centre and centre.pk,
        alarm_days=values["alarm_days"], rate_ppm=ppm(values["rate"]),
    )  # fmt: skip
    return Answer(
        to=reverse("lease", args=[made.pk]),
        message=_("Accepted: interim rent runs until the schedule starts."),
    )


def _accept_form(request: HttpRequest, actor: Actor, *, sent: bool) -> AcceptForm:
    party_id, today = actor.own_party_id, own_today()
    serials = "" if sent else "\n".join(_offered(party_id, request.GET.get("order", "")))
    return AcceptForm(
        request.POST if sent else None, plans=plans_open(party_id, today),
        centres=centres_of(party_id), initial={"accepted_on": today, "serials": serials},
    )  # fmt: skip


def _offered(party_id: int, order: str) -> list[str]:
    """Serial numbers of an order's devices that no lease has; of no order none."""
    if not (order.isascii() and order.isdigit() and len(order) <= LONGEST_ID):
        return []
    rows = Asset.objects.filter(
        owner_id=party_id, state__in=ACCEPTED, unit_cents__gt=0, leases__isnull=True,
        order_id=int(order),
    )  # fmt: skip
    return list(rows.order_by("-id").values_list("serial_number", flat=True)[:MOST_OFFERED])


def _schedule(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    form = _schedule_form(request, actor, sent=refused is not None)
    return "fleet/lease_schedule.html", {"form": with_refusal(form, refused), "trail": _trail()}


schedule = page()(_schedule)


@act(again=_schedule)
def send_schedule(request: HttpRequest, actor: Actor) -> Answer:
    """Record the financier's schedule."""
    with reading(actor):
        values = checked(_schedule_form(request, actor, sent=True))
        lessee = may_keep_leases(actor, actor.own_party_id)
        lines = lines_of_file(values["file"].read())
    own, other = actor.own_party_id, values["other"].pk
    perform(
        actor, record_schedule, financier_id=other if lessee else own,
        lessee_id=own if lessee else other, number=values["number"],
        starts_on=values["starts_on"], months=values["months"], lines=lines,
    )  # fmt: skip
    return Answer(
        to=reverse("leases"),
        message=_("Recorded: the lease of these devices shows whether it agrees."),
    )


def _schedule_form(request: HttpRequest, actor: Actor, *, sent: bool) -> ScheduleForm:
    allow(may_see_leases(actor))
    own = actor.own_party_id
    if may_keep_leases(actor, own):
        known = Q(id__in=Lease.objects.filter(owner_id=own).values("financier_id"))
        label = gettext_lazy("Financier")
    else:
        known = Q(id__in=Lease.objects.filter(financier_id=own).values("owner_id"))
        label = gettext_lazy("Lessee")
    others = Party.objects.filter(known).order_by("legal_name", "id")
    return ScheduleForm(
        request.POST if sent else None, request.FILES if sent else None, others=others, label=label
    )


def _plans(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> Shown:
    agreement = agreement_of(agreement_id)
    may = may_keep_plans(actor, agreement)
    form = PlanForm(request.POST if refused else None, initial={"valid_from": own_today()})
    return "fleet/lease_plans.html", {
        "agreement": agreement,
        "plans": LeasePlan.objects.filter(agreement=agreement).order_by("months", "id"),
        "form": with_refusal(form, refused) if may else None,
        "trail": [(_("Agreements"), reverse("agreements")), _agreement_link(agreement)],
    }


plans = page()(_plans)


@act(again=_plans)
def add_plan(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Add a plan to the agreement."""
    form = PlanForm(request.POST)
    values = checked(form)
    perform(
        actor, add_lease_plan, agreement_id=agreement_id, name=values["name"],
        terms=form.terms(), valid_from=values["valid_from"], start_every=values["start_every"],
    )  # fmt: skip
    return Answer(to=reverse("lease-plans", args=[agreement_id]), message=_("The plan is added."))


@page()
def compare(request: HttpRequest, actor: Actor) -> Shown:
    """A purchase beside a lease, by present values."""
    allow(may_see_leases(actor))
    form = CompareForm(request.GET or None, initial={"rate": Decimal("3.00"), "in_advance": True})
    found = None
    if form.is_bound and form.is_valid():
        said = {key: value or Decimal(0) for key, value in form.cleaned_data.items()}
        found = compared(
            said["rent"], int(said["months"]),
            Purchase(said["price"], said["sold_for"], said["costs"]), said["rate"] / PERCENT,
            residual=said["residual"], in_advance=form.cleaned_data["in_advance"],
        )  # fmt: skip
    return "fleet/lease_compare.html", {
        "form": form, "found": found, "currency": party_of(actor.own_party_id).currency,
        "cheaper": None if found is None else abs(found.saved_by_purchase),
        "trail": _trail(),
    }  # fmt: skip


def _agreement_link(agreement: FrameworkAgreement) -> tuple[str, str]:
    return agreement.number, reverse("agreement", args=[agreement.pk])


def _trail() -> list[tuple[str, str]]:
    return [(_("Leases"), reverse("leases"))]
