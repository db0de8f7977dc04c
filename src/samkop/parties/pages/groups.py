"""Groups of the organisation's people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import GroupMember
from samkop.parties.pages.forms import LastDayForm, checked, day, with_refusal
from samkop.parties.pages.group_list import GROUPS
from samkop.parties.pages.today import own_day
from samkop.parties.policies import may_manage_groups, may_see_people
from samkop.parties.queries import group_of, groups_of
from samkop.parties.usecases.groups import add_group, add_group_member, end_group_member
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.lists.keyset import Order, page_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
BY_NAME = Order("person__sort_key", down=False)


class GroupForm(forms.Form):
    """A new group."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("As you write it yourself."))
    name = forms.CharField(label=_("Name"), max_length=120)


class GroupMemberForm(forms.Form):
    """Somebody taken into a group, found by the address that the person signs in with."""

    email = forms.EmailField(label=_("E-mail address"))
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"))


def _groups(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Any:
    party_id = actor.party_id or 0
    allow(may_see_people(actor, party_id))
    form = GroupForm(request.POST if refused else None)
    return list_page(
        request, actor, GROUPS, groups_of(party_id, own_day(request)), "parties/groups.html",
        form=with_refusal(form, refused), may_manage=may_manage_groups(actor, party_id),
    )  # fmt: skip


groups = page()(_groups)


@act(again=_groups)
def add(request: HttpRequest, actor: Actor) -> Answer:
    """Make a group."""
    values = checked(GroupForm(request.POST))
    made = perform(actor, add_group, party_id=actor.party_id or 0, **values)
    return Answer(to=reverse("group", args=[made.pk]), message=_("The group is made."))


def _group(
    request: HttpRequest, actor: Actor, group_id: int, refused: Refused | None = None
) -> Shown:
    found = group_of(group_id)
    allow(may_see_people(actor, found.party_id))
    members = GroupMember.objects.filter(group=found).select_related("person")
    shown = page_of(
        [members], BY_NAME, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    today = own_day(request)
    form = GroupMemberForm(request.POST if refused else None, initial={"valid_from": today})
    return "parties/group.html", {
        "group": found,
        "page": shown,
        "form": with_refusal(form, refused),
        "today": today,
        "trail": [(_("Groups"), reverse("groups"))],
        "may_manage": may_manage_groups(actor, found.party_id),
    }


group = page()(_group)


@act(again=_group)
def take_in(request: HttpRequest, actor: Actor, group_id: int) -> Answer:
    """Take a member of the organisation into the group."""
    values = checked(GroupMemberForm(request.POST))
    perform(actor, add_group_member, group_id=group_id, **values)
    return Answer(to=reverse("group", args=[group_id]), message=_("The person is in the group."))


@act()
def end(request: HttpRequest, actor: Actor, group_id: int, group_member_id: int) -> Answer:
    """Let somebody leave after a day."""
    last = checked(LastDayForm(request.POST))["valid_until"]
    perform(actor, end_group_member, group_member_id=group_member_id, valid_until=last)
    return Answer(
        to=reverse("group", args=[group_id]), message=_("The last day in the group is set.")
    )
