"""The clock reminds members of the days and the amounts of their decisions, once each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from factories.decisions import (
    DAY,
    LAST,
    NOW,
    a_cooperation,
    a_wait,
    an_agreement_of,
    committed,
    happened,
)
from factories.parties import an_actor
from samkop.agreements.decision_clock import watch_decision_limits
from samkop.agreements.models import Participation
from samkop.governance.decision_clock import watch_decisions
from samkop.governance.vocabulary import DecisionEventKind
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def told_to(actor):
    """The kinds of what a member's registrar was told, in their order; each can be worded."""
    with reading(actor):
        rows = list(Notification.objects.filter(person_id=actor.person_id).order_by("id"))
    assert all(told(one.kind, one.facts).sentence for one in rows)
    return [one.kind for one in rows]


def test_a_member_is_reminded_of_each_day_once_and_of_none_too_early():
    found = a_cooperation(3)
    silent, waiting, joined = (found.registrar(one) for one in found.members)
    found.decide(found.members[1], **a_wait())
    made = found.decide(
        found.members[2], orders_until=date(2027, 3, 1), appeal_until=date(2026, 11, 20)
    )
    for day in (
        DAY, LAST - timedelta(days=15), LAST - timedelta(days=14), LAST - timedelta(days=13),
    ):  # fmt: skip
        watch_decisions(at(day))
    assert [told_to(one) for one in (silent, waiting, joined)] == [["project-decides"], [], []]
    watch_decisions(at(date(2026, 11, 20)))
    watch_decisions(at(date(2026, 11, 21)))
    watch_decisions(at(date(2026, 11, 22)))
    assert told_to(joined) == ["appeal-time-over"]
    happened(joined, made, DecisionEventKind.FINAL, at(date(2026, 11, 22)))
    for day in (date(2026, 12, 30), date(2027, 1, 17), date(2027, 1, 18)):
        watch_decisions(at(day))
    assert told_to(joined) == ["appeal-time-over", "ordering-ends"]
    assert told_to(waiting) == ["wait-ends"]
    assert told_to(silent) == ["project-decides"]  # its last day is over: nothing to decide


def test_a_member_is_warned_once_when_four_fifths_of_its_amount_are_ordered():
    found = a_cooperation(1)
    registrar = found.registrar(found.members[0])
    found.decide(found.members[0], amount_limit_cents=1_000, currency="EUR")
    an_agreement_of(found)
    buyer = an_actor(found.members[0], RoleName.EMPLOYEE)
    with reading(buyer):
        participation = Participation.objects.get()
    order = {"now": NOW, "participation": participation}
    perform(buyer, committed, cents=799, reference="A", **order)
    watch_decision_limits(NOW)
    assert told_to(registrar) == []
    perform(buyer, committed, cents=1, reference="B", **order)
    watch_decision_limits(NOW)
    watch_decision_limits(NOW + timedelta(days=1))
    assert told_to(registrar) == ["decision-limit-near"]
