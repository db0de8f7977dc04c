"""Loans of devices: the list, one of them, and a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.models import DeviceLoan
from samkop.fleet.pages.case_forms import LendForm, TakeInForm
from samkop.fleet.pages.case_list import LOANS
from samkop.fleet.pages.tabs import CARE, tabs_of
from samkop.fleet.policies import may_handle_assets, may_see_fleet
from samkop.fleet.queries.cases import in_stock, loans_of
from samkop.fleet.usecases.standing_in import end_loan, lend
from samkop.fleet.vocabulary import DONE
from samkop.parties.models import Person
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import colleagues_of, own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


class NewLoanForm(LendForm):
    """A loan to one of the organisation's people."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("To whom"))
    field_order = ("person", "device", "due_on")

    def __init__(self, *arguments: Any, people: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, person=people)


@page()
def loans(request: HttpRequest, actor: Actor) -> Any:
    """What is lent, what is to come back first above."""
    allow(may_see_fleet(actor))
    return list_page(
        request, actor, LOANS, loans_of(actor.own_party_id), "fleet/care_lists.html",
        lends=may_handle_assets(actor, actor.own_party_id), **tabs_of(actor, "loans", CARE),
    )  # fmt: skip


def _loan(
    request: HttpRequest, actor: Actor, loan_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_fleet(actor))
    found = loans_of(actor.own_party_id).select_related("case", "asset").filter(id=loan_id).first()
    if found is None:
        raise not_found()
    lent = found.ended_at is None
    form = TakeInForm(
        request.POST if refused else None, owner_id=found.owner_id,
        initial={"site": found.asset.location_id},
    )  # fmt: skip
    return "fleet/loan.html", {
        "loan": found,
        "overdue": lent and found.due_on < own_today(),
        "form": with_refusal(form, refused)
        if lent and may_handle_assets(actor, found.owner_id) else None,
        "history": history_of(subject_of(found), DONE),
        "trail": [(_("Loans"), reverse("loans"))],
    }  # fmt: skip


loan = page()(_loan)


@act(again=_loan)
def end(request: HttpRequest, actor: Actor, loan_id: int) -> Answer:
    """It has come back."""
    with reading(actor):
        values = checked(TakeInForm(request.POST, owner_id=actor.own_party_id))
    perform(actor, end_loan, loan_id=loan_id, location_id=values["site"].pk)
    return Answer(to=reverse("loan", args=[loan_id]), message=_("The device came back."))


def _new(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_handle_assets(actor, actor.own_party_id))
    return "fleet/lend.html", {
        "form": with_refusal(_form(actor, request.POST if refused else None), refused),
        "trail": [(_("Loans"), reverse("loans"))],
    }


new = page()(_new)


@act(again=_new)
def send_new(request: HttpRequest, actor: Actor) -> Answer:
    """Lend a device."""
    with reading(actor):
        values = checked(_form(actor, request.POST))
    made: DeviceLoan = perform(
        actor, lend, asset_id=values["device"], due_on=values["due_on"],
        person_id=values["person"].pk,
    )  # fmt: skip
    return Answer(
        to=reverse("loan", args=[made.pk]),
        message=_("Lent. Whoever has it is reminded on the day."),
    )


def _form(actor: Actor, data: Any) -> NewLoanForm:
    owner_id = actor.own_party_id
    return NewLoanForm(
        data, stock=in_stock(owner_id), people=colleagues_of(owner_id, own_today())
    )  # fmt: skip
