"""Who is invited to a tender by invitation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import parties_of_kind
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.pages.forms import InviteForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import invitations_of, tender_of
from samkop.tendering.usecases.invitations import (
    SUPPLYING_KINDS,
    invite_supplier,
    withdraw_invitation,
)

Shown = tuple[str, dict[str, Any]]


def _invitations(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    frame = frame_of(actor, found, "tender-invitations")
    form = InviteForm(request.POST if refused else None, suppliers=_suppliers())
    return "tendering/invitations.html", {
        **frame,
        "invitations": invitations_of(tender_id),
        "form": with_refusal(form, refused) if frame["in_preparation"] else None,
    }


invitations = page()(_invitations)


@act(again=_invitations)
def invite(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Invite a supplier."""
    with reading(actor):
        form = InviteForm(request.POST, suppliers=_suppliers())
    values = checked(form)
    perform(actor, invite_supplier, tender_id=tender_id, supplier_id=values["supplier"])
    return Answer(to=_page(tender_id), message=_("The supplier is invited."))


def _again(
    request: HttpRequest, actor: Actor, tender_id: int, invitation_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _invitations(request, actor, tender_id, refused)


@act(again=_again)
def withdraw(request: HttpRequest, actor: Actor, tender_id: int, invitation_id: int) -> Answer:
    """Take an invitation back."""
    perform(actor, withdraw_invitation, invitation_id=invitation_id)
    return Answer(to=_page(tender_id), message=_("The invitation is withdrawn."))


def _page(tender_id: int) -> str:
    return reverse("tender-invitations", args=[tender_id])


def _suppliers() -> list[Party]:
    return list(parties_of_kind(*SUPPLYING_KINDS))
