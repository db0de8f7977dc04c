"""What the evaluators of a lot agree on, beside what each of them marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.award.scoring.model import Criterion
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import ConsensusMark, Lot, Mark, OpenedBid
from samkop.tendering.pages.evaluation_forms import MarksForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_mark, may_run_tender
from samkop.tendering.queries import lot_of
from samkop.tendering.queries.evaluation import (
    bids_on,
    consensus_on,
    has_handed_in,
    marking_on,
    marks_on,
    rejections_of,
)
from samkop.tendering.queries.schemes import scheme_of
from samkop.tendering.usecases.marks import agree_on_marks
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Alike:
    """A mark on which all evaluators agree without talking: it fills the form beforehand."""

    value: Decimal
    reason: str = ""


def _consensus(
    request: HttpRequest, actor: Actor, lot_id: int, refused: Refused | None = None
) -> Shown:
    lot = lot_of(lot_id)
    tender = lot.tender
    appointed = marking_on(lot_id)
    runs = may_run_tender(actor, tender)
    own = [one for one in appointed if may_mark(actor, one)]
    allow(runs or any(has_handed_in(one) for one in own))
    waiting = [one for one in appointed if not has_handed_in(one)]
    opened = tender.state == TenderState.OPENED
    bids, leaves = _within(lot), scheme_of(lot).model.leaves
    form = _form(request, lot, bids, leaves, bound=refused is not None)
    marks = marks_on(lot_id)
    return "tendering/consensus.html", {
        **frame_of(actor, tender, "tender-scores" if runs else "tender-marking"),
        "lot": lot, "appointed": appointed, "waiting": waiting,
        "form": with_refusal(form, refused) if refused else form,
        "agrees": opened and bool(appointed) and not waiting,
        "bids": [(bid, _rows(form, bid, leaves, marks)) for bid in bids],
    }  # fmt: skip


consensus = page()(_consensus)


def _within(lot: Lot) -> list[OpenedBid]:
    out = rejections_of(lot.tender_id)
    return [bid for bid in bids_on(lot.pk) if bid.pk not in out]


def _form(
    request: HttpRequest, lot: Lot, bids: Sequence[OpenedBid], leaves: Sequence[Criterion], *,
    bound: bool,
) -> MarksForm:  # fmt: skip
    marks = marks_on(lot.pk)
    filled: dict[tuple[int, str], ConsensusMark | Alike] = {
        at: Alike(rows[0].value)
        for at, rows in marks.items()
        if len({row.value for row in rows}) == 1
    }
    filled.update(consensus_on(lot.pk))
    return MarksForm(request.POST if bound else None, bids=bids, leaves=leaves, filled=filled)


def _rows(
    form: MarksForm, bid: OpenedBid, leaves: Sequence[Criterion],
    marks: Mapping[tuple[int, str], Sequence[Mark]],
) -> list[dict[str, Any]]:  # fmt: skip
    rows = []
    for leaf in leaves:
        mark, reason = form.of(bid, leaf)
        own = marks.get((bid.pk, leaf.id), ())
        rows.append({
            "code": leaf.id, "own": own, "mark": mark, "reason": reason,
            "differ": len({row.value for row in own}) > 1,
        })  # fmt: skip
    return rows


@act(again=_consensus)
def agree(request: HttpRequest, actor: Actor, lot_id: int) -> Answer:
    """Record what was agreed on."""
    with reading(actor):
        lot = lot_of(lot_id)
        leaves = scheme_of(lot).model.leaves
        form = _form(request, lot, _within(lot), leaves, bound=True)
    checked(form)
    perform(actor, agree_on_marks, lot_id=lot_id, marks=form.given())
    return Answer(to=reverse("consensus", args=[lot_id]), message=_("The consensus is recorded."))
