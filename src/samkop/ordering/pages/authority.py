"""The register of authority: who may approve how much, where and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.pages.approval_forms import AuthorityForm
from samkop.ordering.pages.authority_list import REGISTER, shown_entries, standing
from samkop.ordering.policies import may_keep_register, may_see_register
from samkop.ordering.queries import authority_of
from samkop.ordering.usecases.authority import end_authority, grant_authority
from samkop.ordering.vocabulary import DONE
from samkop.parties.models import Party
from samkop.parties.pages.forms import LastDayForm, checked, with_refusal
from samkop.parties.queries import own_today, people_with_role
from samkop.parties.vocabulary import RoleName
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


@page()
def register(request: HttpRequest, actor: Actor) -> Any:
    """Who has authority today, on another day, or ever had; by name."""
    allow(may_see_register(actor))
    rows = shown_entries(actor.own_party_id, request.GET)
    return list_page(
        request, actor, REGISTER, rows, "ordering/register.html", may_keep=may_keep_register(actor)
    )  # fmt: skip


@page()
def authority(request: HttpRequest, actor: Actor, authority_id: int) -> Shown:
    """One entry: what it covers, how it ends, and who entered and changed it."""
    return _authority(request, actor, authority_id)


def _authority(
    request: HttpRequest, actor: Actor, authority_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_register(actor))
    found = authority_of(actor.own_party_id, authority_id)
    today = own_today()
    ended = found.valid_until is not None and found.valid_until < today
    form = LastDayForm(request.POST if refused else None, initial={"valid_until": today})
    tone, label = standing(found, today)
    return "ordering/authority.html", {
        "authority": found,
        "tone": tone,
        "state": label,
        "form": with_refusal(form, refused) if may_keep_register(actor) and not ended else None,
        "history": history_of(subject_of(found), DONE),
        "trail": [(_("Register of authority"), reverse("register"))],
    }


def _form_page(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_register(actor))
    form = _form(request, actor, sent=refused is not None)
    return "ordering/authority_add.html", {
        "form": with_refusal(form, refused),
        "trail": [(_("Register of authority"), reverse("register"))],
    }


authority_add = page()(_form_page)


@act(again=_form_page)
def grant(request: HttpRequest, actor: Actor) -> Answer:
    """Enter somebody into the register."""
    with reading(actor):
        values = checked(_form(request, actor, sent=True))
    made = perform(
        actor, grant_authority, person_id=values["person"].pk,
        cost_centre_id=values["cost_centre"] and values["cost_centre"].pk,
        limit_cents=cents_of(values["limit"]) or 0, currency=values["currency"],
        valid_from=values["valid_from"], valid_until=values["valid_until"],
    )  # fmt: skip
    return Answer(to=reverse("authority", args=[made.pk]), message=_("Entered into the register."))


@act(again=_authority)
def end(request: HttpRequest, actor: Actor, authority_id: int) -> Answer:
    """End an entry with a day."""
    values = checked(LastDayForm(request.POST))
    perform(actor, end_authority, authority_id=authority_id, **values)
    return Answer(to=reverse("authority", args=[authority_id]), message=_("The end is entered."))


def _form(request: HttpRequest, actor: Actor, *, sent: bool) -> AuthorityForm:
    party = Party.objects.get(id=actor.own_party_id)
    today = own_today()
    people = people_with_role(party.pk, RoleName.APPROVER, today).exclude(id=actor.own_person_id)
    return AuthorityForm(
        request.POST if sent else None, party_id=party.pk, people=people,
        initial={"currency": party.currency, "valid_from": today},
    )  # fmt: skip
