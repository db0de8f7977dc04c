"""Deliveries that people are asked about, and what they answer."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

from factories.ordering import NOW, PHONE, TODAY, Market, Municipality
from factories.parties import a_person, acting
from samkop.followup.feedback_clock import watch_feedback
from samkop.followup.mailed_questions import Link, token_of
from samkop.followup.models import FeedbackAnswer, FeedbackQuestion
from samkop.followup.policies.feedback import FEEDBACK_KEEPER
from samkop.followup.rules.feedback import Asking
from samkop.followup.usecases.feedback_answers import answer_feedback, pass_feedback_on
from samkop.followup.usecases.feedback_rules import decide_feedback_rule
from samkop.ordering.models import Order
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.usecases.counting import count_pieces
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt_of_order

numbers = itertools.count(1)
# When a delivery of NOW is asked about, by the usual rules; and the day after it is closed.
ASKED = NOW + timedelta(days=3)
CLOSED = ASKED + timedelta(days=15)


def an_employee(buyer: Municipality) -> Actor:
    """One more who orders for oneself."""
    person = a_person(
        buyer.party, RoleName.EMPLOYEE, cost_centre=buyer.cost_centre,
        delivery_location=buyer.site, name=f"User {next(numbers)}",
    )  # fmt: skip
    return acting(person, buyer.party)


def delivered(
    market: Market, buyer: Municipality, *codes: str, by: Actor | None = None,
    recipient_id: int | None = None, at: datetime = NOW,
) -> Order:  # fmt: skip
    """One piece of each item, ordered by an employee, and counted in without serial numbers."""
    by = by or buyer.employee
    for code in codes or (PHONE,):
        perform(by, add_to_basket, now=at, item_id=market.items[code].pk, quantity=1)
    requisition = perform(
        by, submit_requisition, now=at, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk, recipient_id=recipient_id,
    )  # fmt: skip
    perform(buyer.approver, approve_requisition, now=at, requisition_id=requisition.pk)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
    receipt = perform(buyer.manager, start_receipt_of_order, now=at, order_id=order.pk)
    with reading(buyer.manager):
        lines = list(receipt.lines.values_list("line_id", flat=True))
    for line_id in lines:
        perform(
            buyer.manager, count_pieces, now=at, receipt_id=receipt.pk, line_id=line_id, pieces=1
        )
    perform(buyer.manager, finish_receipt, now=at, receipt_id=receipt.pk)
    return order


def questions_in(buyer: Municipality) -> list[FeedbackQuestion]:
    """What the buyer's people were asked, in that order."""
    with reading(actors.job(FEEDBACK_KEEPER, buyer.party.pk)):
        return list(FeedbackQuestion.objects.filter(party=buyer.party).order_by("id"))


def asked(market: Market, buyer: Municipality, *codes: str, by: Actor | None = None,
          at: datetime = NOW) -> FeedbackQuestion:  # fmt: skip
    """A delivery that its orderer has been asked about three days later."""
    delivered(market, buyer, *codes, by=by, at=at)
    watch_feedback(at + timedelta(days=3))
    return questions_in(buyer)[-1]


def said(
    buyer: Municipality, by: Actor, verdict: str, *, at: datetime = ASKED, **more: object
) -> FeedbackAnswer | None:
    """The newest question of somebody is answered; the answer, if it has a name."""
    question = [one for one in questions_in(buyer) if one.person_id == by.person_id][-1]
    perform(by, answer_feedback, now=at, question_id=question.pk, verdict=verdict, **more)
    with reading(buyer.manager):
        return FeedbackAnswer.objects.filter(question=question).first()


def answered_by(
    market: Market, buyer: Municipality, verdicts: Sequence[str], *codes: str,
    at: datetime = NOW,
) -> None:  # fmt: skip
    """So many employees got something and say so; an empty verdict is no answer."""
    people = [an_employee(buyer) for _ in verdicts]
    for person in people:
        delivered(market, buyer, *codes, by=person, at=at)
    watch_feedback(at + timedelta(days=3))
    for person, verdict in zip(people, verdicts, strict=True):
        if verdict:
            said(buyer, person, verdict, at=at + timedelta(days=3))


def feedback_things(
    market: Market, buyer: Municipality, *, by: Actor | None = None, line: str = "It gets hot"
) -> dict[str, object]:
    """A question to somebody that waits for years, an answer that was passed on, what was passed
    on, and what a mail's link says: their ids by noun.
    """
    waiting = Asking(answer_within_days=3000)
    perform(buyer.manager, decide_feedback_rule, now=NOW, valid_from=TODAY, asking=waiting)
    other, asker = an_employee(buyer), by or buyer.employee
    asked(market, buyer, by=other)
    answer = said(buyer, other, "no", line=line, for_supplier=True)
    assert answer is not None
    referral = perform(
        buyer.manager, pass_feedback_on, now=ASKED, answer_id=answer.pk,
        supplier_id=market.supplier.pk,
    )  # fmt: skip
    question = asked(market, buyer, by=asker)
    return {
        "feedback_question": question.pk, "feedback_answer": answer.pk,
        "feedback_referral": referral.pk,
        "feedback_token": token_of(Link(question.pk, buyer.party.pk, asker.own_person_id)),
    }  # fmt: skip
