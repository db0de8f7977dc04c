"""The named buyers of an agreement, each with its legal basis; naming them beforehand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, LegalBasis
from samkop.agreements.pages.decisions import NO_FORM, trail, without_form
from samkop.agreements.pages.forms import BasisForm, EndBasisForm, NamedBuyerForm, cents_of
from samkop.agreements.policies import may_run_agreement, may_see_agreements
from samkop.agreements.queries import BuyerStanding, agreement_of, buyers_of, day_of
from samkop.agreements.rules import basis_state
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import end_legal_basis, record_legal_basis
from samkop.agreements.usecases.preparation import unname_buyer
from samkop.agreements.vocabulary import BasisKind, State
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading


@page()
def buyers(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """Everybody named, with shares and legal bases; the form to name one more."""
    return shown_buyers(request, actor, agreement_id)


def shown_buyers(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    allow(may_see_agreements(actor))
    found = agreement_of(agreement_id)
    standings = buyers_of(agreement_id)
    runs = may_run_agreement(actor, found)
    draft = runs and found.state == State.IN_PREPARATION
    form = None
    if draft:
        named = {one.named.buyer_id for one in standings}
        waiting = [party for party in _buyers() if party.pk not in named]
        form = with_refusal(
            NamedBuyerForm(
                request.POST if refused else None, buyers=waiting, initial=_usual(found)
            ),
            refused,
        )
    return "agreements/named_buyers.html", {
        "agreement": found,
        "rows": [_row(one, found) for one in standings],
        "expected_cents": sum(one.named.expected_share_cents for one in standings),
        "runs": runs,
        "draft": draft,
        "form": form,
        "trail": trail(found.number, agreement_id),
    }


@act(again=shown_buyers)
def send_buyer(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Name a buyer with its shares and its legal basis."""
    with reading(actor):
        choices = _buyers()
    form = NamedBuyerForm(request.POST, buyers=choices)
    values = checked(form)
    at_most = values["maximum_share"]
    perform(
        actor, name_buyer, agreement_id=agreement_id, buyer_id=values["buyer"],
        expected_share_cents=cents_of(values["expected_share"]),
        maximum_share_cents=None if at_most is None else cents_of(at_most),
        legal_basis=form.basis(),
    )  # fmt: skip
    return _to_buyers(agreement_id, _("The buyer is named."))


@act()
def send_unname(request: HttpRequest, actor: Actor, agreement_id: int, buyer_id: int) -> Answer:
    """Take a buyer out of an agreement in preparation."""
    perform(actor, unname_buyer, agreement_id=agreement_id, buyer_id=buyer_id)
    return _to_buyers(agreement_id, _("The buyer is not named any more."))


@page()
def basis(
    request: HttpRequest, actor: Actor, agreement_id: int, buyer_id: int
) -> tuple[str, dict[str, Any]]:
    """A buyer's legal bases, and the form for another one or for the last day."""
    return shown_basis(request, actor, agreement_id, buyer_id)


def shown_basis(
    request: HttpRequest,
    actor: Actor,
    agreement_id: int,
    buyer_id: int,
    refused: Refused | None = None,
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    standing = next(
        (one for one in buyers_of(agreement_id) if one.named.buyer_id == buyer_id), None
    )
    if standing is None:
        raise not_found()
    row = _row(standing, found)
    open_ended = row["basis"] is not None and row["basis"].valid_until is None
    form_of: Any = EndBasisForm if open_ended else BasisForm
    form = form_of(request.POST if refused else None, initial=_usual(found))
    return "agreements/legal_basis.html", {
        "agreement": found,
        "buyer": standing.named.buyer,
        "bases": standing.bases,
        "ends": open_ended,
        "form": with_refusal(form, refused),
        "trail": [
            *trail(found.number, agreement_id),
            (_("Named buyers"), reverse("agreement-buyers", args=[agreement_id])),
        ],
    }


@act(again=shown_basis)
def send_basis(request: HttpRequest, actor: Actor, agreement_id: int, buyer_id: int) -> Answer:
    """Record a legal basis, or the last day of the one that holds: as the button said."""
    known: dict[str, Any] = {"agreement_id": agreement_id, "buyer_id": buyer_id}
    if request.POST.get("decision") == "end":
        last = checked(EndBasisForm(request.POST))["basis_until"]
        perform(actor, end_legal_basis, valid_until=last, **known)
        return _to_buyers(agreement_id, _("The last day of the legal basis is recorded."))
    form = BasisForm(request.POST)
    checked(form)
    perform(actor, record_legal_basis, basis=form.basis(), **known)
    return _to_buyers(agreement_id, _("The legal basis is recorded."))


def _buyers() -> list[Party]:
    return list(parties_of_kind(*BUYER_KINDS))


def _usual(found: FrameworkAgreement) -> dict[str, Any]:
    """What a purchasing body enters most often."""
    central = found.purchasing_body.kind == PartyKind.CENTRAL_PURCHASING_BODY
    kind = BasisKind.CENTRAL_PURCHASING if central else BasisKind.JOINT_PROCUREMENT
    return {"kind": kind, "basis_from": found.valid_from}


def _row(one: BuyerStanding, found: FrameworkAgreement) -> dict[str, Any]:
    today = day_of(found.purchasing_body, current_unit().now)
    latest: LegalBasis | None = one.bases[-1] if one.bases else None
    return {
        "buyer": one.named.buyer,
        "expected": one.named.expected_share_cents,
        "maximum": one.named.maximum_share_cents,
        "committed": one.committed_cents,
        "joined": one.participation if one.joined else None,
        "basis": latest,
        "holds": basis_state([(b.valid_from, b.valid_until) for b in one.bases], today),
    }


def _to_buyers(agreement_id: int, message: Any) -> Answer:
    return Answer(to=reverse("agreement-buyers", args=[agreement_id]), message=message)
