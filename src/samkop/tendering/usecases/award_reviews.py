"""Reviews of an award: what holds the signature back, what the judgment does."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core import procurement
from samkop.core.procurement import NoRuleError
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import (
    AwardDecision,
    AwardReview,
    InterimDecision,
    ReviewJudgment,
    Standstill,
    Tender,
)
from samkop.tendering.queries.awards import (
    decision_of,
    in_law,
    signatures_of,
    standstill_of,
)
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.states import locked_tender, move_tender, require_state
from samkop.tendering.vocabulary import CourtInstance, ReviewOutcome, TenderState


def lodge_review(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    court: str,
    instance: str,
    case_number: str,
    applicant: str,
    filed_on: date,
    register_number: str,
    lot_id: int | None = None,
    ordered: bool | None = None,
) -> AwardReview:
    """Record a request for review: filed within the standstill, it holds the signature back.

    ``filed_on`` is the day on which the court got it; ``ordered`` what the court has decided
    meanwhile (True: nothing is signed; False: it may be). Raises Refused: ``not-found``,
    ``not-allowed``, ``tender-in-another-state``, ``decision-not-sent``, ``review-unnamed``,
    ``review-recorded-already``, ``filed-before-the-decision``, ``filed-in-the-future``,
    ``review-rule-not-known``.
    """
    tender, decision, standing = _decided(actor, tender_id)
    if lot_id is not None and not tender.lots.filter(id=lot_id).exists():
        raise not_found()
    if not (court.strip() and case_number.strip()):
        raise Refused(
            "review-unnamed", _("Enter the court and the case number of the review."), status=422
        )
    if filed_on < standing.sent_on:
        raise Refused(
            "filed-before-the-decision", _("The review is dated before the decision was sent.")
        )
    if filed_on > day_of(tender.owner, now):
        raise Refused("filed-in-the-future", _("The review is dated after today. Correct its day."))
    same = AwardReview.objects.filter(decision=decision, court=court, case_number=case_number)
    if same.exists():
        raise Refused("review-recorded-already", _("This review is recorded already."))
    try:
        hold = procurement.extended_by_review(
            in_law(standing), filed_on=filed_on, court=procurement.Court(instance), ordered=ordered
        )
    except NoRuleError as error:
        raise _no_rule(error) from error
    return create(
        AwardReview(
            tender=tender, decision=decision, lot_id=lot_id, court=court.strip(),
            instance=CourtInstance(instance), case_number=case_number.strip(),
            applicant=applicant.strip(), filed_on=filed_on, ordered=ordered, held=hold.held,
            source=hold.source, checked=hold.checked, register_number=register_number, at=now,
        )
    )  # fmt: skip


def agree_interim(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    review_id: int,
    reason: str,
    register_number: str,
    interim_until: date | None = None,
) -> InterimDecision:
    """Let buying go on by an interim agreement while the review runs.

    The agreements that were prepared for the lots concerned become interim. Raises Refused:
    ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``no-review-runs``,
    ``interim-decided-already``, ``interim-ends-before-it-starts``.
    """
    tender, decision, _standing = _decided(actor, tender_id)
    review = _running(decision, review_id)
    if hasattr(review, "interim"):
        raise Refused("interim-decided-already", _("The interim agreement is decided already."))
    if interim_until is not None and interim_until < day_of(tender.owner, now):
        raise Refused(
            "interim-ends-before-it-starts",
            _("The last day of ordering is over already. Correct it or leave it out."),
        )
    made = create(
        InterimDecision(
            tender=tender, review=review, interim_until=interim_until, reason=reason,
            register_number=register_number, at=now,
        )
    )  # fmt: skip
    tell("interim-agreed", owner_id=tender.owner_id, interim_id=made.pk)
    return made


def record_review_judgment(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    review_id: int,
    outcome: str,
    decided_on: date,
    register_number: str,
    waived: bool = False,
    note: str = "",
) -> ReviewJudgment:
    """Record what the court decided, and do what follows.

    The award stands: the signature waits for the days after the judgment. The bids are to be
    evaluated again: the tender is back where they were opened. The procedure is annulled: the
    tender is cancelled. ``waived``: the court lets the days after the judgment go. Raises
    Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``no-review-runs``,
    ``outcome-unknown``, ``judgment-before-the-review``, ``judgment-in-the-future``,
    ``review-rule-not-known``.
    """
    tender, decision, standing = _decided(actor, tender_id)
    review = _running(decision, review_id)
    _check_judgment(tender, review, outcome, decided_on, now)
    judgment = create(
        ReviewJudgment(
            tender=tender, review=review, outcome=ReviewOutcome(outcome), decided_on=decided_on,
            waived=waived, note=note, register_number=register_number, at=now,
        )
    )  # fmt: skip
    if outcome == ReviewOutcome.AWARD_STANDS:
        _after_judgment(standing, judgment, now)
    else:
        to = {
            ReviewOutcome.EVALUATE_AGAIN: TenderState.OPENED,
            ReviewOutcome.PROCEDURE_ANNULLED: TenderState.CANCELLED,
        }[ReviewOutcome(outcome)]
        move_tender(tender, to, now, note, register_number)
    tell(
        "award-review-judged", tender_id=tender.pk, judgment_id=judgment.pk,
        owner_id=tender.owner_id,
    )  # fmt: skip
    return judgment


def take_back_decision(
    *, actor: Actor, now: datetime, tender_id: int, reason: str, register_number: str
) -> Tender:
    """The buyer itself takes its decision back: the bids are evaluated again.

    Only before anything is signed. Raises Refused: ``not-found``, ``not-allowed``,
    ``tender-in-another-state``, ``signed-already``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.DECIDED)
    decision = decision_of(tender_id)
    if decision is not None and signatures_of(decision.pk):
        raise Refused(
            "signed-already",
            _("A lot of this decision is signed already: the decision stands."),
        )
    move_tender(tender, TenderState.OPENED, now, reason, register_number)
    if decision is not None:
        tell(
            "award-taken-back", owner_id=tender.owner_id, decision_id=decision.pk, reason=reason,
            register_number=register_number,
        )  # fmt: skip
    return tender


def _decided(actor: Actor, tender_id: int) -> tuple[Tender, AwardDecision, Standstill]:
    """The locked tender with the decision that was sent and its standstill."""
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.DECIDED)
    decision = decision_of(tender_id)
    standing = standstill_of(decision.pk) if decision else None
    if decision is None or standing is None:
        raise Refused("decision-not-sent", _("Send the decision to the bidders first."))
    return tender, decision, standing


def _running(decision: AwardDecision, review_id: int) -> AwardReview:
    rows = AwardReview.objects.filter(decision=decision, id=review_id)
    review = rows.select_related("judgment", "interim").first()
    if review is None:
        raise not_found()
    if hasattr(review, "judgment"):
        raise Refused("no-review-runs", _("This review is judged already."))
    return review


def _check_judgment(
    tender: Tender, review: AwardReview, outcome: str, decided_on: date, now: datetime
) -> None:
    if outcome not in ReviewOutcome.values:
        raise Refused("outcome-unknown", _("Choose how the review ended."), status=422)
    if decided_on < review.filed_on:
        raise Refused(
            "judgment-before-the-review",
            _("The judgment is dated before the review began. Correct its day."),
        )
    if decided_on > day_of(tender.owner, now):
        raise Refused(
            "judgment-in-the-future", _("The judgment is dated after today. Correct its day.")
        )


def _after_judgment(standing: Standstill, judgment: ReviewJudgment, now: datetime) -> None:
    """The standstill anew: the days after the judgment, never less than before."""
    review = judgment.review
    hold = procurement.Hold(review.held, review.source, review.checked)
    try:
        found = procurement.after_judgment(
            in_law(standing), hold=hold, decided_on=judgment.decided_on,
            court=procurement.Court(review.instance), waived=judgment.waived,
        )  # fmt: skip
    except NoRuleError as error:
        raise _no_rule(error) from error
    create(
        Standstill(
            tender_id=standing.tender_id, decision_id=standing.decision_id, judgment=judgment,
            country=standing.country, case=standing.case, how=standing.how,
            sent_on=standing.sent_on, event=found.event, event_day=found.event_day,
            days=found.days, last_day=found.last_day, first_day_to_sign=found.first_day_to_sign,
            source=found.source, checked=found.checked, at=now,
        )
    )  # fmt: skip


def _no_rule(error: NoRuleError) -> Refused:
    return Refused(
        "review-rule-not-known",
        _("The tables of the law have no rule of reviews for this: %(why)s"), why=error,
    )  # fmt: skip
