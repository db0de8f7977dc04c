"""One returned device: check, proofs, certificate, loss, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samkop.fleet.models import DeviceReturn
from samkop.fleet.pages.return_forms import (
    CertificateForm,
    CheckForm,
    LostStorageForm,
    ProofForm,
)
from samkop.fleet.pages.returns_shown import RETURN_TONES, Shown, part_sent
from samkop.fleet.pages.shown import holder_name
from samkop.fleet.policies.returns import may_ask_back, may_see_returns, may_take_back
from samkop.fleet.queries.returns import certificate_of, device_return_of, disposal_of_return
from samkop.fleet.usecases.clearing import accounted_for, left_of
from samkop.fleet.usecases.device_returns import cancel_device_return, check_returned
from samkop.fleet.usecases.disposals import restock
from samkop.fleet.usecases.erasure import LARGEST_FILE, certify_destruction, prove_erasure
from samkop.fleet.usecases.losses import report_loss
from samkop.fleet.vocabulary import DONE
from samkop.fleet.vocabulary.returns import BACK, DeviceReturnState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def _shown(
    request: HttpRequest, actor: Actor, device_return_id: int, refused: Refused | None = None
) -> Shown:
    """The page, after a refusal with what was wrong in its form."""
    allow(may_see_returns(actor))
    owner_id = actor.own_party_id
    found = device_return_of(owner_id, device_return_id)
    left = left_of(found, accounted_for([found])[found.pk])
    takes = may_take_back(actor, owner_id)
    forms = {
        name: with_refusal(form, refused) if part_sent(request, name, refused) else form
        for name, form in _forms(request, found, left, refused).items()
    }  # fmt: skip
    cleared = found.state == DeviceReturnState.CLEARED
    disposal = disposal_of_return(found)
    return "fleet/device_return.html", {
        "found": found,
        "tone": RETURN_TONES[DeviceReturnState(found.state)],
        "left": left,
        "holder": holder_name(found.asset.holder),
        "proofs": list(found.erasures.order_by("storage")),
        "destroyed": list(
            found.destroyed.select_related("certificate").defer("certificate__content")
            .order_by("storage")
        ),
        "losses": list(found.losses.order_by("storage")),
        "may_check": takes and (found.state in BACK or cleared),
        "may_clear": takes and found.state in BACK and bool(left),
        "disposal": disposal,
        "may_restock": takes and cleared and disposal is None,
        "may_dispose": may_ask_back(actor, owner_id) and cleared and disposal is None,
        "may_cancel": may_ask_back(actor, owner_id) and found.state == DeviceReturnState.ASKED,
        "may_hand_in": takes and found.state == DeviceReturnState.ASKED,
        **forms,
        "refused": None if any(part_sent(request, name, refused) for name in forms) else refused,
        "history": history_of(subject_of(found), DONE),
        "trail": [(_("Returned devices"), reverse("device-returns"))],
    }  # fmt: skip


one = page()(_shown)


def _forms(
    request: HttpRequest, found: DeviceReturn, left: list[int], refused: Refused | None
) -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if part_sent(request, name, refused) else None

    first = {"storage": left[0]} if left else {}
    now = timezone.localtime(timezone=ZoneInfo(party_of(found.owner_id).time_zone))
    return {
        "check": CheckForm(
            data("check"),
            initial={"storages": found.storages, "grade": found.grade or "b",
                     "condition": found.condition},
        ),
        "proof": ProofForm(data("proof"), left=left, initial=first | {"erased_at": now}),
        "certificate": CertificateForm(data("certificate")),
        "loss": LostStorageForm(data("loss"), left=left, initial=first),
    }  # fmt: skip


@act(again=_shown)
def check(request: HttpRequest, actor: Actor, device_return_id: int) -> Answer:
    """Write down its condition."""
    values = checked(CheckForm(request.POST))
    perform(actor, check_returned, return_id=device_return_id, **values)
    return Answer(to=_page(device_return_id), message=_("Checked."))


@act(again=_shown)
def prove(request: HttpRequest, actor: Actor, device_return_id: int) -> Answer:
    """Write down an erasure."""
    with reading(actor):
        found = device_return_of(actor.own_party_id, device_return_id)
        zone = ZoneInfo(party_of(found.owner_id).time_zone)
        every = list(range(1, found.storages + 1))
    values = checked(ProofForm(request.POST, left=every))
    local: datetime = values.pop("erased_at")
    at = local.replace(tzinfo=zone)
    perform(actor, prove_erasure, return_id=device_return_id, erased_at=at, **values)
    return Answer(to=_page(device_return_id), message=_("Proven."))


@act(again=_shown)
def certify(request: HttpRequest, actor: Actor, device_return_id: int) -> Answer:
    """Keep a certificate for what is left of this device."""
    values = checked(CertificateForm(request.POST, request.FILES))
    file = values.pop("file")
    perform(
        actor, certify_destruction, return_ids=[device_return_id], file_name=file.name,
        content=file.read(LARGEST_FILE + 1), **values,
    )  # fmt: skip
    return Answer(to=_page(device_return_id), message=_("The certificate is kept."))


@act(again=_shown)
def lose(request: HttpRequest, actor: Actor, device_return_id: int) -> Answer:
    """Report that one storage is lost."""
    with reading(actor):
        found = device_return_of(actor.own_party_id, device_return_id)
        every = list(range(1, found.storages + 1))
    values = checked(LostStorageForm(request.POST, left=every))
    perform(actor, report_loss, asset_id=found.asset_id, **values)
    return Answer(to=_page(device_return_id), message=_("Reported. The security officer decides."))


@act(again=_shown)
def stock(request: HttpRequest, actor: Actor, device_return_id: int) -> Answer:
    """Use it again."""
    perform(actor, restock, return_ids=[device_return_id])
    return Answer(to=_page(device_return_id), message=_("It is prepared for its next holder."))


@act(again=_shown)
def cancel(request: HttpRequest, actor: Actor, device_return_id: int) -> Answer:
    """Let its holder keep it."""
    perform(actor, cancel_device_return, return_id=device_return_id)
    return Answer(to=_page(device_return_id), message=_("It stays with its holder."))


@page()
def certificate(request: HttpRequest, actor: Actor, certificate_id: int) -> HttpResponse:
    """The document of a certificate."""
    allow(may_see_returns(actor))
    found = certificate_of(actor.own_party_id, certificate_id)
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.pk}.pdf"'
    return response


def _page(device_return_id: int) -> str:
    return reverse("device-return", args=[device_return_id])
