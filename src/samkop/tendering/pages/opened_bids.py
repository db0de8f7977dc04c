"""Opened bids for those who run the tender: compliance, signals of low prices, rejection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.bidding import faults_of
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import BidRejection, OpenedBid
from samkop.tendering.pages.evaluation_forms import ChecksForm, ReasonForm, RejectForm
from samkop.tendering.pages.noted import noted
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.queries.evaluation import bid_of, checks_of, rejections_of
from samkop.tendering.queries.schemes import Scheme, scheme_of
from samkop.tendering.queries.scores import Compared, LotScores, below_minimum, scores_on
from samkop.tendering.rules.abnormally_low import signals
from samkop.tendering.usecases.compliance import (
    Found,
    check_compliance,
    reinstate_bid,
    reject_bid,
)
from samkop.tendering.vocabulary import CheckedThing, CheckOutcome, TenderState

Shown = tuple[str, dict[str, Any]]


@noted("read_opened_bids")
@page()
def opened_bids(request: HttpRequest, actor: Actor, tender_id: int) -> Shown:
    """All bids, lot by lot: what was checked, which prices look low, which are out."""
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    scores = [scores_on(lot) for lot in lots_of(tender_id)]
    checks = checks_of(one.bid.pk for lot in scores for one in lot.bids)
    return "tendering/opened_bids.html", {
        **frame_of(actor, found, "opened-bids"),
        "lots": [(lot.lot, list(_rows(lot, checks))) for lot in scores],
    }


def _rows(scores: LotScores, checks: dict[int, Any]) -> Iterator[dict[str, Any]]:
    low = signals(_prices(scores))
    things = _things(scores.scheme)
    for one in sorted(scores.bids, key=lambda one: one.price_cents):
        known = checks.get(one.bid.pk, {})
        outcomes = [check.outcome for check in known.values()]
        yield {
            "bid": one.bid, "name": one.name, "price": one.price_cents,
            "signals": low.get(one.bid.pk, ()), "rejection": one.rejection,
            "checked": len([1 for at in things if at in known]), "asked": len(things),
            "unmet": outcomes.count(CheckOutcome.NOT_MET),
            "unclear": outcomes.count(CheckOutcome.CLARIFY),
        }  # fmt: skip


def _prices(scores: LotScores) -> dict[int, int]:
    return {one.bid.pk: one.price_cents for one in scores.bids if one.rejection is None}


def _things(scheme: Scheme) -> list[tuple[str, str]]:
    """What is checked of every bid on a lot."""
    return [
        *((CheckedThing.REQUIREMENT.value, one.code) for one in scheme.form.requirements),
        *((CheckedThing.ESPD.value, one.code) for one in scheme.form.espd),
        (CheckedThing.FORM.value, "form"),
    ]


def _bid(
    request: HttpRequest, actor: Actor, tender_id: int, bid_id: int,
    refused: Refused | None = None, sent: str = "",
) -> Shown:  # fmt: skip
    found = bid_of(tender_id, bid_id)
    allow(may_run_tender(actor, found.tender))
    scores = scores_on(found.lot)
    one = next(row for row in scores.bids if row.bid.pk == bid_id)
    known = checks_of([bid_id]).get(bid_id, {})
    form = _checks(request, scores.scheme, known, bound=sent == "checks")
    opened = found.tender.state == TenderState.OPENED
    rejection = rejections_of(tender_id).get(bid_id)
    return "tendering/opened_bid.html", {
        **frame_of(actor, found.tender, "opened-bids"),
        "bid": found, "one": one, "content": one.content, "opened": opened,
        "files": list(found.files.defer("content").order_by("name")),
        "signals": signals(_prices(scores)).get(bid_id, ()),
        "faults": _faults(scores.scheme, one),
        "form": with_refusal(form, refused) if sent == "checks" else form,
        "rows": [(row, *form.of(row["thing"], row["code"])) for row in _asked(one, scores.scheme)],
        "rejection": rejection, "past": _past(found, rejection),
        "below": below_minimum(found),
        **(_decisions(request, known, rejection, refused, sent) if opened else {}),
    }  # fmt: skip


def _faults(scheme: Scheme, one: Compared) -> list[str]:
    """What the bid's form lacks, as the reading of it finds."""
    names = one.bid.files.values_list("name", flat=True)
    return [fault.sentence for fault in faults_of(scheme.form, one.content, set(names))]


def _past(bid: OpenedBid, now: BidRejection | None) -> list[BidRejection]:
    rows = BidRejection.objects.filter(bid=bid).select_related("reinstatement", "rejected_by")
    return [row for row in rows.order_by("-id") if now is None or row.pk != now.pk]


def _asked(one: Compared, scheme: Scheme) -> list[dict[str, Any]]:
    """Each requirement and question with what the bid answers."""
    answers = {row.code: row for row in one.content.requirements}
    said = {row.code: row for row in one.content.espd}
    rows: list[dict[str, Any]] = []
    for asked in scheme.form.requirements:
        answer = answers.get(asked.code)
        rows.append({
            "thing": CheckedThing.REQUIREMENT.value, "code": asked.code, "text": asked.text,
            "yes": answer.meets if answer else None, "note": answer.note if answer else "",
            "file": answer.file if answer else "",
        })  # fmt: skip
    for question in scheme.form.espd:
        espd = said.get(question.code)
        rows.append({
            "thing": CheckedThing.ESPD.value, "code": question.code, "text": question.text,
            "yes": espd.yes if espd else None, "note": espd.note if espd else "", "file": "",
        })  # fmt: skip
    rows.append({
        "thing": CheckedThing.FORM.value, "code": "form", "text": _("The bid as a whole: signed"
        " where asked for, complete, readable, valid long enough"), "yes": None, "note": "",
        "file": "",
    })  # fmt: skip
    return rows


def _checks(
    request: HttpRequest, scheme: Scheme, known: dict[Any, Any], *, bound: bool
) -> ChecksForm:
    return ChecksForm(request.POST if bound else None, things=_things(scheme), filled=known)


def _decisions(
    request: HttpRequest, known: dict[Any, Any], rejection: BidRejection | None,
    refused: Refused | None, sent: str,
) -> dict[str, Any]:  # fmt: skip
    """The form of the one step that is possible: to reject, or to take that back."""
    posted = request.POST if sent == "decision" else None
    mine = refused if sent == "decision" else None
    if rejection is not None:
        return {"reinstate": with_refusal(ReasonForm(posted), mine)}
    unmet = [code for (_t, code), one in known.items() if one.outcome == CheckOutcome.NOT_MET]
    return {"reject": with_refusal(RejectForm(posted, unmet=unmet), mine)}


opened_bid = noted("read_opened_bid")(page()(_bid))


def _again_of_checks(
    request: HttpRequest, actor: Actor, tender_id: int, bid_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _bid(request, actor, tender_id, bid_id, refused, "checks")


def _again_of_decision(
    request: HttpRequest, actor: Actor, tender_id: int, bid_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _bid(request, actor, tender_id, bid_id, refused, "decision")


@act(again=_again_of_checks)
def check(request: HttpRequest, actor: Actor, tender_id: int, bid_id: int) -> Answer:
    """Record what was found of the bid."""
    with reading(actor):
        scheme = scheme_of(bid_of(tender_id, bid_id).lot)
    form = _checks(request, scheme, {}, bound=True)
    values = checked(form)
    found = [
        Found(thing, code, values[f"check-{thing}-{code}"], values[f"reason-{thing}-{code}"])
        for thing, code in form.things
        if values[f"check-{thing}-{code}"]
    ]
    perform(actor, check_compliance, bid_id=bid_id, found=found)
    return Answer(to=_page(tender_id, bid_id), message=_("What you found is recorded."))


@act(again=_again_of_decision)
def reject(request: HttpRequest, actor: Actor, tender_id: int, bid_id: int) -> Answer:
    """Take the bid out of the evaluation."""
    with reading(actor):
        known = checks_of([bid_of(tender_id, bid_id).pk]).get(bid_id, {})
    unmet = [code for (_t, code), one in known.items() if one.outcome == CheckOutcome.NOT_MET]
    values = checked(RejectForm(request.POST, unmet=unmet))
    perform(actor, reject_bid, bid_id=bid_id, **values)
    return Answer(to=_page(tender_id, bid_id), message=_("The bid is rejected."))


@act(again=_again_of_decision)
def reinstate(request: HttpRequest, actor: Actor, tender_id: int, bid_id: int) -> Answer:
    """Take the rejection back."""
    with reading(actor):
        bid_of(tender_id, bid_id)
        rejection = rejections_of(tender_id).get(bid_id)
    values = checked(ReasonForm(request.POST))
    perform(actor, reinstate_bid, rejection_id=rejection.pk if rejection else 0, **values)
    return Answer(to=_page(tender_id, bid_id), message=_("The bid is evaluated again."))


def _page(tender_id: int, bid_id: int) -> str:
    return reverse("opened-bid", args=[tender_id, bid_id])
