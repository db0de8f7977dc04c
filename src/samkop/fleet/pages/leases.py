"""Leases: the list, one of them with its ledger, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.leasing import notice_of
from samkop.fleet.models import Lease
from samkop.fleet.pages.lease_forms import StatementForm
from samkop.fleet.pages.lease_list import (
    LEASES,
    MATURITIES,
    own,
    remaining,
    tone_of,
    year_asked,
)
from samkop.fleet.policies import (
    may_class_leases,
    may_finance,
    may_keep_leases,
    may_see_leases,
)
from samkop.fleet.queries.lease_sums import plan_buy_out
from samkop.fleet.queries.leases import (
    lease_of,
    leases_of,
    ledger_of,
    living_devices,
    price_said,
    schedule_differences,
    schedules_for,
)
from samkop.fleet.usecases.lease_ends import buy_out, give_notice
from samkop.fleet.usecases.lease_schedules import agree_schedule, state_of_lease
from samkop.fleet.usecases.leases import class_lease
from samkop.fleet.vocabulary import DONE, RENTED, AccountingClass, LeaseState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import cents_of
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
LONGEST_ID, PER_CENT = 18, 100
DEVICES_SHOWN, LEDGER_SHOWN, DIFFERENCES_SHOWN = 50, 60, 50


@page()
def leases(request: HttpRequest, actor: Actor) -> Any:
    """What one has leased, or finances."""
    allow(may_see_leases(actor))
    lets = party_of(actor.own_party_id).kind == PartyKind.FINANCIER
    keeps = may_keep_leases(actor, actor.own_party_id) and not lets
    return list_page(
        request, actor, LEASES.usually(financier=keeps, lessee=not keeps),
        own(leases_of(actor.own_party_id), actor.own_party_id),
        "fleet/leases.html", keeps=keeps,
    )  # fmt: skip


@page()
def year_end(request: HttpRequest, actor: Actor) -> Any:
    """Payments within one, one to five and over five years, and the figures of the class."""
    allow(may_see_leases(actor))
    end = year_asked(request.GET.get("year", ""))
    own_leases = Lease.objects.filter(owner_id=actor.own_party_id)
    return list_page(
        request, actor, MATURITIES, remaining(own_leases, end), "fleet/lease_year_end.html",
        year_end=end, trail=[(_("Leases"), reverse("leases"))],
    )  # fmt: skip


def _lease(
    request: HttpRequest, actor: Actor, lease_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_leases(actor))
    found = lease_of(lease_id)
    mine = may_keep_leases(actor, found.owner_id)
    finances = may_finance(actor, found.financier_id)
    devices = Paginator(
        found.devices.select_related("replaces").order_by("stopped_on", "id"), DEVICES_SHOWN
    )
    ledger = list(ledger_of(found.pk))
    form = StatementForm(request.POST if refused and "kind" in request.POST else None)
    return "fleet/lease.html", {
        "lease": found,
        "tone": tone_of(found),
        "notice": notice_of(found.ends_on, found.plan.notice_months, 0),
        "devices": devices.get_page(request.GET.get("page")),
        "opens": found.owner_id == actor.own_party_id,
        "living": found.devices.filter(stopped_on=None).count(),
        "monthly": sum(
            found.devices.filter(stopped_on=None).values_list("monthly_cents", flat=True)
        ),
        "ledger": ledger[:LEDGER_SHOWN],
        "ledger_more": max(len(ledger) - LEDGER_SHOWN, 0),
        "total": sum(row.cents for row in ledger),
        "schedules": _schedules(found),
        "statements": found.statements.order_by("-id"),
        "may_agree": mine and found.state == LeaseState.INTERIM,
        "may_notice": mine and found.state in RENTED and found.notice_given_on is None,
        "may_buy": mine and found.state in RENTED,
        **_price_of_buying_out(found),
        "classes": AccountingClass.choices
        if may_class_leases(actor, found.owner_id) else (),
        "worth": found.value_share / PER_CENT,
        "life": found.life_share / PER_CENT,
        "form": (with_refusal(form, refused) if form.is_bound else form) if finances else None,
        "refused": None if form.is_bound else refused,
        "history": history_of(subject_of(found), DONE) if mine else [],
        "trail": [(_("Leases"), reverse("leases"))],
    }  # fmt: skip


lease = page()(_lease)


def _price_of_buying_out(found: Lease) -> dict[str, Any]:
    """What all that is left costs today, and whether by the financier's word or by the plan."""
    today = own_today()
    said = price_said(found.pk, today)
    by_plan = sum(plan_buy_out(found, one, today) for one in living_devices(found.pk))
    return {"said": said is not None, "buy_out": by_plan if said is None else said}


def _schedules(found: Lease) -> list[dict[str, Any]]:
    """The financier's schedules of these devices, each with what differs."""
    if found.state != LeaseState.INTERIM:
        return []
    rows = []
    for schedule in schedules_for(found):
        differs = schedule_differences(found, schedule)
        rows.append(
            {
                "schedule": schedule, "count": len(differs),
                "cents": sum(one.cents for one in differs),
                "differences": differs[:DIFFERENCES_SHOWN],
                "term": schedule.months != found.plan.months,
                "early": schedule.starts_on < found.accepted_on,
            }
        )  # fmt: skip
    return rows


@act(again=_lease)
def agree(request: HttpRequest, actor: Actor, lease_id: int) -> Answer:
    """Agree to the financier's schedule."""
    text = request.POST.get("schedule", "")
    known = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    perform(
        actor, agree_schedule, lease_id=lease_id,
        schedule_id=int(text) if known else 0,
    )  # fmt: skip
    return _back(lease_id, _("Agreed: the lease runs by the financier's schedule."))


@act(again=_lease)
def notice(request: HttpRequest, actor: Actor, lease_id: int) -> Answer:
    """Give notice."""
    perform(actor, give_notice, lease_id=lease_id)
    return _back(lease_id, _("Notice is given: the lease ends with its last day."))


@act(again=_lease)
def keep(request: HttpRequest, actor: Actor, lease_id: int) -> Answer:
    """Buy out what is chosen, or all that is left."""
    with reading(actor):
        left = lease_of(lease_id).devices.filter(stopped_on=None)
        chosen = set(request.POST.getlist("asset"))
        ids = [
            asset_id for asset_id in left.values_list("asset_id", flat=True)
            if not chosen or str(asset_id) in chosen
        ]  # fmt: skip
    perform(actor, buy_out, key=_key(request), lease_id=lease_id, asset_ids=ids)
    return _back(lease_id, _("Bought out: the devices are yours, and their rents end."))


@act(again=_lease)
def classify(request: HttpRequest, actor: Actor, lease_id: int) -> Answer:
    """Say how it stands in the accounts."""
    chosen = request.POST.get("accounting_class", "")
    perform(actor, class_lease, lease_id=lease_id, accounting_class=chosen)
    return _back(lease_id, _("The class is kept."))


@act(again=_lease)
def say(request: HttpRequest, actor: Actor, lease_id: int) -> Answer:
    """The financier's word."""
    values = checked(StatementForm(request.POST))
    perform(
        actor, state_of_lease, lease_id=lease_id, kind=values["kind"],
        cents=cents_of(values["price"]), holds_until=values["holds_until"],
        note_text=values["note"],
    )  # fmt: skip
    return _back(lease_id, _("Said: the lessee sees it."))


def _back(lease_id: int, message: str) -> Answer:
    return Answer(to=reverse("lease", args=[lease_id]), message=message)


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("key", "")[:64] or None
