"""Audit rounds on a phone: one field for the scanner, what is here, what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.models import Holder, Stocktaking
from samkop.fleet.pages.returns_shown import (
    ROUND_TONES,
    SCAN_TONES,
    Shown,
    form_page,
    offered,
)
from samkop.fleet.pages.tabs import LEAVING, tabs_of
from samkop.fleet.policies import may_handle_assets, may_see_fleet
from samkop.fleet.queries.stocktaking import (
    looked_for,
    not_scanned,
    rounds_of,
    stocktaking_of,
)
from samkop.fleet.usecases.stocktaking import (
    cancel_stocktaking,
    finish_stocktaking,
    open_stocktaking,
    scan_in_stocktaking,
)
from samkop.fleet.vocabulary import NAMED_KINDS, HolderKind
from samkop.fleet.vocabulary.stocktaking import ScanOutcome, StocktakingState
from samkop.ordering.pages.parts import Action
from samkop.parties.models import DeliveryLocation
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, moment, number, pill
from samkop.platform.lists import text as text_cell
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

SHOWN_AT_MOST = 500
# Of more than so many nobody says one by one that they are missing: the round has just begun.
MOST_OFFERED = 100
LONGEST_ID = 18

STOCKTAKINGS: Listing[Stocktaking] = Listing(
    name="stocktakings",
    title=gettext_lazy("Audit rounds"),
    address="stocktakings",
    order="-opened",
    columns=(
        Column("site", gettext_lazy("Site"), lambda one: text_cell(str(one.location)),
               link=lambda one: reverse("stocktaking", args=[one.pk]),
               second=lambda one: str(one.holder or "")),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(ROUND_TONES[StocktakingState(one.state)], one.get_state_display()),
        ),
        Column("moved", gettext_lazy("Moved here"), lambda one: number(one.moved), numeric=True),
        Column("missing", gettext_lazy("Reported missing"), lambda one: number(one.missing),
               numeric=True),
        Column("opened", gettext_lazy("Begun"), lambda one: moment(one.opened_at),
               sort="opened_at", down=True),
    ),
    filters=(
        Choice("state", gettext_lazy("State"), StocktakingState.choices,
               lambda rows, state: rows.filter(state=state)),
    ),
    empty=Empty(
        gettext_lazy("No audit round yet"),
        gettext_lazy("Go to a site with a phone and scan what is there: what is missing shows."),
        "list",
    ),
)  # fmt: skip


class RoundForm(forms.Form):
    """Where a round is. Built inside a reading."""

    site = forms.ModelChoiceField(DeliveryLocation.objects.none(), label=gettext_lazy("Site"))
    room = forms.ModelChoiceField(
        Holder.objects.none(), label=gettext_lazy("Only this class, cart or room"), required=False,
        empty_label=gettext_lazy("The whole site"),
    )  # fmt: skip

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kinds = sorted(NAMED_KINDS - {HolderKind.CARRIER})
        offer(
            self, site=DeliveryLocation.objects.filter(party_id=owner_id).order_by("name", "id"),
            room=Holder.objects.filter(owner_id=owner_id, kind__in=kinds).order_by("name", "id"),
        )  # fmt: skip


@page()
def rounds(request: HttpRequest, actor: Actor) -> Any:
    """The rounds, the newest first."""
    allow(may_see_fleet(actor))
    owner_id = actor.own_party_id
    actions = offered(
        (may_handle_assets(actor, owner_id),
         Action(_("Begin a round"), reverse("begin-stocktaking"), main=True)),
    )  # fmt: skip
    return list_page(
        request, actor, STOCKTAKINGS, rounds_of(owner_id), "fleet/return_lists.html",
        actions=actions, **tabs_of(actor, "stocktakings", LEAVING),
    )  # fmt: skip


def _trail() -> list[tuple[Any, str]]:
    return [(_("Audit rounds"), reverse("stocktakings"))]


def _begin(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_handle_assets(actor, actor.own_party_id))
    form = RoundForm(request.POST if refused else None, owner_id=actor.own_party_id)
    return form_page(
        form, refused, title=_("Begin a round"), action=reverse("open-stocktaking"),
        lead=_("Several people can scan in one round at once."), button=_("Begin"),
        back=reverse("stocktakings"), trail=_trail(),
    )  # fmt: skip


begin = page()(_begin)


@act(again=_begin)
def send_begin(request: HttpRequest, actor: Actor) -> Answer:
    """Begin it, or go on."""
    with reading(actor):
        values = checked(RoundForm(request.POST, owner_id=actor.own_party_id))
    room = values["room"]
    made: Stocktaking = perform(
        actor, open_stocktaking, location_id=values["site"].pk, holder_id=room.pk if room else None
    )
    return Answer(to=_page(made.pk))


def _shown(
    request: HttpRequest, actor: Actor, stocktaking_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_fleet(actor))
    found = stocktaking_of(actor.own_party_id, stocktaking_id)
    counting = found.state == StocktakingState.OPEN
    scans = list(found.scans.select_related("asset__location").order_by("-id"))
    elsewhere = [one for one in scans if one.outcome in {ScanOutcome.ELSEWHERE, ScanOutcome.FOUND}]
    absent = list(not_scanned(found)[: MOST_OFFERED + 1]) if counting else []
    return "fleet/stocktaking.html", {
        "found": found,
        "tone": ROUND_TONES[StocktakingState(found.state)],
        "counting": counting and may_handle_assets(actor, found.owner_id),
        "expected": looked_for(found).count() if counting else None,
        "here": sum(one.outcome == ScanOutcome.HERE for one in scans),
        "elsewhere": elsewhere,
        "unknown": sum(one.outcome == ScanOutcome.UNKNOWN for one in scans),
        "scans": [(one, SCAN_TONES[ScanOutcome(one.outcome)]) for one in scans[:50]],
        "absent": absent if len(absent) <= MOST_OFFERED else [],
        "many_absent": not_scanned(found).count() if len(absent) > MOST_OFFERED else 0,
        "most_offered": MOST_OFFERED,
        "listed": [] if counting else list(
            found.not_found.select_related("asset").order_by("asset_number")[:SHOWN_AT_MOST]
        ),
        "refused": refused,
        "trail": _trail(),
    }  # fmt: skip


one = page()(_shown)


@act(again=_shown)
def scan(request: HttpRequest, actor: Actor, stocktaking_id: int) -> Answer:
    """Read a label."""
    made = perform(
        actor, scan_in_stocktaking, stocktaking_id=stocktaking_id,
        label=request.POST.get("label", ""),
    )  # fmt: skip
    told = {"code": made.code, "outcome": ScanOutcome(made.outcome).label}
    return Answer(to=_page(stocktaking_id), message=_("%(code)s: %(outcome)s.") % told)


@act(again=_shown)
def finish(request: HttpRequest, actor: Actor, stocktaking_id: int) -> Answer:
    """End it as decided."""
    perform(
        actor, finish_stocktaking, stocktaking_id=stocktaking_id,
        moved_ids=_ids(request, "moved"), missing_ids=_ids(request, "missing"),
    )  # fmt: skip
    return Answer(to=_page(stocktaking_id), message=_("The round is finished."))


@act(again=_shown)
def cancel(request: HttpRequest, actor: Actor, stocktaking_id: int) -> Answer:
    """End it without consequences."""
    perform(actor, cancel_stocktaking, stocktaking_id=stocktaking_id)
    return Answer(to=_page(stocktaking_id), message=_("The round is cancelled."))


def _ids(request: HttpRequest, name: str) -> list[int]:
    texts = request.POST.getlist(name)
    return [int(one) for one in texts if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID]


def _page(stocktaking_id: int) -> str:
    return reverse("stocktaking", args=[stocktaking_id])
