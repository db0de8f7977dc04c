"""Orders of one member race for the amount of its decision, and for the appeal against it."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections

from factories.decisions import (
    COURT,
    DAY,
    NOW,
    a_cooperation,
    a_decision,
    an_agreement_of,
    committed,
)
from factories.parties import an_actor
from samkop.agreements.models import Participation
from samkop.agreements.usecases.project_rights import decide_on_project
from samkop.governance.models import MemberDecision
from samkop.governance.usecases.decision_events import NewEvent, record_decision_event
from samkop.governance.vocabulary import DecisionEventKind, Enforcement
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

LOCK = "PERFORM 1 FROM governance_memberdecision WHERE id = decided FOR NO KEY UPDATE;"

AGAIN = "SELECT p.decision_id INTO decided"


def owner(sql: str, *values: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def performed(actor, use_case, **inputs):
    """Performs in a thread of its own, and leaves no connection behind."""
    try:
        return perform(actor, use_case, now=NOW, **inputs)
    finally:
        connections.close_all()


def waits_or_is_done(rival: Future) -> None:
    """Until the rival waits for a lock that another holds, or has got through."""
    waiting = (
        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )
    while not rival.done() and not owner(waiting):
        time.sleep(0.01)


def in_this_order(first, second):
    """Starts the second while the first is not yet committed; gives what each was refused."""
    reached, go = Event(), Event()
    (actor, use_case, inputs), (other, rival, others) = first, second

    def paused(**given):
        use_case(**given)
        reached.set()
        assert go.wait(60)

    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(performed, actor, paused, **inputs)
        assert reached.wait(60)
        after = pool.submit(performed, other, rival, **others)
        waits_or_is_done(after)
        go.set()
        return before.exception(), after.exception()


@pytest.fixture
def rivals(own_database):
    """Two orders of 600 under two agreements that rest on one decision for 1,000; an appeal."""
    found = a_cooperation(1)
    (member,) = found.members
    decision = found.decide(
        member, amount_limit_cents=1_000, currency="EUR", enforcement=Enforcement.UNLESS_APPEALED
    )
    an_agreement_of(found)
    an_agreement_of(found)
    buyer = an_actor(member, RoleName.EMPLOYEE)
    with reading(buyer):
        joined = list(Participation.objects.order_by("id"))
    orders = [
        (buyer, committed, {"participation": one, "cents": 600, "reference": f"O-{one.pk}"})
        for one in joined
    ]
    event = NewEvent(kind=DecisionEventKind.APPEALED, happened_on=DAY, **COURT)
    recorded = {"decision_id": decision.pk, "event": event}
    return *orders, (found.registrar(member), record_decision_event, recorded)


def test_two_orders_do_not_go_over_the_amount_that_one_decision_gives_both(rivals):
    first, second, _appeal = rivals
    before, after = in_this_order(first, second)
    assert before is None
    assert after.code == "decision-limit-reached"
    assert owner("SELECT sum(committed_cents) FROM agreements_committedshare") == [(600,)]


def test_the_same_two_without_the_decisions_lock_go_over(rivals):
    ((source,),) = owner("SELECT pg_get_functiondef('samkop_ceiling_move'::regproc)")
    assert source.count(LOCK) == 1
    owner(source.replace(LOCK, "NULL;"))
    first, second, _appeal = rivals
    assert in_this_order(first, second) == (None, None)
    assert owner("SELECT sum(committed_cents) FROM agreements_committedshare") == [(1_200,)]


def test_an_order_that_waited_for_an_appeal_is_refused(rivals):
    order, _other, appeal = rivals
    before, after = in_this_order(appeal, order)
    assert before is None
    assert after.code == "decision-appealed"


def ordered_and_decided_anew(rivals):
    """One order of 600; then a decision for 1,100, for which the other order waits."""
    (buyer, order, of_first), second, (registrar, _event, of) = rivals
    perform(buyer, order, now=NOW, **of_first)
    with reading(registrar):
        project_id = MemberDecision.objects.get(id=of["decision_id"]).project_id
    anew = a_decision(amount_limit_cents=1_100, currency="EUR", anew=True)
    decides = (registrar, decide_on_project, {"project_id": project_id, "decided": anew})
    return in_this_order(decides, second)


def test_an_order_that_waited_for_a_decision_on_other_terms_counts_all_that_rests_on_it(rivals):
    before, after = ordered_and_decided_anew(rivals)
    assert before is None
    assert after.code == "decision-limit-reached"
    assert owner("SELECT sum(committed_cents) FROM agreements_committedshare") == [(600,)]


def test_the_same_by_the_decision_that_it_waited_for_goes_over(rivals):
    ((source,),) = owner("SELECT pg_get_functiondef('samkop_ceiling_move'::regproc)")
    assert source.count(AGAIN) == 1
    owner(source.replace(AGAIN, "SELECT decided INTO decided"))
    assert ordered_and_decided_anew(rivals) == (None, None)
    assert owner("SELECT sum(committed_cents) FROM agreements_committedshare") == [(1_200,)]


def test_an_appeal_waits_for_the_order_that_came_first(rivals):
    order, _other, appeal = rivals
    assert in_this_order(order, appeal) == (None, None)
    assert owner("SELECT sum(committed_cents) FROM agreements_committedshare") == [(600,)]
    assert owner("SELECT state FROM governance_memberdecision") == [("appealed",)]
