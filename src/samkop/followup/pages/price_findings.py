"""A purchase held against its rule, and a finding: asking, answering, concluding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samkop.agreements.pages.origins import kept_origin
from samkop.followup.pages.price_lists import state_tone, tone_of
from samkop.followup.pages.price_tabs import price_tabs
from samkop.followup.pages.prices import trail
from samkop.followup.policies.prices import (
    may_answer_finding,
    may_handle_finding,
    may_see_findings,
    may_see_prices,
)
from samkop.followup.queries.prices import (
    answers_of,
    check_of,
    finding_of,
    finding_with,
    purchases_of,
)
from samkop.followup.usecases.price_findings import (
    answer_price_finding,
    ask_about_price,
    end_price_finding,
)
from samkop.followup.vocabulary.prices import (
    ENDS,
    PriceAnswerKind,
    PriceCause,
    PriceFindingState,
)
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
MOST = 200
ENDINGS = [(state.value, state.label) for state in PriceFindingState if state in ENDS]


class QuestionForm(forms.Form):
    """What the supplier is asked."""

    question = forms.CharField(
        label=gettext_lazy("Question to the supplier"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What the supplier answers."""

    kind = forms.ChoiceField(label=gettext_lazy("Answer"), choices=PriceAnswerKind.choices)
    text = forms.CharField(
        label=gettext_lazy("Why the price is as it is, or what you do about it"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    credit_reference = forms.CharField(
        label=gettext_lazy("Number of the credit note"), max_length=120, required=False
    )


class EndForm(forms.Form):
    """How it ended."""

    state = forms.ChoiceField(label=gettext_lazy("It is"), choices=ENDINGS)
    conclusion = forms.CharField(
        label=gettext_lazy("What settled it"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    credit_reference = forms.CharField(
        label=gettext_lazy("Number of the credit note"), max_length=120, required=False
    )


WAYS: dict[type[forms.Form] | None, str] = {
    QuestionForm: "ask", EndForm: "end", AnswerForm: "answer",
}  # fmt: skip


@page()
def check(request: HttpRequest, actor: Actor, price_check_id: int) -> Shown:
    """Both prices step by step, and what the difference comes from."""
    found = check_of(price_check_id)
    allow(may_see_findings(actor))
    line = found.order_line
    paid = kept_origin(line.origin) if line and found.source == "ordered" else None
    above = (
        [*trail(), (pgettext("prices", "Purchases"), reverse("price-checks"))]
        if may_see_prices(actor)
        else []
    )
    return "followup/price_check.html", {
        "check": found, "tone": tone_of(found), "paid": paid,
        "expected": kept_origin(found.expected), "finding": finding_with(found.pk),
        "cause": PriceCause(found.cause).label if found.cause else "", "trail": above,
        "inside": actor.party_id in {found.buyer_id, found.purchasing_body_id},
        "buyers_own": actor.party_id == found.buyer_id,
        **price_tabs(actor, "price-checks"),
    }  # fmt: skip


def _finding(
    request: HttpRequest, actor: Actor, price_finding_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_findings(actor))
    found = finding_of(price_finding_id)
    handles = may_handle_finding(actor, found)
    is_asked = found.state == PriceFindingState.ASKED
    kind: type[forms.Form] | None = None
    if handles and found.state == PriceFindingState.FOUND:
        kind = QuestionForm
    elif handles and is_asked:
        kind = EndForm
    elif is_asked and may_answer_finding(actor, found):
        kind = AnswerForm
    form = with_refusal(kind(request.POST if refused else None), refused) if kind else None
    return "followup/price_finding.html", {
        "finding": found, "tone": state_tone(found), "answers": answers_of(found.pk),
        "purchases": purchases_of(found.pk, MOST), "form": form,
        "ways": WAYS.get(kind, ""),
        "cause": PriceCause(found.cause).label, "handles": handles,
        "sees_prices": may_see_prices(actor),
        "trail": [*(trail() if may_see_prices(actor) else []),
                  (_("Findings"), reverse("price-findings"))],
        **price_tabs(actor, "price-findings"),
    }  # fmt: skip


finding = page()(_finding)


@act(again=_finding)
def ask(request: HttpRequest, actor: Actor, price_finding_id: int) -> Answer:
    """Ask the supplier."""
    said = checked(QuestionForm(request.POST))
    perform(actor, ask_about_price, finding_id=price_finding_id, question=said["question"])
    return _to(price_finding_id, _("The supplier is asked."))


@act(again=_finding)
def answer(request: HttpRequest, actor: Actor, price_finding_id: int) -> Answer:
    """Answer as the supplier."""
    said = checked(AnswerForm(request.POST))
    perform(
        actor, answer_price_finding, finding_id=price_finding_id,
        kind=PriceAnswerKind(said["kind"]), text=said["text"],
        credit_reference=said["credit_reference"],
    )  # fmt: skip
    return _to(price_finding_id, _("Your answer is sent."))


@act(again=_finding)
def end(request: HttpRequest, actor: Actor, price_finding_id: int) -> Answer:
    """Conclude."""
    said = checked(EndForm(request.POST))
    perform(
        actor, end_price_finding, finding_id=price_finding_id,
        state=PriceFindingState(said["state"]), conclusion=said["conclusion"],
        credit_reference=said["credit_reference"],
    )  # fmt: skip
    return _to(price_finding_id, _("The finding is settled."))


def _to(finding_id: int, message: str) -> Answer:
    return Answer(to=reverse("price-finding", args=[finding_id]), message=message)
