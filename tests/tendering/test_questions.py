"""Questions without an asker, answers for all, corrections with their extension, cancellation."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from browser_ground import a_client
from factories.parties import a_person, a_purchasing_body, a_supplier, an_account, an_actor
from factories.tendering import (
    AT,
    a_tender_in_preparation,
    a_tender_runner,
    an_announced_tender,
    an_open_tender,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import ANONYMOUS
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Lot, Tender, TenderQuestion, TenderStateChange
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.contents import documents_of
from samkop.tendering.queries.freezing import freeze_of, is_as_published
from samkop.tendering.queries.questions import answers_of, waiting_questions_of
from samkop.tendering.usecases.contents import DocumentFile
from samkop.tendering.usecases.corrections import CorrectionTerms, cancel_tender, correct_tender
from samkop.tendering.usecases.questions import (
    answer_tender_question,
    ask_tender_question,
    inform_bidders,
)
from samkop.tendering.vocabulary import DocumentKind, TenderState

pytestmark = pytest.mark.usefixtures("database")
LATE = datetime(2026, 4, 29, 8, 0, tzinfo=UTC)  # five days before bids are due


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner(a_purchasing_body())


@pytest.fixture(scope="module")
def seller(database):
    return an_actor(a_supplier("Frågvis Ab"), RoleName.SALESPERSON)


@pytest.fixture
def tender(runner):
    return an_open_tender(runner)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, **inputs)
    return caught.value.code


def test_a_question_reaches_the_buyer_without_a_name_and_the_answer_everybody(
    runner, seller, tender
):
    asked = {"now": AT, "tender_id": tender.pk, "text": "Is a used device enough?"}
    key = perform(seller, ask_tender_question, **asked)
    other = an_actor(a_supplier(), RoleName.SALESPERSON)
    for actor in (seller, other):
        with reading(actor):
            assert not TenderQuestion.objects.filter(tender_id=tender.pk).exists()
    with reading(runner):
        (question,) = waiting_questions_of(tender.pk)
    assert (question.id, question.text) == (key, "Is a used device enough?")
    assert {field.attname for field in TenderQuestion._meta.concrete_fields} == {
        "id", "tender_id", "text", "asked_at",
    }  # fmt: skip
    given = {"now": AT, "question_id": key, "asked": "Are used devices let in?", "text": "No."}
    assert refused(seller, answer_tender_question, **given) == "not-found"
    assert refused(runner, answer_tender_question, **given | {"text": " "}) == "text-missing"
    perform(runner, answer_tender_question, **given)
    assert refused(runner, answer_tender_question, **given) == "question-answered"
    with reading(other):
        assert [(one.asked, one.text) for one in answers_of(tender.pk)] == [
            ("Are used devices let in?", "No.")
        ]


def test_questions_end_with_their_day_and_are_others(runner, seller, tender):
    asked = {"tender_id": tender.pk, "text": "How many?"}
    after = tender.questions_until + timedelta(seconds=1)
    assert refused(seller, ask_tender_question, now=after, **asked) == "questions-over"
    assert refused(seller, ask_tender_question, now=AT, **asked | {"text": ""}) == "text-missing"
    assert refused(runner, ask_tender_question, now=AT, **asked) == "not-allowed"
    waiting = an_announced_tender(runner)
    code = refused(seller, ask_tender_question, now=AT, tender_id=waiting.pk, text="When?")
    assert code == "tender-in-another-state"
    unknown = {"question_id": uuid.uuid4(), "asked": "x", "text": "y"}
    assert refused(runner, answer_tender_question, now=AT, **unknown) == "not-found"


def test_what_matters_is_told_six_days_before_bids_are_due_or_time_is_given(runner, tender):
    # 4 May less six days: 28 April is the last day (art. 53(2)).
    told = {"tender_id": tender.pk, "text": "There are 900 rooms."}
    perform(runner, inform_bidders, now=LATE - timedelta(days=1), **told)
    assert refused(runner, inform_bidders, now=LATE, **told) == "answer-needs-an-extension"
    perform(runner, inform_bidders, now=LATE, matters=False, **told)
    past = tender.bids_until + timedelta(seconds=1)
    assert refused(runner, inform_bidders, now=past, **told) == "time-is-past"


def test_a_substantial_correction_extends_the_time_by_what_the_law_asks_for(runner, seller, tender):
    given = {"now": LATE, "tender_id": tender.pk}
    file = DocumentFile(DocumentKind.OTHER, "Ritning", "ritning.pdf", b"%PDF")
    terms = CorrectionTerms("The drawing was wrong.", substantial=True, files=[file])
    assert refused(runner, correct_tender, terms=terms, **given) == "extension-missing"
    early = replace(terms, bids_until=tender.bids_until - timedelta(hours=1))
    assert refused(runner, correct_tender, terms=early, **given) == "time-brought-forward"
    assert refused(runner, correct_tender, terms=replace(terms, text=""), **given) == "text-missing"
    # Told on 29 April; six days before the new day, which is not 4 May any more: 5 May 2026.
    long = replace(terms, bids_until=tender.bids_until + timedelta(days=1))
    made = perform(runner, correct_tender, terms=long, **given)
    assert (made.not_before.isoformat(), made.bids_until) == ("2026-05-05", long.bids_until)
    with reading(seller):
        again = tender_of(tender.pk)
        assert (again.bids_until, again.state) == (long.bids_until, TenderState.OPEN)
        assert [row.name for row in documents_of(tender.pk)] == ["ritning.pdf"]
        assert (freeze_of(tender.pk).edition, is_as_published(tender.pk)) == (2, True)
    valid = replace(terms, substantial=False, bids_until=again.bids_until + timedelta(days=200))
    assert refused(runner, correct_tender, terms=valid, **given) == "validity-too-short"
    asked = replace(terms, substantial=False, questions_until=again.bids_until + timedelta(1))
    assert refused(runner, correct_tender, terms=asked, **given) == "questions-after-bids"
    past = again.bids_until + timedelta(seconds=1)
    code = refused(runner, correct_tender, now=past, tender_id=tender.pk, terms=terms)
    assert code == "time-is-past"


def test_a_tender_is_cancelled_with_its_reason_and_no_further_step(runner, seller, tender):
    given = {"tender_id": tender.pk, "reason": "Nothing is left of the budget."}
    assert refused(runner, cancel_tender, **given | {"reason": " "}) == "text-missing"
    assert refused(seller, cancel_tender, **given) == "not-found"
    assert perform(runner, cancel_tender, **given).state == TenderState.CANCELLED
    assert refused(runner, cancel_tender, **given) == "transition-not-allowed"


@pytest.mark.usefixtures("pages")
def test_questions_are_asked_and_answered_by_their_page(runner):
    now = datetime.now(UTC)
    tender = an_open_tender(runner, now=now, bids_until=now + timedelta(days=60))
    page = f"/tenders/{tender.pk}/questions/"
    with reading(runner):
        owner = tender_of(tender.pk).owner
    supplier = a_supplier("Frågeglad Ab")
    seller = a_client(an_account(a_person(supplier, RoleName.SALESPERSON)))
    buyer = a_client(an_account(a_person(owner, RoleName.BUYER)))
    assert seller.post(f"{page}ask/", {"text": "How many rooms?"})["Location"] == page
    shown = buyer.get(page).content.decode()
    assert ("How many rooms?" in shown, "Frågeglad" in shown) == (True, False)
    with reading(runner):
        (question,) = waiting_questions_of(tender.pk)
    prefix = question.id.hex[:8]
    answered = {f"{prefix}-asked": "Rooms?", f"{prefix}-text": "900.", f"{prefix}-matters": "on"}
    assert buyer.post(f"{page}{question.id}/answer/", answered)["Location"] == page
    assert "900." in seller.get(page).content.decode()
    told = {"text": "A new drawing.", "bids_until": "", "questions_until": ""}
    assert buyer.post(f"/tenders/{tender.pk}/corrections/add/", told)["Location"] == page
    cancelled = {"reason": "No money."}
    assert seller.post(f"/tenders/{tender.pk}/cancel/", cancelled).status_code == 404
    assert buyer.post(f"/tenders/{tender.pk}/cancel/", cancelled)["Location"] == page
    assert "No money." in seller.get(page).content.decode()


def test_what_is_cancelled_in_preparation_is_never_known_to_others(runner, seller, tender):
    draft = a_tender_in_preparation(runner)
    for one in (draft, tender):
        perform(runner, cancel_tender, tender_id=one.pk, reason="Nothing is left of the budget.")
    for other in (seller, ANONYMOUS):
        with reading(other):
            assert list(Tender.objects.filter(id__in=[draft.pk, tender.pk])) == [tender]
            assert not Lot.objects.filter(tender=draft).exists()
            assert not TenderStateChange.objects.filter(tender=draft).exists()
    with reading(runner):
        assert tender_of(draft.pk).state == TenderState.CANCELLED
