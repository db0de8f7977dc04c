"""The people of the organisation acted for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import RoleAssignment
from samkop.parties.pages.forms import PersonForm, RoleForm, ViewingForm, checked, with_refusal
from samkop.parties.pages.people_list import PEOPLE
from samkop.parties.pages.today import own_day
from samkop.parties.policies import may_manage_people, may_see_people, may_see_person
from samkop.parties.queries import has_account, members_of, membership_of
from samkop.parties.usecases.accounts import open_account
from samkop.parties.usecases.members import take_on
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


@page()
def people(request: HttpRequest, actor: Actor) -> Any:
    """Everybody who belongs to the organisation, by name."""
    party_id = actor.party_id or 0
    allow(may_see_people(actor, party_id))
    return list_page(
        request, actor, PEOPLE, members_of(party_id, own_day(request)), "parties/people.html",
        may_manage=may_manage_people(actor, party_id),
    )  # fmt: skip


@page()
def person(request: HttpRequest, actor: Actor, person_id: int) -> tuple[str, dict[str, Any]]:
    """One person: membership, roles with their dates, account."""
    return shown_person(request, actor, person_id)


def shown_person(
    request: HttpRequest, actor: Actor, person_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page of a person; after a refusal with what was typed into the role form."""
    party_id = actor.party_id or 0
    membership = membership_of(person_id, party_id)
    allow(may_see_person(actor, membership.person, party_id))
    today = own_day(request)
    viewing = ViewingForm(request.POST if refused and "reason" in request.POST else None)
    if "reason" in request.POST:
        with_refusal(viewing, refused)
    form = RoleForm(
        request.POST if refused and not viewing.is_bound else None, initial={"valid_from": today}
    )
    return "parties/person.html", {
        "membership": membership,
        "roles": RoleAssignment.objects.filter(membership=membership).order_by("valid_from", "id"),
        "today": today,
        "form": form if viewing.is_bound else with_refusal(form, refused),
        "viewing_form": viewing,
        "may_view_as": may_manage_people(actor, party_id) and person_id != actor.person_id,
        "may_manage": may_manage_people(actor, party_id),
        "has_account": has_account(person_id),
    }


@page()
def person_add(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The form for one new person."""
    allow(may_manage_people(actor, actor.party_id or 0))
    return shown_form(request, actor)


def shown_form(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    form = PersonForm(request.POST if refused else None)
    return "parties/person_add.html", {"form": with_refusal(form, refused)}


@act(again=shown_form)
def add_person(request: HttpRequest, actor: Actor) -> Answer:
    """Register a person with membership, role and account."""
    values = checked(PersonForm(request.POST))
    person_id = perform(actor, take_on, party_id=actor.party_id or 0, **values)
    return Answer(to=reverse("person", args=[person_id]), message=_("The person is registered."))


@act(again=shown_person)
def account(request: HttpRequest, actor: Actor, person_id: int) -> Answer:
    """Open the account of somebody registered without one."""
    perform(actor, open_account, person_id=person_id)
    sentence = _("The account is open; a password is set by “Forgot your password?”.")
    return Answer(to=reverse("person", args=[person_id]), message=sentence)
