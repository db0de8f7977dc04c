"""Who stands in for whom: one's own absence, and those of others for who may enter them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.models import ApprovalDelegation
from samkop.ordering.pages.approval_forms import DelegationForm
from samkop.ordering.policies import may_delegate, may_delegate_for_others
from samkop.ordering.queries import delegations_of
from samkop.ordering.usecases.delegation import delegate_approvals, end_delegation
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

SHOWN = 50


def _delegations(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_delegate(actor) or may_delegate_for_others(actor))
    today = own_today()
    rows = delegations_of(actor.own_party_id)[:SHOWN]
    return "ordering/delegations.html", {
        "rows": [(row, *_standing(row, today), _may_end(actor, row, today)) for row in rows],
        "form": with_refusal(_form(request, actor, sent=refused is not None), refused),
    }


delegations = page()(_delegations)


@act(again=_delegations)
def delegate(request: HttpRequest, actor: Actor) -> Answer:
    """Name a delegate for some days."""
    with reading(actor):
        values = checked(_form(request, actor, sent=True))
    approver = values.get("approver")
    perform(
        actor, delegate_approvals, delegate_id=values["delegate"].pk,
        approver_id=approver.pk if approver else None, valid_from=values["valid_from"],
        valid_until=values["valid_until"],
    )  # fmt: skip
    return Answer(to=reverse("delegations"), message=_("The delegate is named."))


@act()
def end(request: HttpRequest, actor: Actor, delegation_id: int) -> Answer:
    """End a delegation now."""
    perform(actor, end_delegation, delegation_id=delegation_id)
    return Answer(to=reverse("delegations"), message=_("The delegation is ended."))


def _standing(row: ApprovalDelegation, today: date) -> tuple[str, str]:
    if row.valid_until < today or row.valid_until < row.valid_from:
        return "neutral", _("Ended")
    return ("info", _("Not begun")) if row.valid_from > today else ("good", _("In force"))


def _may_end(actor: Actor, row: ApprovalDelegation, today: date) -> bool:
    concerned = actor.person_id in {row.approver_id, row.delegate_id}
    return row.valid_until >= today and (concerned or may_delegate_for_others(actor))


def _form(request: HttpRequest, actor: Actor, *, sent: bool) -> DelegationForm:
    today = own_today()
    return DelegationForm(
        request.POST if sent else None,
        people=people_with_role(actor.own_party_id, RoleName.APPROVER, today),
        own=may_delegate(actor), others=may_delegate_for_others(actor),
        me=actor.own_person_id, initial={"valid_from": today},
    )  # fmt: skip
