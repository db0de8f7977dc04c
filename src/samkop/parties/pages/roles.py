"""Giving and ending the roles of a member."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import LastDayForm, RoleForm, checked
from samkop.parties.pages.people import shown_person
from samkop.parties.usecases.people import assign_role, end_role
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act
from samkop.platform.unit_of_work import perform


@act(again=shown_person)
def give(request: HttpRequest, actor: Actor, person_id: int) -> Answer:
    """Give a role from a day on."""
    values = checked(RoleForm(request.POST))
    perform(actor, assign_role, person_id=person_id, party_id=actor.party_id or 0, **values)
    return Answer(to=reverse("person", args=[person_id]), message=_("The role is given."))


@act()
def end(request: HttpRequest, actor: Actor, person_id: int, assignment_id: int) -> Answer:
    """End a role after a day."""
    last = checked(LastDayForm(request.POST))["valid_until"]
    perform(actor, end_role, role_assignment_id=assignment_id, valid_until=last)
    return Answer(to=reverse("person", args=[person_id]), message=_("The role's last day is set."))
