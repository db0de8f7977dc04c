"""The steps of an award: each with its form and what it will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.tendering.award_reasons import bid_reason, instructions_of, lot_reason
from samkop.tendering.models import AwardDecision, Standstill, Tender
from samkop.tendering.pages.award_forms import (
    AwardInterimForm,
    AwardJudgmentForm,
    DecideForm,
    ExtensionForm,
    ReviewForm,
    SendForm,
    SignForm,
    TakeBackForm,
    today_and,
)
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import lots_of, opened_bids_of, proposal_of, tender_of
from samkop.tendering.queries.award_cases import facts_of
from samkop.tendering.queries.awards import (
    awarded_lots_of,
    bidders_of,
    decision_of,
    lots_signed_before,
    reviews_of,
    signatures_of,
)
from samkop.tendering.queries.evaluation import rejections_of
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules import cases_for
from samkop.tendering.usecases.award_decision import decide_award, send_decision
from samkop.tendering.usecases.award_reviews import (
    agree_interim,
    lodge_review,
    record_review_judgment,
    take_back_decision,
)
from samkop.tendering.usecases.bid_validity import WATCHED, ask_extension
from samkop.tendering.usecases.signing import sign_award
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]
Build = Callable[[HttpRequest, Tender, bool], forms.Form]


@dataclass(frozen=True)
class Step:
    """What can be done, by which use case, with which form, and what it will do.

    ``sent`` says whether it needs a decision that was sent; None where that does not matter.
    """

    use_case: Callable[..., Any]
    build: Build
    before: tuple[TenderState, ...]
    label: Promise
    effects: tuple[Promise, ...]
    done: Promise
    sent: bool | None = None
    stops: bool = False


def _posted(request: HttpRequest, sent: bool) -> Any:  # noqa: FBT001 - a form's own question
    return request.POST if sent else None


def _decide(request: HttpRequest, tender: Tender, sent: bool) -> DecideForm:  # noqa: FBT001
    proposal = proposal_of(tender.pk)
    awards = list(proposal.awards.all()) if proposal else []
    awards.sort(key=lambda award: award.place)
    first = [award for award in awards if award.place == 1]
    last = {award.lot_id: award for award in awards}
    winning = {award.bid_id for award in awards}
    out = rejections_of(tender.pk)
    losing = [bid for bid in opened_bids_of(tender.pk) if bid.pk not in winning]
    return DecideForm(
        _posted(request, sent), cases=cases_for(facts_of(tender)),
        initial=_initial(request, tender),
        lots={award.lot_id: lot_reason(tender, award) for award in first},
        bids={
            **{award.bid_id or 0: lot_reason(tender, award) for award in awards if award.place > 1},
            **{bid.pk: bid_reason(tender, last[bid.lot_id], bid, out.get(bid.pk))
               for bid in losing if bid.lot_id in last},
        },
    )  # fmt: skip


def _send(request: HttpRequest, tender: Tender, sent: bool) -> SendForm:  # noqa: FBT001
    return SendForm(
        _posted(request, sent), bidders=bidders_of(tender.pk),
        instructions=instructions_of(tender.owner.country),
    )  # fmt: skip


def _review(request: HttpRequest, tender: Tender, sent: bool) -> ReviewForm:  # noqa: FBT001
    return ReviewForm(
        _posted(request, sent), lots=lots_of(tender.pk), initial=_initial(request, tender)
    )


def _of_review(kind: type[AwardInterimForm | AwardJudgmentForm]) -> Build:
    def build(request: HttpRequest, tender: Tender, sent: bool) -> forms.Form:  # noqa: FBT001
        decision = decision_of(tender.pk)
        reviews = reviews_of(decision.pk) if decision else []
        running = [one for one in reviews if not hasattr(one, "judgment")]
        return kind(_posted(request, sent), reviews=running, initial=_initial(request, tender))

    return build


def _plain(kind: type[TakeBackForm | ExtensionForm]) -> Build:
    def build(request: HttpRequest, tender: Tender, sent: bool) -> forms.Form:  # noqa: FBT001
        return kind(_posted(request, sent))

    return build


def _sign(request: HttpRequest, tender: Tender, sent: bool) -> SignForm:  # noqa: FBT001
    decision = decision_of(tender.pk)
    signed = signatures_of(decision.pk) if decision else {}
    lots = awarded_lots_of(decision.pk) if decision else []
    before = lots_signed_before(decision) if decision else set()
    left = [
        one for one in lots if one.supplier_id and one.pk not in signed and one.lot_id not in before
    ]
    return SignForm(_posted(request, sent), lots=left, initial=_initial(request, tender))


def _initial(request: HttpRequest, tender: Tender) -> dict[str, Any]:
    """Today, and what the link that led here named."""
    named = {
        name: request.GET[name] for name in ("review_id", "awarded_lot_id") if name in request.GET
    }
    return today_and(day_of(tender.owner, current_unit().now), **named)


DECIDED = (TenderState.DECIDED,)
# What brings the award on; everything else is done where something happens.
NEXT = frozenset({"decide", "send", "sign"})

STEPS: Mapping[str, Step] = {
    "decide": Step(
        decide_award, _decide, (TenderState.OPENED,), gettext_lazy("Decide the award"),
        (
            gettext_lazy("The winners are those that the evaluation proposed."),
            gettext_lazy("Nobody outside hears of it before it is sent to all bidders."),
        ),
        gettext_lazy("The award is decided. Look at the letters, then send them."),
    ),
    "send": Step(
        send_decision, _send, DECIDED, gettext_lazy("Send to the bidders"),
        (
            gettext_lazy("Every bidder gets its letter at the same time."),
            gettext_lazy("The standstill begins; one letter by post makes it the longer one."),
            gettext_lazy("The bidders' names and their number may be known from now on."),
            gettext_lazy("An agreement is prepared for each lot that is awarded."),
        ),
        gettext_lazy("The decision is sent, and the standstill runs."), sent=False,
    ),
    "sign": Step(
        sign_award, _sign, DECIDED, gettext_lazy("Record a signature"),
        (
            gettext_lazy("The agreement of the lot comes into force."),
            gettext_lazy("With the last lot the tender is concluded."),
        ),
        gettext_lazy("The signature is recorded, and the agreement comes into force."), sent=True,
    ),
    "review": Step(
        lodge_review, _review, DECIDED, gettext_lazy("Record a review"),
        (
            gettext_lazy("A review within the standstill holds the signature back by law."),
            gettext_lazy("The validity of the bids is watched while it runs."),
        ),
        gettext_lazy("The review is recorded."), sent=True,
    ),
    "interim": Step(
        agree_interim, _of_review(AwardInterimForm), DECIDED,
        gettext_lazy("Buy during the review"),
        (gettext_lazy("The agreements of the lots concerned are interim until the judgment."),),
        gettext_lazy("The interim agreement is decided."), sent=True,
    ),
    "judgment": Step(
        record_review_judgment, _of_review(AwardJudgmentForm), DECIDED,
        gettext_lazy("Record the judgment"),
        (
            gettext_lazy("The award stands: it is signed after the days that the law asks for."),
            gettext_lazy("The bids are evaluated again: what was prepared is annulled."),
            gettext_lazy("The whole procedure is annulled: the tender is cancelled."),
        ),
        gettext_lazy("The judgment is recorded."), sent=True,
    ),
    "extension": Step(
        ask_extension, _plain(ExtensionForm), WATCHED, gettext_lazy("Ask for longer validity"),
        (
            gettext_lazy("Every bidder is asked, and answers for itself."),
            gettext_lazy("Who does not consent is not bound after the day accepted before."),
        ),
        gettext_lazy("The bidders are asked."),
    ),
    "take-back": Step(
        take_back_decision, _plain(TakeBackForm), DECIDED, gettext_lazy("Take the decision back"),
        (
            gettext_lazy("The bids are evaluated again, and decided on anew."),
            gettext_lazy("Agreements that were prepared are annulled."),
        ),
        gettext_lazy("The decision is taken back."), stops=True,
    ),
}  # fmt: skip


def steps_on(
    tender: Tender, decision: AwardDecision | None, standing: Standstill | None, today: date
) -> list[dict[str, Any]]:
    """What can be done now: the address, label, and whether it is what comes next; that first."""
    running = decision is not None and any(
        not hasattr(one, "judgment") for one in reviews_of(decision.pk)
    )
    shown = []
    for slug, step in STEPS.items():
        possible = tender.state in step.before and step.sent in {None, standing is not None}
        if slug == "decide":
            possible = possible and proposal_of(tender.pk) is not None
        if slug in {"interim", "judgment"}:
            possible = possible and running
        if slug == "sign" and standing is not None:
            possible = possible and today >= standing.first_day_to_sign
        if possible:
            shown.append(
                {
                    "url": reverse("award-step", args=[tender.pk, slug]), "label": step.label,
                    "next": slug in NEXT,
                }
            )  # fmt: skip
    return sorted(shown, key=lambda one: not one["next"])


def _step(
    request: HttpRequest,
    actor: Actor,
    tender_id: int,
    step: str,
    refused: Refused | None = None,
) -> Shown:
    tender, chosen = tender_of(tender_id), _chosen(step)
    allow(may_run_tender(actor, tender))
    frame = frame_of(actor, tender, "tender-award")
    form = with_refusal(chosen.build(request, tender, refused is not None), refused)
    return "tendering/award_step.html", {
        **frame,
        "step": chosen,
        "open": tender.state in chosen.before,
        "form": form,
        "groups": _groups(tender, form) if isinstance(form, DecideForm) else [],
        "first": [form[name] for name in DecideForm.base_fields]
        if isinstance(form, DecideForm)
        else [],
        "send": reverse("send-award-step", args=[tender_id, step]),
        "trail": [
            *frame["trail"],
            (tender.number, reverse("tender", args=[tender_id])),
            (_("Award"), reverse("tender-award", args=[tender_id])),
        ],
    }


step = page()(_step)


@act(again=_step)
def send_step(request: HttpRequest, actor: Actor, tender_id: int, step: str) -> Answer:
    """Take the step."""
    chosen = _chosen(step)
    with reading(actor):
        tender = tender_of(tender_id)
        allow(may_run_tender(actor, tender))
        form = chosen.build(request, tender, True)
    values = checked(form)
    if isinstance(form, (DecideForm, SendForm)):
        values = form.values()
    perform(actor, chosen.use_case, tender_id=tender_id, **values)
    return Answer(to=reverse("tender-award", args=[tender_id]), message=chosen.done)


def _chosen(slug: str) -> Step:
    if slug not in STEPS:
        raise not_found()
    return STEPS[slug]


def _groups(tender: Tender, form: DecideForm) -> list[dict[str, Any]]:
    """Each lot with its first proposed supplier, the further ones, and the bids that do not win."""
    proposal = proposal_of(tender.pk)
    bids = opened_bids_of(tender.pk)
    awards = proposal.awards.order_by("lot__code", "place") if proposal else []
    further = {award.bid_id: award for award in awards if award.place > 1}
    return [
        {
            "award": award,
            "reason": form[f"lot_{award.lot_id}"],
            "bids": sorted(
                (
                    (bid, form[f"bid_{bid.pk}"], further.get(bid.pk))
                    for bid in bids
                    if bid.lot_id == award.lot_id and f"bid_{bid.pk}" in form.fields
                ),
                key=lambda row: (row[2] is None, row[2].place if row[2] else 0),
            ),
        }
        for award in awards
        if award.place == 1
    ]
