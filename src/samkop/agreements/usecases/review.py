"""An agreement during a review of its award: interim, and what the judgment makes of it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, Judgment, Review
from samkop.agreements.queries import day_of, review_of
from samkop.agreements.usecases.agreement import begin, locked, record_state
from samkop.agreements.vocabulary import ReviewOutcome, State
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused


def start_interim(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    court: str,
    case_number: str,
    started_on: date,
    reason: str,
    register_number: str,
    interim_until: date | None = None,
) -> FrameworkAgreement:
    """Let orders be placed while a review of the award runs, and until it ends.

    ``court``, ``case_number``, ``started_on`` name the review; ``interim_until`` is the last
    day of ordering meanwhile, if the decision set one. Raises Refused as ``put_in_force``,
    and ``review-missing``, ``review-in-the-future``, ``interim-ends-before-it-starts``.
    """
    agreement = locked(actor, agreement_id)
    today = day_of(agreement.purchasing_body, now)
    if not court.strip() or not case_number.strip():
        raise Refused(
            "review-missing",
            _("An agreement is interim during a review. Enter the court and the case number."),
            status=422,
        )
    if started_on > today:
        raise Refused(
            "review-in-the-future", _("The review starts after today. Correct its first day.")
        )
    if interim_until is not None and interim_until < today:
        raise Refused(
            "interim-ends-before-it-starts",
            _("The last day of ordering is over already. Correct it or leave it out."),
        )
    begin(
        actor, now, agreement_id, frozenset({State.IN_PREPARATION}), State.INTERIM, reason,
        register_number,
    )  # fmt: skip
    create(
        Review(
            agreement=agreement, court=court.strip(), case_number=case_number.strip(),
            started_on=started_on, at=now,
        )
    )  # fmt: skip
    return change(agreement_now(agreement), interim_until=interim_until)


def record_judgment(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    outcome: str,
    decided_on: date,
    register_number: str,
    reason: str = "",
) -> FrameworkAgreement:
    """Record how the review ended: the award stands and the agreement comes into force, or
    it is annulled and nothing more is ordered. Orders placed before stay.

    Raises Refused: ``not-found``, ``not-allowed``, ``no-review-runs``, ``outcome-unknown``,
    ``judgment-before-the-review``, ``judgment-in-the-future``, ``term-is-over`` (the award
    stands, but the term has run out meanwhile).
    """
    agreement = locked(actor, agreement_id)
    review = review_of(agreement_id)
    if agreement.state != State.INTERIM or review is None:
        raise Refused(
            "no-review-runs",
            _("No review of %(number)s runs: there is no judgment to record."),
            number=agreement.number,
        )
    _check_judgment(review, outcome, decided_on, day_of(agreement.purchasing_body, now))
    create(
        Judgment(
            review=review, agreement=agreement, decided_on=decided_on, outcome=outcome,
            note=reason, register_number=register_number, at=now,
        )
    )  # fmt: skip
    if outcome == ReviewOutcome.AWARD_ANNULLED:
        return record_state(agreement, State.ANNULLED, now, reason, register_number)
    return begin(
        actor, now, agreement_id, frozenset({State.INTERIM}), State.IN_FORCE, reason,
        register_number,
    )  # fmt: skip


def agreement_now(agreement: FrameworkAgreement) -> FrameworkAgreement:
    """The same row as it stands after a step of this unit of work."""
    agreement.refresh_from_db()
    return agreement


def _check_judgment(review: Review, outcome: str, decided_on: date, today: date) -> None:
    if outcome not in ReviewOutcome.values:
        raise Refused("outcome-unknown", _("Choose how the review ended."), status=422)
    if decided_on < review.started_on:
        raise Refused(
            "judgment-before-the-review",
            _("The judgment is dated before the review began. Correct its day."),
        )
    if decided_on > today:
        raise Refused(
            "judgment-in-the-future", _("The judgment is dated after today. Correct its day.")
        )
