"""From the decision to the signature: letters, standstill, reviews, validity of bids."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from factories.awards import (
    DECIDED,
    a_decided_tender,
    a_sent_decision,
    a_signature,
    an_opened_tender,
    propose_again,
)
from factories.parties import a_municipality, an_actor
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import (
    AwardDecision,
    AwardedLot,
    AwardReview,
    BidReason,
    DecisionLetter,
    Standstill,
    Tender,
)
from samkop.tendering.queries.awards import bound_until, counted_days, watch_of
from samkop.tendering.usecases.award_decision import decide_award
from samkop.tendering.usecases.award_reviews import (
    agree_interim,
    lodge_review,
    record_review_judgment,
    take_back_decision,
)
from samkop.tendering.usecases.bid_validity import answer_extension, ask_extension
from samkop.tendering.usecases.corrections import cancel_tender
from samkop.tendering.vocabulary import TenderState

pytestmark = pytest.mark.usefixtures("database")

OFFERS = {"Ask Ab": {1: 100_00, 2: 210_00}, "Embla Ab": {1: 120_00, 2: 200_00}}


def noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=UTC)


def sent_on(year, month, day, *, offers=OFFERS, way="electronic", **fields):
    """A decision made and sent on a day: the tender and its standstill."""
    now = noon(year, month, day)
    opened = a_decided_tender(an_opened_tender(offers, now=now, **fields), now=now)
    return opened, a_sent_decision(opened, now=now, way=way)


def a_review(opened, filed, now, **fields):
    given = {
        "court": "Förvaltningsrätten", "instance": "first", "case_number": f"{filed}-26",
        "applicant": "Embla Ab", "filed_on": filed, "register_number": "D/11", **fields,
    }  # fmt: skip
    return perform(opened.runner, lodge_review, now=now, tender_id=opened.tender.pk, **given)


def a_judgment(opened, review, on, outcome="award-stands", **fields):
    return perform(
        opened.runner, record_review_judgment, now=datetime.combine(on, DECIDED.time(), UTC),
        tender_id=opened.tender.pk, review_id=review.pk, outcome=outcome, decided_on=on,
        register_number="D/12", **fields,
    )  # fmt: skip


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.code


def state_of(opened):
    with reading(opened.runner):
        return Tender.objects.get(id=opened.tender.pk).state


@pytest.mark.parametrize(
    ("sent", "way", "country", "first"),
    [
        # The vectors of the Swedish act's rule, as its agency reckons them.
        ((2018, 4, 1), "electronic", "SE", date(2018, 4, 12)),
        ((2019, 4, 18), "electronic", "SE", date(2019, 4, 30)),
        ((2026, 3, 2), "other", "SE", date(2026, 3, 18)),
        # 14 days from the receipt; a letter counts as received on the seventh day.
        ((2025, 3, 3), "electronic", "FI", date(2025, 3, 18)),
        ((2025, 3, 3), "other", "FI", date(2025, 3, 25)),
    ],
)  # fmt: skip
def test_a_signature_is_refused_until_the_first_day_that_the_standstill_leaves(
    sent, way, country, first
):
    opened, standing = sent_on(
        *sent, way=way, country=country, currency="SEK" if country == "SE" else "EUR",
        offers={"Ask Ab": {1: 100_00}}, valid_until=date(2026, 12, 31),
    )  # fmt: skip
    assert standing.first_day_to_sign == first
    (awarded,) = opened.awarded()
    assert code_of(a_signature, opened, awarded, standing.last_day) == "standstill-runs"
    a_signature(opened, awarded, first)
    assert state_of(opened) == TenderState.CONCLUDED


def test_the_reckoning_names_each_day_and_those_on_which_nobody_works():
    _opened, standing = sent_on(2019, 4, 18)
    days = counted_days(standing)
    # The tenth day, 28 April, is a Sunday: the standstill ends with the Monday.
    assert [day.number for day in days] == list(range(1, 12))
    assert [day.day.day for day in days if day.off] == [19, 20, 21, 22, 27, 28]


def test_nothing_of_a_decision_is_known_to_others_before_it_is_sent():
    opened = a_decided_tender(an_opened_tender(OFFERS))
    winner, stranger = opened.salesperson("Ask Ab"), an_actor(a_municipality(), RoleName.BUYER)
    tables = (AwardDecision, AwardedLot, BidReason, DecisionLetter, Standstill)

    def seen(actor):
        with reading(actor):
            rows = [table.objects.filter(tender_id=opened.tender.pk) for table in tables]
            return [found.count() for found in rows]

    assert [seen(actor) for actor in (winner, stranger)] == [[0] * 5, [0] * 5]
    a_sent_decision(opened)
    assert seen(opened.runner) == [1, 2, 2, 2, 1]
    assert seen(winner) == [1, 2, 1, 1, 1]  # its own reason and letter only
    assert seen(stranger) == [1, 2, 0, 0, 1]


def test_whoever_does_not_run_the_tender_writes_nothing_of_its_award():
    opened, _standing = sent_on(2026, 3, 2)
    review = a_review(opened, date(2026, 3, 5), noon(2026, 3, 6))
    bidder = opened.salesperson("Embla Ab")

    def written(*, actor, now, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement, [opened.tender.pk])

    judged = (
        "INSERT INTO tendering_reviewjudgment (tender_id, review_id, outcome, decided_on, waived,"
        f" note, register_number, at) VALUES (%s, {review.pk}, 'award-stands', now(), false, '',"
        " 'D', now())"
    )
    changed = "UPDATE tendering_standstill SET first_day_to_sign = sent_on WHERE tender_id = %s"
    removed = "DELETE FROM tendering_awardreview WHERE tender_id = %s"
    for actor, statement in (
        (bidder, judged), (bidder, changed), (bidder, removed), (opened.runner, changed),
        (opened.runner, removed),
    ):  # fmt: skip
        with pytest.raises(DatabaseError):
            perform(actor, written, statement=statement)


def test_a_review_in_time_holds_the_signature_until_the_days_after_the_judgment():
    opened, _standing = sent_on(2026, 3, 2)
    first, second = opened.awarded()
    review = a_review(opened, date(2026, 3, 12), noon(2026, 3, 13), lot_id=first.lot_id)
    assert (review.held, review.checked) == (True, True)
    assert code_of(a_signature, opened, first, date(2026, 3, 20)) == "review-holds"
    a_signature(opened, second, date(2026, 3, 20))  # the other lot is not concerned
    a_judgment(opened, review, date(2026, 5, 4))
    # Ten days after 4 May: Thursday 14 May is Ascension Day, so Friday is the last.
    assert code_of(a_signature, opened, first, date(2026, 5, 15)) == "standstill-runs"
    a_signature(opened, first, date(2026, 5, 16))
    assert state_of(opened) == TenderState.CONCLUDED


def test_a_review_after_the_standstill_holds_nothing_unless_the_court_says_so():
    opened, _standing = sent_on(2026, 3, 2)
    late = a_review(opened, date(2026, 3, 16), noon(2026, 3, 16))
    assert late.held is False
    a_review(opened, date(2026, 3, 17), noon(2026, 3, 17), ordered=True)
    assert code_of(a_signature, opened, opened.awarded()[0], date(2026, 3, 18)) == "review-holds"


def test_the_bids_are_evaluated_again_after_a_judgment_and_decided_on_anew():
    opened, _standing = sent_on(2026, 3, 2)
    review = a_review(opened, date(2026, 3, 5), noon(2026, 3, 6))
    a_judgment(opened, review, date(2026, 4, 1), outcome="evaluate-again")
    assert state_of(opened) == TenderState.OPENED
    again = {"now": noon(2026, 4, 8)}
    assert code_of(a_decided_tender, opened, **again) == "proposal-decided-already"
    perform(opened.runner, propose_again, now=noon(2026, 4, 7), opened=opened)
    a_decided_tender(opened, **again)
    standing = a_sent_decision(opened, **again)
    # The old review is no review of the new decision.
    a_signature(opened, opened.awarded()[0], standing.first_day_to_sign)


def test_a_judgment_can_annul_the_whole_procedure():
    opened, _standing = sent_on(2026, 3, 2)
    review = a_review(opened, date(2026, 3, 5), noon(2026, 3, 6))
    perform(
        opened.runner, agree_interim, now=noon(2026, 3, 9), tender_id=opened.tender.pk,
        review_id=review.pk, reason="Schools need computers.", register_number="D/13",
    )  # fmt: skip
    a_judgment(opened, review, date(2026, 4, 1), outcome="procedure-annulled")
    assert state_of(opened) == TenderState.CANCELLED
    assert (
        code_of(a_signature, opened, opened.awarded()[0], date(2026, 4, 2))
        == "tender-in-another-state"
    )


def test_who_does_not_consent_to_longer_validity_is_not_signed_with_after_it():
    opened, _standing = sent_on(2026, 3, 2, valid_until=date(2026, 3, 31))
    ask, embla = opened.awarded()
    extension = perform(
        opened.runner, ask_extension, now=noon(2026, 3, 10), tender_id=opened.tender.pk,
        bound_until=date(2026, 6, 30), answer_by=date(2026, 3, 24), reason="A review runs.",
        register_number="D/14",
    )  # fmt: skip
    answer = {"extension_id": extension.pk, "consents": True}
    consenting, other = opened.salesperson("Ask Ab"), opened.salesperson("Embla Ab")
    perform(consenting, answer_extension, now=noon(2026, 3, 12), **answer)
    late = {"now": noon(2026, 3, 25), **answer}
    assert code_of(perform, consenting, answer_extension, **late) == "answered-already"
    assert code_of(perform, other, answer_extension, **late) == "answer-too-late"
    stranger = an_actor(a_municipality(), RoleName.SALESPERSON)
    assert code_of(perform, stranger, answer_extension, **late) == "not-found"
    with reading(opened.runner):
        bound = bound_until(opened.tender)
    assert bound == {
        opened.bidders["Ask Ab"].pk: date(2026, 6, 30),
        opened.bidders["Embla Ab"].pk: date(2026, 3, 31),
    }
    assert code_of(a_signature, opened, embla, date(2026, 4, 1)) == "bid-not-binding"
    a_signature(opened, ask, date(2026, 4, 1))


def test_the_validity_of_bids_is_watched_while_a_review_runs():
    opened, _standing = sent_on(2026, 3, 2, valid_until=date(2026, 4, 30))

    def watched(day):
        with reading(opened.runner):
            tender = Tender.objects.select_related("owner").get(id=opened.tender.pk)
            return watch_of(tender, day).state

    assert watched(date(2026, 3, 3)) == "enough"
    a_review(opened, date(2026, 3, 5), noon(2026, 3, 6))
    # Ten working days before 30 April; Good Friday and Easter Monday lie before them.
    states = [watched(date(2026, 4, day)) for day in (16, 17, 30)]
    assert [*states, watched(date(2026, 5, 1))] == ["ask", "late", "late", "ended"]


def test_a_decision_needs_each_reason_its_rule_and_all_bidders():
    opened = an_opened_tender(OFFERS)
    given = {
        "now": DECIDED, "tender_id": opened.tender.pk, "register_number": "D/9",
        "decided_by": "Nämnden", "decided_on": DECIDED.date(), "case": "award",
        "lot_reasons": {lot.pk: "Better." for lot in opened.lots}, "bid_reasons": {},
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(opened.runner, decide_award, **given)
    losing = {f"bid_{bid.pk}" for key, bid in opened.bids.items()
              if key in {("Ask Ab", "LOT-0002"), ("Embla Ab", "LOT-0001")}}  # fmt: skip
    assert (refused.value.code, set(refused.value.fields)) == ("reason-missing", losing)
    for wrong, code in (
        ({"case": "sole-bid"}, "case-not-possible"),
        ({"decided_on": date(2026, 3, 3)}, "decided-in-the-future"),
        ({"decided_on": date(2026, 3, 1)}, "decided-before-the-proposal"),
    ):
        assert code_of(perform, opened.runner, decide_award, **{**given, **wrong}) == code
    a_decided_tender(opened)
    opened.bidders.pop("Embla Ab")
    assert code_of(a_sent_decision, opened) == "letters-not-to-all-bidders"


def test_a_buyer_takes_its_decision_back_before_anything_is_signed():
    opened, standing = sent_on(2026, 3, 2)
    taken = {
        "tender_id": opened.tender.pk, "reason": "A mark was wrong.", "register_number": "D/15",
    }  # fmt: skip
    perform(opened.runner, take_back_decision, now=noon(2026, 3, 4), **taken)
    assert state_of(opened) == TenderState.OPENED
    other, standing = sent_on(2026, 3, 2)
    a_signature(other, other.awarded()[0], standing.first_day_to_sign)
    taken["tender_id"] = other.tender.pk
    assert code_of(perform, other.runner, take_back_decision, **taken) == "signed-already"


def test_letters_are_kept_as_they_were_sent_each_for_its_bidder():
    opened, _standing = sent_on(2026, 3, 2)
    with reading(opened.salesperson("Embla Ab")):
        (letter,) = DecisionLetter.objects.filter(tender_id=opened.tender.pk)
    assert bytes(letter.content[:5]) == b"%PDF-"
    assert (letter.bidder_id, letter.language) == (opened.bidders["Embla Ab"].pk, "sv")


def test_a_review_is_recorded_once():
    opened, _standing = sent_on(2026, 3, 2)
    filed = (opened, date(2026, 3, 5), noon(2026, 3, 6))
    a_review(*filed)
    assert code_of(a_review, *filed) == "review-recorded-already"
    with reading(opened.salesperson("Ask Ab")):
        assert AwardReview.objects.filter(tender_id=opened.tender.pk).count() == 1


def test_nothing_is_cancelled_once_a_lot_is_signed():
    opened, standing = sent_on(2026, 3, 2)
    a_signature(opened, opened.awarded()[0], standing.first_day_to_sign)
    given = {"now": noon(2026, 3, 20), "tender_id": opened.tender.pk, "reason": "No money."}
    assert code_of(perform, opened.runner, cancel_tender, **given) == "signed-already"
    assert state_of(opened) == TenderState.DECIDED


def test_a_lot_that_is_signed_is_not_signed_again_by_the_next_decision():
    opened, standing = sent_on(2026, 3, 2)
    day = standing.first_day_to_sign
    first, second = opened.awarded()
    review = a_review(opened, date(2026, 3, 5), noon(2026, 3, 6), lot_id=second.lot_id)
    a_signature(opened, first, day)
    a_judgment(opened, review, date(2026, 4, 1), outcome="evaluate-again")
    perform(opened.runner, propose_again, now=noon(2026, 4, 7), opened=opened)
    a_decided_tender(opened, now=noon(2026, 4, 8))
    day = a_sent_decision(opened, now=noon(2026, 4, 8)).first_day_to_sign
    first, second = opened.awarded()
    assert code_of(a_signature, opened, first, day) == "signed-already"
    a_signature(opened, second, day)
    assert state_of(opened) == TenderState.CONCLUDED
