"""Preparing an agreement, and correcting it while it is in preparation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.pages.decisions import NO_FORM, trail, without_form
from samkop.agreements.pages.forms import AgreementForm, cents_of
from samkop.agreements.policies import may_prepare_agreement, may_run_agreement
from samkop.agreements.queries import agreement_of
from samkop.agreements.usecases.agreement import SUPPLYING_KINDS, prepare_agreement
from samkop.agreements.usecases.preparation import change_prepared_agreement, require_preparation
from samkop.agreements.vocabulary import ActsAs
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import parties_of_kind
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

SAME = ("number", "register_number", "category", "valid_from", "valid_until", "currency")


@page()
def preparing(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The form for a new agreement."""
    return shown_new(request, actor)


def shown_new(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    allow(may_prepare_agreement(actor))
    form = AgreementForm(
        request.POST if refused else None, suppliers=_suppliers(),
        initial={"acts_as": ActsAs.INTERMEDIARY},
    )  # fmt: skip
    return "agreements/draft.html", {
        "form": with_refusal(form, refused),
        "trail": [(_("Agreements"), reverse("agreements"))],
        "send": reverse("send-agreement"),
        "back": reverse("agreements"),
    }


@act(again=shown_new)
def send_new(request: HttpRequest, actor: Actor) -> Answer:
    """Write the agreement down; its buyers are named next."""
    made = perform(actor, prepare_agreement, **_entered(request, actor))
    return Answer(
        to=reverse("agreement-buyers", args=[made.pk]),
        message=_("The agreement is in preparation. Name its buyers next."),
    )


@page()
def changing(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form with the terms as they are."""
    return shown_change(request, actor, agreement_id)


def shown_change(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    require_preparation(found)
    form = AgreementForm(
        request.POST if refused else None, suppliers=_suppliers(), initial=_as_it_is(found)
    )
    return "agreements/draft.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": trail(found.number, agreement_id),
        "send": reverse("send-terms", args=[agreement_id]),
        "back": reverse("agreement", args=[agreement_id]),
    }


@act(again=shown_change)
def send_change(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Write the terms down anew."""
    perform(actor, change_prepared_agreement, agreement_id=agreement_id, **_entered(request, actor))
    return Answer(to=reverse("agreement", args=[agreement_id]), message=_("The terms are saved."))


def _suppliers() -> list[Party]:
    return list(parties_of_kind(*SUPPLYING_KINDS))


def _entered(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    with reading(actor):
        suppliers = _suppliers()
    values = checked(AgreementForm(request.POST, suppliers=suppliers))
    return {
        **{name: values[name] for name in SAME},
        "titles": {language: values[f"title_{language}"] for language in ("sv", "fi", "en")},
        "term_justification": values["term_justification"],
        "supplier_id": values["supplier"],
        "maximum_value_cents": cents_of(values["maximum_value"]),
        "acts_as": values["acts_as"],
        "fee_permille": int((values["fee"] or 0) * 10),
        "markup_permille": int((values["markup"] or 0) * 10),
    }


def _as_it_is(found: FrameworkAgreement) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in SAME},
        **{
            f"title_{language}": getattr(found, f"title_{language}")
            for language in ["sv", "fi", "en"]
        },
        "term_justification": found.term_justification,
        "supplier": found.supplier_id,
        "maximum_value": Decimal(found.maximum_value_cents) / 100,
        "acts_as": found.purchasing_body_acts_as,
        "fee": Decimal(found.fee_permille) / 10,
        "markup": Decimal(found.markup_permille) / 10,
    }
