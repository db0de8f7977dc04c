"""Whether bids meet what was asked; and rejection, which always names its ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.records import create, create_each
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import (
    BidInquiry,
    BidReinstatement,
    BidRejection,
    ComplianceCheck,
    OpenedBid,
)
from samkop.tendering.queries.evaluation import checks_of, rejections_of
from samkop.tendering.queries.scores import below_minimum
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.evaluators import require_reason
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import (
    CheckedThing,
    CheckOutcome,
    InquiryKind,
    RejectionGround,
    RulingOutcome,
    TenderState,
)

# What has to have been found before a bid is out on that ground.
FOUND: dict[str, tuple[CheckedThing, ...]] = {
    RejectionGround.REQUIREMENT: (CheckedThing.REQUIREMENT,),
    RejectionGround.EXCLUSION: (CheckedThing.ESPD,),
    RejectionGround.FORMAL: (CheckedThing.FORM,),
}


@dataclass(frozen=True)
class Found:
    """What was found of one requirement or answer."""

    thing: str
    code: str
    outcome: str
    reason: str = ""

    @property
    def field(self) -> str:
        """Its place in a form."""
        return f"check-{self.thing}-{self.code}"


def locked_bid(actor: Actor, bid_id: int) -> OpenedBid:
    """The bid of a tender whose bids are opened, which is locked, for those who run it.

    Raises Refused ``not-found``, ``not-allowed``, ``tender-in-another-state``.
    """
    bid = OpenedBid.objects.filter(id=bid_id).select_related("bidder", "lot").first()
    if bid is None:
        raise not_found()
    bid.tender = locked_tender(actor, bid.tender_id)
    require_state(bid.tender, TenderState.OPENED)
    return bid


def check_compliance(
    *, actor: Actor, now: datetime, bid_id: int, found: Sequence[Found]
) -> list[ComplianceCheck]:
    """Record what was found of a bid; what was found before stays in the history.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``outcome-unknown``, ``reason-missing`` (what is not met, or not clear, is told).
    """
    bid = locked_bid(actor, bid_id)
    if any(one.thing not in CheckedThing or one.outcome not in CheckOutcome for one in found):
        raise Refused("outcome-unknown", _("Choose what was found."), status=422)
    bare = {
        one.field: _("Say what is not met, or not clear.")
        for one in found
        if one.outcome != CheckOutcome.MET and not one.reason.strip()
    }
    if bare:
        raise Refused(
            "reason-missing", _("What is not met, or not clear, needs its reason."), status=422,
            fields=bare,
        )  # fmt: skip
    before = checks_of([bid.pk]).get(bid.pk, {})
    rows = [
        ComplianceCheck(
            tender=bid.tender, bid=bid, thing=one.thing, code=one.code, outcome=one.outcome,
            reason=one.reason.strip(), checked_by_id=actor.own_person_id, at=now,
        )
        for one in found
        if _differs(one, before.get((one.thing, one.code)))
    ]  # fmt: skip
    create_each(rows)
    return rows


def reject_bid(
    *, actor: Actor, now: datetime, bid_id: int, ground: str, reason: str, code: str = ""
) -> BidRejection:
    """Take a bid out of the evaluation. ``code`` names what is not met, where that has a code.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``ground-unknown``, ``reason-missing``, ``already-rejected``, ``check-missing`` (nothing was
    found that is not met), ``late-not-opened`` (a late bid is kept unopened),
    ``explanation-not-asked``, ``explanation-days-run``, ``explanation-not-judged``,
    ``not-below-minimum``.
    """
    bid = locked_bid(actor, bid_id)
    if ground not in RejectionGround.values:
        raise Refused("ground-unknown", _("Choose the ground of the rejection."), status=422)
    require_reason(reason)
    if bid.pk in rejections_of(bid.tender_id):
        raise Refused("already-rejected", _("This bid is rejected already."))
    if ground in FOUND:
        _require_not_met(bid, ground, code)
    elif ground == RejectionGround.ABNORMALLY_LOW:
        _require_explanation_asked(bid, now)
    elif ground == RejectionGround.LATE:
        raise Refused(
            "late-not-opened",
            _("A bid that came too late is kept unopened: this one came in time."),
        )
    elif ground == RejectionGround.MINIMUM and not below_minimum(bid):
        raise Refused(
            "not-below-minimum",
            _("The marks agreed on do not lie below an announced minimum."),
        )
    return create(
        BidRejection(
            tender=bid.tender, bid=bid, ground=ground, code=code, reason=reason.strip(),
            rejected_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def reinstate_bid(
    *, actor: Actor, now: datetime, rejection_id: int, reason: str
) -> BidReinstatement:
    """Take a rejection back: the bid is evaluated again.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``reason-missing``, ``reinstated-already``.
    """
    rejection = BidRejection.objects.filter(id=rejection_id).first()
    if rejection is None:
        raise not_found()
    bid = locked_bid(actor, rejection.bid_id)
    require_reason(reason)
    standing = rejections_of(bid.tender_id).get(bid.pk)
    if standing is None or standing.pk != rejection_id:
        raise Refused("reinstated-already", _("This rejection was taken back already."))
    return create(
        BidReinstatement(
            rejection=rejection, tender=bid.tender, reason=reason.strip(),
            reinstated_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def _differs(found: Found, before: ComplianceCheck | None) -> bool:
    return before is None or (before.outcome, before.reason) != (
        found.outcome,
        found.reason.strip(),
    )


def _require_not_met(bid: OpenedBid, ground: str, code: str) -> None:
    checks = checks_of([bid.pk]).get(bid.pk, {})
    found = [
        check
        for (thing, of), check in checks.items()
        if thing in FOUND[ground] and of == code and check.outcome == CheckOutcome.NOT_MET
    ]
    if not found:
        raise Refused(
            "check-missing",
            _("Record first what the bid does not meet, and choose it here."),
        )


def _require_explanation_asked(bid: OpenedBid, now: datetime) -> None:
    """Art. 69: asked for, its days over, and found not to account for the price."""
    asked = BidInquiry.objects.filter(bid=bid, round__kind=InquiryKind.ABNORMALLY_LOW)
    newest = asked.select_related("round", "ruling").order_by("-id").first()
    if newest is None:
        raise Refused(
            "explanation-not-asked",
            _("Ask the bidder first to explain its price (art. 69): nobody is rejected unheard."),
        )
    if day_of(bid.tender.owner, now) <= newest.round.answer_until:
        raise Refused(
            "explanation-days-run",
            _("The bidder may explain its price until %(day)s."),
            day=newest.round.answer_until.isoformat(),
        )
    ruling = getattr(newest, "ruling", None)
    if ruling is None or ruling.outcome != RulingOutcome.NOT_EXPLAINED:
        raise Refused(
            "explanation-not-judged",
            _("Judge the explanation first: only a price that is not explained is a ground."),
        )
