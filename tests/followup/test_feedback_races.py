"""Under concurrency and replays nobody is asked twice, and nobody answers twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.db import connections

from factories.feedback import ASKED, asked, delivered, questions_in
from factories.ordering import LAPTOP, PHONE, a_market
from samkop.followup.feedback_clock import watch_feedback
from samkop.followup.models import FeedbackAnswer, FeedbackReferral
from samkop.followup.policies.feedback import FEEDBACK_KEEPER
from samkop.followup.queries.feedback_sums import own_sums
from samkop.followup.usecases import feedback_answers, feedback_asking
from samkop.followup.usecases.feedback_answers import (
    answer_feedback,
    pass_feedback_on,
    take_back_feedback_line,
)
from samkop.followup.usecases.feedback_asking import ask_feedback
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
MEETING = 2.0  # seconds that the first waits for the other to have looked too


def at_once(work, inputs):
    """What becomes of each, begun together: the result's kind or the refusal's code."""

    def one(given):
        try:
            return type(work(given)).__name__
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(inputs)) as pool:
        return sorted(pool.map(one, inputs))


def together(monkeypatch, module, name):
    """Let two threads have done ``name`` before either goes on, unless a lock keeps one."""
    both, whole = threading.Barrier(2), getattr(module, name)

    def done(*arguments, **named):
        found = whole(*arguments, **named)
        with suppress(threading.BrokenBarrierError):
            both.wait(MEETING)
        return found

    monkeypatch.setattr(module, name, done)


def two_workers(monkeypatch):
    """How many questions two workers ask one person about two deliveries of one day."""
    market = a_market()
    buyer = market.buyers[0]
    orders = [delivered(market, buyer, code) for code in (PHONE, LAPTOP)]
    together(monkeypatch, feedback_asking, "due_deliveries")
    keeper = actors.job(FEEDBACK_KEEPER, buyer.party.pk)

    def ask(order):
        return perform(
            keeper, ask_feedback, now=ASKED, requisition_id=order.requisition_id,
            person_id=buyer.employee.person_id,
        )  # fmt: skip

    at_once(ask, orders)
    return len(questions_in(buyer))


def test_two_workers_ask_one_person_once(monkeypatch):
    assert two_workers(monkeypatch) == 1


def test_the_twin_without_the_lock_asks_twice(monkeypatch):
    monkeypatch.setattr(feedback_asking, "_one_at_a_time", lambda *_: None)
    assert two_workers(monkeypatch) == 2


def test_of_one_delivery_the_database_alone_lets_nobody_be_asked_twice(monkeypatch):
    monkeypatch.setattr(feedback_asking, "_one_at_a_time", lambda *_: None)
    market = a_market()
    buyer = market.buyers[0]
    order = delivered(market, buyer)
    together(monkeypatch, feedback_asking, "due_deliveries")
    keeper = actors.job(FEEDBACK_KEEPER, buyer.party.pk)
    given = {"requisition_id": order.requisition_id, "person_id": buyer.employee.person_id}
    outcome = at_once(lambda _: perform(keeper, ask_feedback, now=ASKED, **given), [1, 2])
    assert outcome == ["FeedbackQuestion", "NoneType"]
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", date(2026, 3, 1), date(2026, 3, 1))
    assert whole.asked == 1


def test_a_telephone_and_a_mail_at_once_count_as_one_answer(monkeypatch):
    market = a_market()
    buyer = market.buyers[0]
    question = asked(market, buyer)
    together(monkeypatch, feedback_answers, "_locked_question")

    def answer(verdict):
        return perform(
            buyer.employee, answer_feedback, now=ASKED, question_id=question.pk, verdict=verdict,
            without_name=True,
        )  # fmt: skip

    assert at_once(answer, ["yes", "no"]) == ["FeedbackQuestion", "feedback-answered"]
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", date(2026, 3, 1), date(2026, 3, 1))
    assert whole.answered == 1


def test_a_line_taken_back_while_it_is_passed_on_is_not_left_at_the_supplier(monkeypatch):
    market = a_market()
    buyer = market.buyers[0]
    question = asked(market, buyer)
    said = {"verdict": "no", "line": "The screen is dark.", "for_supplier": True}
    perform(buyer.employee, answer_feedback, now=ASKED, question_id=question.pk, **said)
    with reading(buyer.manager):
        answer = FeedbackAnswer.objects.get(question=question)
    read, taken_back = threading.Event(), threading.Event()
    order_of = feedback_answers._order_of

    def slowly(*given):
        read.set()
        taken_back.wait(MEETING)
        return order_of(*given)

    monkeypatch.setattr(feedback_answers, "_order_of", slowly)

    def work(takes_back):
        if takes_back:
            assert read.wait(30)
            given = {"now": ASKED, "question_id": question.pk}
            perform(buyer.employee, take_back_feedback_line, **given)
            taken_back.set()
        else:
            given = {"answer_id": answer.pk, "supplier_id": market.supplier.pk}
            perform(buyer.manager, pass_feedback_on, now=ASKED, **given)

    assert at_once(work, [True, False]) == ["NoneType", "NoneType"]
    with reading(buyer.manager):
        assert FeedbackReferral.objects.get(answer=answer).line == ""


def test_one_click_that_is_sent_three_times_counts_once():
    market = a_market()
    buyer = market.buyers[0]
    given = {"question_id": asked(market, buyer).pk, "verdict": "yes"}
    for _ in range(3):
        perform(buyer.employee, answer_feedback, key="one-click", now=ASKED, **given)
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", date(2026, 3, 1), date(2026, 3, 1))
    assert whole.answered == 1


def test_a_worker_that_begins_again_goes_on_and_does_nothing_twice():
    market = a_market()
    buyer = market.buyers[0]
    delivered(market, buyer)
    assert [watch_feedback(ASKED) > 0, len(questions_in(buyer))] == [True, 1]
    watch_feedback(ASKED)
    assert len(questions_in(buyer)) == 1
