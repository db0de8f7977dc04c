"""Devices that pass to another organisation, or come from one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.fleet.models import AssetTransfer
from samkop.fleet.pages.choosing import ChooseForm
from samkop.fleet.pages.returns_shown import TRANSFER_TONES, Shown, form_page, offered
from samkop.fleet.pages.tabs import LEAVING, tabs_of
from samkop.fleet.policies.returns import may_see_returns
from samkop.fleet.policies.transfers import may_answer_transfer, may_decide_transfer
from samkop.fleet.queries.choosing import chosen_devices
from samkop.fleet.queries.transfers import (
    leased_along,
    sites_of,
    tasks_along,
    transfer_of,
    transfers_of,
)
from samkop.fleet.usecases.transfers import (
    STAYS,
    answer_transfer,
    cancel_transfer,
    decide_transfer,
)
from samkop.fleet.vocabulary import AssetState
from samkop.fleet.vocabulary.transfers import TransferState
from samkop.ordering.pages.approval_forms import centres_of
from samkop.ordering.pages.parts import Action
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.pages.forms import day as day_field
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, day, list_page, pill, text
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

PASSES = frozenset(AssetState) - STAYS
SHOWN_AT_MOST = 1_000

TRANSFERS: Listing[AssetTransfer] = Listing(
    name="transfers",
    title=gettext_lazy("Passed on"),
    address="transfers",
    order="-on",
    columns=(
        Column("name", gettext_lazy("Transfer"), lambda one: text(one.name),
               link=lambda one: reverse("transfer", args=[one.pk])),
        Column("giver", pgettext_lazy("transfer", "From"), lambda one: text(str(one.giver))),
        Column("receiver", gettext_lazy("To"), lambda one: text(str(one.receiver))),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(TRANSFER_TONES[TransferState(one.state)], one.get_state_display()),
        ),
        Column("on", gettext_lazy("From this day"), lambda one: day(one.on_date), sort="on_date",
               down=True),
        Column("decision", gettext_lazy("Register number"), lambda one: text(one.decision)),
    ),
    filters=(
        Choice("state", gettext_lazy("State"), TransferState.choices,
               lambda rows, state: rows.filter(state=state)),
    ),
    empty=Empty(
        gettext_lazy("No devices have passed to another organisation"),
        gettext_lazy("A whole site's devices pass on a day, with their history, when both sides"
                     " have said so."),
        "swap",
    ),
)  # fmt: skip


class TransferForm(ChooseForm):
    """What passes to whom, and when."""

    name = forms.CharField(label=gettext_lazy("Name of the transfer"), max_length=120)
    receiver = forms.ModelChoiceField(Party.objects.none(), label=gettext_lazy("To"))
    on_date = day_field(gettext_lazy("From this day"), required=True)
    decision = forms.CharField(label=gettext_lazy("Register number of the decision"), max_length=80)
    field_order = ("name", "receiver", "on_date", "decision", "site", "model", "numbers")

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, owner_id=owner_id, **named)
        others = Party.objects.filter(kind__in=BUYER_KINDS).exclude(id=owner_id)
        offer(self, receiver=others.order_by("legal_name", "id"))


class AnswerForm(forms.Form):
    """Where each of the giver's sites goes."""

    location = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=gettext_lazy("Where they go"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("Your words to the other organisation"), required=False, max_length=500
    )

    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=gettext_lazy("Who pays the rents"), required=False
    )
    field_order = ("location", "cost_centre", "words")

    def __init__(
        self, *arguments: Any, receiver_id: int, sites: dict[int, str], leased: bool, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        if leased:
            offer(self, cost_centre=centres_of(receiver_id))
        else:
            del self.fields["cost_centre"]
        own = DeliveryLocation.objects.filter(party_id=receiver_id).order_by("name", "id")
        offer(self, location=own)
        self.sites = sites
        for site_id, name in sites.items():
            self.fields[f"site_{site_id}"] = forms.ModelChoiceField(
                own, required=False,
                label=_("Where those of %(site)s go") % {"site": name},
                empty_label=_("As the others"),
            )  # fmt: skip

    def mapped(self) -> dict[int, int]:
        """The giver's sites and where their devices go, once the form is valid."""
        found = {site: self.cleaned_data[f"site_{site}"] for site in self.sites}
        return {site: own.pk for site, own in found.items() if own is not None}


@page()
def transfers(request: HttpRequest, actor: Actor) -> Any:
    """What was passed on, and what came."""
    allow(may_see_returns(actor))
    owner_id = actor.own_party_id
    actions = offered(
        (may_decide_transfer(actor, owner_id),
         Action(_("Pass devices on"), reverse("decide-transfer"), main=True)),
    )  # fmt: skip
    return list_page(
        request, actor, TRANSFERS, transfers_of(owner_id), "fleet/return_lists.html",
        actions=actions, **tabs_of(actor, "transfers", LEAVING),
    )  # fmt: skip


def _trail() -> list[tuple[Any, str]]:
    return [(_("Passed on"), reverse("transfers"))]


def _decide(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_decide_transfer(actor, actor.own_party_id))
    form = TransferForm(request.POST if refused else None, owner_id=actor.own_party_id)
    return form_page(
        form, refused, title=_("Pass devices on"), action=reverse("send-transfer"),
        lead=_("Which devices they are is fixed now. They pass on their day, once the other"
               " organisation has accepted."),
        button=_("It is decided"), back=reverse("transfers"), trail=_trail(), scans=True,
    )  # fmt: skip


decide = page()(_decide)


@act(again=_decide)
def send_decide(request: HttpRequest, actor: Actor) -> Answer:
    """Decide it."""
    with reading(actor):
        form = TransferForm(request.POST, owner_id=actor.own_party_id)
        values = checked(form)
        devices = chosen_devices(actor.own_party_id, states=PASSES, **form.chosen())
    made: AssetTransfer = perform(
        actor, decide_transfer, receiver_id=values["receiver"].pk, name=values["name"],
        on_date=values["on_date"], decision=values["decision"],
        asset_ids=[one.pk for one in devices],
    )  # fmt: skip
    return Answer(to=_page(made.pk), message=_("Decided. The other organisation is told."))


def _shown(
    request: HttpRequest, actor: Actor, transfer_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_returns(actor))
    found = transfer_of(transfer_id)
    answer = getattr(found, "answer", None)
    open_still = found.state == TransferState.DECIDED
    answers = open_still and answer is None and may_answer_transfer(actor, found)
    form = _answer_form(request, found, sent=refused is not None) if answers else None
    numbers = dict(found.passed.values_list("asset_id", "asset_number"))
    rows = found.assets.order_by("asset_number", "id")
    return "fleet/transfer.html", {
        "found": found,
        "tone": TRANSFER_TONES[TransferState(found.state)],
        "answer": answer,
        "count": rows.count(),
        "passed": len(numbers),
        "rows": [(row, numbers.get(row.asset_id, "")) for row in rows[:SHOWN_AT_MOST]],
        "leased": leased_along(found.pk),
        "tasks": _tasks(tasks_along(found.pk)),
        "receives": found.receiver_id == actor.party_id,
        "form": with_refusal(form, refused) if form is not None else None,
        "refused": None if form is not None else refused,
        "may_cancel": open_still and not numbers and may_decide_transfer(actor, found.giver_id),
        "trail": _trail(),
    }  # fmt: skip


one = page()(_shown)


def _tasks(along: dict[str, int]) -> list[tuple[str, int]]:
    """What happens to what is to be done with the devices, and to how many of them."""
    said = {
        "work": _("Planned work goes on as work orders of the new organisation, at its site."),
        "case": _("Open cases go on with the new organisation; at the old one they are closed."),
        "loan": _("Loans go on where the new organisation knows who has the device."),
        "return": _("Asked back, not handed in yet: that ends, and the new organisation decides."),
        "recall": _("Recalls go on as recalls of the new organisation, due on the same day."),
        "stays": _(
            "Do not pass on as it stands now: missing, on their way, coming back or gone;"
            " or leased without a schedule, or by an agreement that the new organisation"
            " has not joined."
        ),
    }
    return [(words, along[kind]) for kind, words in said.items() if kind in along]


def _answer_form(request: HttpRequest, found: AssetTransfer, *, sent: bool) -> AnswerForm:
    return AnswerForm(
        request.POST if sent else None, receiver_id=found.receiver_id, sites=sites_of(found.pk),
        leased=bool(leased_along(found.pk)),
    )  # fmt: skip


@act(again=_shown)
def answer(request: HttpRequest, actor: Actor, transfer_id: int) -> Answer:
    """Take them over, or not."""
    with reading(actor):
        form = _answer_form(request, transfer_of(transfer_id), sent=True)
        values = checked(form)
    place, centre = values["location"], values.get("cost_centre")
    perform(
        actor, answer_transfer, transfer_id=transfer_id, words=values["words"],
        accepted=request.POST.get("answer") == "accepted",
        location_id=place.pk if place else None, sites=form.mapped(),
        cost_centre_id=centre.pk if centre else None,
    )  # fmt: skip
    return Answer(to=_page(transfer_id), message=_("Answered."))


@act(again=_shown)
def cancel(request: HttpRequest, actor: Actor, transfer_id: int) -> Answer:
    """Keep them."""
    perform(actor, cancel_transfer, transfer_id=transfer_id)
    return Answer(to=_page(transfer_id), message=_("They stay here."))


def _page(transfer_id: int) -> str:
    return reverse("transfer", args=[transfer_id])
