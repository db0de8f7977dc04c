"""An agreement during a review of its award, and after the judgment."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connections

from factories.agreements import (
    a_basis,
    a_participation,
    a_runner,
    an_agreement,
    an_agreement_in_preparation,
)
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import Judgment, Review
from samkop.agreements.queries import agreements_open_to, review_of
from samkop.agreements.usecases import agreement as agreements
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.review import record_judgment, start_interim
from samkop.agreements.usecases.right_to_order import require_right_to_order
from samkop.agreements.vocabulary import ReviewOutcome, State
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 11, 2)
JUDGED = datetime(2026, 12, 1, 9, tzinfo=UTC)
REVIEW = {
    "court": "Marknadsdomstolen", "case_number": "MAO 2026/417", "started_on": date(2026, 10, 20),
    "reason": "The award is under review.", "register_number": "D/4",
}  # fmt: skip
JUDGMENT = {"decided_on": date(2026, 11, 30), "register_number": "D/5", "reason": "Judged."}


class Interim:
    """An interim agreement with one buyer that has joined and one who runs it."""

    def __init__(self, **fields):
        body, self.buyer = a_purchasing_body(), a_municipality()
        self.runner = a_runner(body)
        self.agreement = an_agreement_in_preparation(self.runner, a_supplier())
        perform(
            self.runner, name_buyer, now=NOW, agreement_id=self.agreement.pk,
            buyer_id=self.buyer.pk, expected_share_cents=0, legal_basis=a_basis(body, self.buyer),
        )  # fmt: skip
        self.moved = perform(
            self.runner, start_interim, now=NOW, agreement_id=self.agreement.pk,
            **{**REVIEW, **fields},
        )  # fmt: skip
        self.participation = a_participation(self.agreement, self.buyer)
        self.actor = an_actor(self.buyer, RoleName.EMPLOYEE)

    def judge(self, outcome, now=JUDGED, **fields):
        return perform(
            self.runner, record_judgment, now=now, agreement_id=self.agreement.pk,
            outcome=outcome, **{**JUDGMENT, **fields},
        )  # fmt: skip

    def order(self, on=DAY):
        return perform(self.actor, self._order, now=NOW, on=on)

    def _order(self, *, actor, now, on):
        ceiling.commit(
            agreement_id=self.agreement.pk, participation_id=self.participation.pk,
            buyer_id=self.buyer.pk, cents=100, quantities={}, tier_marks={}, reference="O-1",
            on=on, now=now,
        )  # fmt: skip

    def refusal(self, on=DAY):
        """What both the ceiling and the question beforehand answer; they say the same."""
        with pytest.raises(Refused) as ordered:
            self.order(on)
        with reading(self.actor), pytest.raises(Refused) as asked:
            require_right_to_order(self.buyer.pk, self.agreement.pk, on)
        assert (ordered.value.code, str(ordered.value)) == (asked.value.code, str(asked.value))
        return ordered.value


def test_an_interim_agreement_is_ordered_from_and_names_its_review():
    interim = Interim()
    interim.order()
    assert interim.moved.state == State.INTERIM
    with reading(interim.actor):
        review = review_of(interim.agreement.pk)
        assert (review.court, review.case_number, review.started_on) == (
            "Marknadsdomstolen",
            "MAO 2026/417",
            date(2026, 10, 20),
        )
        assert agreements_open_to(interim.buyer.pk, DAY) == [interim.agreement]


def test_with_the_award_annulled_the_next_order_is_refused_and_told_of_the_judgment():
    interim = Interim()
    interim.order()
    assert interim.judge(ReviewOutcome.AWARD_ANNULLED).state == State.ANNULLED
    refused = interim.refusal(on=date(2026, 12, 1))
    assert refused.code == "agreement-interim-ended"
    assert refused.facts == {
        "number": interim.agreement.number,
        "court": "Marknadsdomstolen",
        "case": "MAO 2026/417",
        "day": "2026-11-30",
    }


def test_with_the_award_standing_the_agreement_is_in_force_and_ordered_from():
    interim = Interim(interim_until=date(2026, 11, 15))
    assert interim.judge(ReviewOutcome.AWARD_STANDS).state == State.IN_FORCE
    interim.order(on=date(2026, 12, 1))


def test_the_clock_ends_an_interim_agreement_on_its_own_last_day():
    interim = Interim(interim_until=date(2026, 11, 15))
    interim.order(on=date(2026, 11, 15))
    refused = interim.refusal(on=date(2026, 11, 16))
    assert (refused.code, refused.facts["day"]) == ("agreement-interim-ended", "2026-11-15")
    with reading(interim.actor):
        assert agreements_open_to(interim.buyer.pk, date(2026, 11, 15)) == [interim.agreement]
        assert agreements_open_to(interim.buyer.pk, date(2026, 11, 16)) == []


@pytest.mark.parametrize(
    ("use_case", "code"),
    [
        (agreements.suspend, "agreement-suspended"),
        (agreements.annul, "agreement-annulled"),
        (agreements.end, "agreement-ended"),
        (agreements.declare_exhausted, "agreement-exhausted"),
    ],
)
def test_the_refusal_says_which_decision_stopped_the_orders(use_case, code):
    interim = Interim.__new__(Interim)
    body, interim.buyer = a_purchasing_body(), a_municipality()
    interim.agreement = an_agreement(body, a_supplier(), [interim.buyer], maximum_cents=1_000)
    interim.actor = an_actor(interim.buyer, RoleName.EMPLOYEE)
    with reading(interim.actor):
        interim.participation = interim.agreement.participations.get()
    perform(
        a_runner(body), use_case, now=NOW, agreement_id=interim.agreement.pk, reason="So.",
        register_number="D/9",
    )  # fmt: skip
    assert interim.refusal().code == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"court": " "}, "review-missing"),
        ({"case_number": ""}, "review-missing"),
        ({"started_on": date(2026, 11, 3)}, "review-in-the-future"),
        ({"interim_until": date(2026, 11, 1)}, "interim-ends-before-it-starts"),
    ],
)
def test_nothing_is_interim_without_a_review_that_runs(fields, code):
    with pytest.raises(Refused) as refused:
        Interim(**fields)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"outcome": "perhaps"}, "outcome-unknown"),
        ({"decided_on": date(2026, 10, 19)}, "judgment-before-the-review"),
        ({"decided_on": date(2026, 12, 2)}, "judgment-in-the-future"),
    ],
)
def test_a_faulty_judgment_is_refused(fields, code):
    interim = Interim()
    with pytest.raises(Refused) as refused:
        interim.judge(**{"outcome": ReviewOutcome.AWARD_STANDS, **fields})
    assert refused.value.code == code


def test_an_interim_agreement_waits_for_its_judgment_and_has_one():
    interim = Interim()
    inputs = {"agreement_id": interim.agreement.pk, "register_number": "D/1"}
    with pytest.raises(Refused) as refused:
        perform(interim.runner, agreements.put_in_force, now=NOW, **inputs)
    assert refused.value.code == "transition-not-allowed"
    interim.judge(ReviewOutcome.AWARD_STANDS)
    with pytest.raises(Refused) as refused:
        interim.judge(ReviewOutcome.AWARD_ANNULLED)
    assert refused.value.code == "no-review-runs"


def test_only_who_runs_the_agreement_records_the_judgment():
    interim = Interim()
    interim.runner = an_actor(interim.buyer, RoleName.BUYER)
    with pytest.raises(Refused) as refused:
        interim.judge(ReviewOutcome.AWARD_ANNULLED)
    assert refused.value.code == "not-allowed"


def test_reviews_and_judgments_are_never_rewritten():
    interim = Interim()
    interim.judge(ReviewOutcome.AWARD_STANDS)
    for table, column in (("review", "court"), ("judgment", "note")):
        with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute(f"UPDATE agreements_{table} SET {column} = 'x'")
    with reading(interim.runner):
        assert Review.objects.get(agreement=interim.agreement).court == "Marknadsdomstolen"
        assert Judgment.objects.get(agreement=interim.agreement).note == "Judged."
