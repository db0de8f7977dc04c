"""The award of a tender: what was decided, the standstill day by day, what holds it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from samkop.core.holidays import SATURDAY, easter
from samkop.parties.rules import usual_language
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform
from samkop.tendering.award_letter import letter_to
from samkop.tendering.award_reasons import instructions_of
from samkop.tendering.models import AwardDecision, BidReason, DecisionLetter, Standstill, Tender
from samkop.tendering.pages.award_steps import steps_on
from samkop.tendering.pages.parts import parts_of
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import SELLS, may_run_tender, may_see_tenders
from samkop.tendering.printing import printed_letter
from samkop.tendering.queries import opened_bids_of, proposal_of, tender_of
from samkop.tendering.queries.awards import (
    answers_seen,
    awarded_lots_of,
    bidders_of,
    bound_until,
    counted_days,
    decision_of,
    extensions_of,
    holding_reviews,
    letter_of,
    letters_of,
    reviews_of,
    signatures_of,
    standstill_of,
    watch_of,
)
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.award_decision import standstill_from
from samkop.tendering.usecases.bid_validity import answer_extension
from samkop.tendering.vocabulary import LetterWay, TenderState

Shown = tuple[str, dict[str, Any]]


def _award(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_tenders(actor))
    tender = tender_of(tender_id)
    frame = frame_of(actor, tender, "tender-award")
    decision, standing = _decided(tender_id, runs=frame["runs"])
    today = day_of(tender.owner, current_unit().now)
    return "tendering/award.html", {
        **frame,
        "refused": refused,
        "today": today,
        "decision": decision,
        "undone": decision is not None and tender.state == TenderState.OPENED,
        "lots": _lots(decision),
        "standing": standing,
        "days": _days(standing),
        "stepper": _stepper(tender, decision, standing, today),
        "proposal": proposal_of(tender_id)
        if frame["runs"] and tender.state == TenderState.OPENED
        else None,
        "letters": [
            one
            for one in (letters_of(decision.pk) if decision else [])
            if _may_read(actor, tender, one)
        ],
        "previews": bidders_of(tender_id) if frame["runs"] and decision and not standing else [],
        "own_reasons": _own_reasons(actor, decision),
        "reviews": reviews_of(decision.pk) if decision else [],
        "bound": _bound(tender, today) if frame["runs"] else [],
        "watch": watch_of(tender, today) if frame["runs"] and decision else None,
        "extensions": _extensions(actor, tender, today),
        "steps": steps_on(tender, decision, standing, today) if frame["runs"] else [],
        "parts": parts_of(actor, tender),
    }


award = page()(_award)


def _decided(tender_id: int, *, runs: bool) -> tuple[AwardDecision | None, Standstill | None]:
    """The newest decision and its standstill; before it is sent, for those who run the tender."""
    decision = decision_of(tender_id)
    standing = standstill_of(decision.pk) if decision else None
    return (decision, standing) if standing or runs else (None, None)


def _may_read(actor: Actor, tender: Tender, sent: DecisionLetter) -> bool:
    """A letter is its bidder's, and of those who run the tender."""
    return actor.party_id == sent.bidder_id or may_run_tender(actor, tender)


def _award_of_answer(
    request: HttpRequest, actor: Actor, tender_id: int, extension_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _award(request, actor, tender_id, refused)


@act(again=_award_of_answer)
def answer(request: HttpRequest, actor: Actor, tender_id: int, extension_id: int) -> Answer:
    """A bidder's own answer to being bound longer."""
    consents = request.POST.get("consents") == "yes"
    perform(actor, answer_extension, extension_id=extension_id, consents=consents)
    return Answer(to=reverse("tender-award", args=[tender_id]), message=_("Your answer is kept."))


@page()
def letter(request: HttpRequest, actor: Actor, tender_id: int, letter_id: int) -> HttpResponse:
    """A letter as it was sent, for its bidder and for who sent it."""
    found = letter_of(tender_id, letter_id)
    allow(_may_read(actor, tender_of(tender_id), found))
    return _pdf(bytes(found.content), f"{_('award-decision')}-{found.pk}")


@page()
def preview(request: HttpRequest, actor: Actor, tender_id: int, bidder_id: int) -> HttpResponse:
    """The letter to a bidder as it would be if it were sent now, electronically."""
    tender, decision = tender_of(tender_id), decision_of(tender_id)
    allow(frame_of(actor, tender, "tender-award")["runs"])
    bidder = next((one for one in bidders_of(tender_id) if one.pk == bidder_id), None)
    if decision is None or bidder is None:
        raise not_found()
    language = usual_language(bidder.country)
    standing = standstill_from(tender, decision, LetterWay.ELECTRONIC, current_unit().now)
    with override(language):
        text = instructions_of(tender.owner.country)[language]
        content = printed_letter(letter_to(bidder, decision, standing, text), language)
    return _pdf(content, f"{_('preview')}-{bidder_id}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _lots(decision: AwardDecision | None) -> list[dict[str, Any]]:
    if decision is None:
        return []
    signed = signatures_of(decision.pk)
    return [
        {
            "award": one, "signature": signed.get(one.pk),
            "held": holding_reviews(decision.pk, one.lot_id),
            "points": None if one.score is None else one.score / 1000,
        }
        for one in awarded_lots_of(decision.pk)
    ]  # fmt: skip


def _days(standing: Standstill | None) -> list[dict[str, Any]]:
    """The reckoning, a day a row: why the last day moves is seen by those that are off."""
    if standing is None or standing.days is None or standing.judgment_id is not None:
        return []
    return [
        {
            "number": one.number, "day": one.day, "weekday": date_format(one.day, "l"),
            "off": one.off, "name": _holiday(one.day, standing.country) if one.off else "",
            "counted": one.number <= standing.days, "last": one.day == standing.last_day,
        }
        for one in counted_days(standing)
    ]  # fmt: skip


def _holiday(day: date, country: str) -> str:
    """What a day off is called, where it is not a Saturday or Sunday alone."""
    fixed = {
        (1, 1): _("New Year's Day"), (1, 6): _("Epiphany"), (5, 1): _("May Day"),
        (6, 6): _("National Day") if country == "SE" else "",
        (12, 6): _("Independence Day") if country == "FI" else "",
        (12, 24): _("Christmas Eve"), (12, 25): _("Christmas Day"), (12, 26): _("Boxing Day"),
        (12, 31): _("New Year's Eve") if country == "SE" else "",
    }.get((day.month, day.day), "")  # fmt: skip
    moving = {
        -2: _("Good Friday"), 0: _("Easter Sunday"), 1: _("Easter Monday"),
        39: _("Ascension Day"),
    }.get((day - easter(day.year)).days, "")  # fmt: skip
    if fixed or moving or day.weekday() >= SATURDAY:
        return fixed or moving
    return _("Midsummer Eve")  # the only other day off of a working week


def _stepper(
    tender: Tender, decision: AwardDecision | None, standing: Standstill | None, today: date
) -> list[dict[str, Any]]:
    """How far the award has come."""
    decided = decision is not None and tender.state != TenderState.OPENED
    over = decided and standing is not None and today >= standing.first_day_to_sign
    held = decision is not None and decided and bool(holding_reviews(decision.pk))
    done = [
        (_("Evaluated"), decided or proposal_of(tender.pk) is not None, None),
        (_("Decided"), decided, decision.decided_on if decision and decided else None),
        (_("Sent"), decided and standing is not None, standing.sent_on if standing else None),
        (
            _("Standstill over"), over and not held,
            standing.first_day_to_sign if standing and decided else None,
        ),
        (_("Signed"), tender.state == TenderState.CONCLUDED, None),
    ]  # fmt: skip
    first = next((place for place, (_label, is_done, _at) in enumerate(done) if not is_done), None)
    return [
        {
            "label": label, "at": at,
            "state": "done" if is_done else "current" if place == first else "todo",
        }
        for place, (label, is_done, at) in enumerate(done)
    ]  # fmt: skip


def _own_reasons(actor: Actor, decision: AwardDecision | None) -> list[BidReason]:
    """Why a bidder's bids did not win; the owner has them all in the letters."""
    if decision is None:
        return []
    rows = BidReason.objects.filter(decision=decision, bid__bidder_id=actor.party_id)
    return list(rows.select_related("bid__lot").order_by("bid__lot__code"))


def _bound(tender: Tender, today: date) -> list[tuple[str, date, bool]]:
    """Until when each bidder is bound, and whether it still is."""
    days = bound_until(tender)
    return [
        (bidder.name, days[bidder.pk], days[bidder.pk] >= today)
        for bidder in bidders_of(tender.pk)
        if bidder.pk in days
    ]


def _extensions(actor: Actor, tender: Tender, today: date) -> list[dict[str, Any]]:
    """What was asked of bidders; a bidder's own answer, or the place for it."""
    runs, sells = may_run_tender(actor, tender), not SELLS.isdisjoint(actor.roles)
    bids = any(bid.bidder_id == actor.party_id for bid in opened_bids_of(tender.pk))
    answered = answers_seen(tender.pk)
    shown = []
    for one in extensions_of(tender.pk):
        answers = [
            row for row in answered.get(one.pk, []) if runs or row.bidder_id == actor.party_id
        ]
        own = next((row for row in answers if row.bidder_id == actor.party_id), None)
        open_to = bids and sells and own is None and today <= one.answer_by
        shown.append({"asked": one, "answers": answers, "own": own, "open": open_to})
    return shown
