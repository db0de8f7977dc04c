"""A member's own decision is its right to order: from its day, up to its amount, as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from factories.agreements import a_runner, an_agreement, an_agreement_in_preparation
from factories.decisions import (
    DAY,
    NOW,
    Cooperation,
    a_cooperation,
    a_decision,
    a_wait,
    an_agreement_of,
    committed,
    happened,
)
from factories.parties import a_municipality, a_supplier, an_actor
from samkop.agreements.models import CommittedShare, Participation
from samkop.agreements.queries import (
    agreements_not_open_to,
    agreements_open_to,
    buyers_of,
)
from samkop.agreements.usecases.participation import (
    decide_on_agreement,
    end_participation,
    record_participation,
)
from samkop.agreements.usecases.project_rights import link_to_project
from samkop.agreements.usecases.right_to_order import require_right_to_order
from samkop.governance.models import MemberDecision
from samkop.governance.vocabulary import DecisionEventKind as Event
from samkop.governance.vocabulary import DecisionKind, Enforcement
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]


@dataclass
class Right:
    """A member with its decision about a project, and an agreement of the project."""

    found: Cooperation
    member: Party
    actor: Any
    decision: MemberDecision

    @property
    def participation(self) -> Participation:
        with reading(self.actor):
            return Participation.objects.get(agreement=self.found.agreement, buyer=self.member)

    def happens(self, event: str, now: datetime = NOW, **said: Any) -> None:
        happened(self.found.registrar(self.member), self.decision, event, now, **said)

    def code(self, cents: int = 1, now: datetime = NOW, **given: Any) -> str:
        """What an order is told; ``ok`` where it is committed. The queries must say the same."""
        answer = "ok"
        try:
            perform(
                self.actor, committed, now=now, participation=self.participation, cents=cents,
                **given,
            )  # fmt: skip
        except Refused as refused:
            answer = refused.code
        on = given.get("on", now.date())
        with reading(self.actor, now=now):
            opened = agreements_open_to(self.member.pk, on)
            asked = _asked(self.member.pk, self.found.agreement.pk, on)
        if answer != "decision-limit-reached" and not given.get("outside"):
            assert (asked, bool(opened)) == (answer, answer == "ok")
        return answer


def _asked(buyer_id, agreement_id, on):
    try:
        require_right_to_order(buyer_id, agreement_id, on)
    except Refused as refused:
        return refused.code
    return "ok"


def a_right(**said: Any) -> Right:
    found = a_cooperation(1)
    (member,) = found.members
    decision = found.decide(member, **said)
    an_agreement_of(found)
    return Right(found, member, an_actor(member, RoleName.EMPLOYEE), decision)


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    return refusal.value.code


# Standing


@pytest.mark.parametrize(
    ("enforcement", "answers"),
    [
        (Enforcement.AT_ONCE, ["ok", "ok", "enforcement-forbidden", "ok", "ok", "ok"]),
        (
            Enforcement.UNLESS_APPEALED,
            ["ok", "decision-appealed", "enforcement-forbidden", "decision-appealed", "ok", "ok"],
        ),
        (
            Enforcement.WHEN_FINAL,
            ["decision-not-final", "decision-appealed", "enforcement-forbidden",
             "decision-appealed", "decision-not-final", "ok"],
        ),
    ],
)  # fmt: skip
def test_orders_stop_and_go_on_at_once_as_the_decision_stands(enforcement, answers):
    right = a_right(enforcement=enforcement)
    told = [right.code()]
    for event in (
        Event.APPEALED, Event.STAYED, Event.STAY_LIFTED, Event.APPEAL_REJECTED, Event.FINAL,
    ):  # fmt: skip
        right.happens(event)
        told.append(right.code())
    assert told == answers
    with reading(right.actor):
        assert CommittedShare.objects.get().committed_cents == answers.count("ok")


@pytest.mark.parametrize(
    ("event", "code"),
    [(Event.ANNULLED, "decision-annulled"), (Event.REVOKED, "decision-revoked")],
)
def test_what_is_annulled_or_revoked_gives_no_right_and_what_was_ordered_stays(event, code):
    right = a_right()
    assert right.code(7) == "ok"
    right.happens(Event.APPEALED)
    right.happens(event)
    assert right.code() == code
    right.found.decide(right.member, register_number="KS 99/2026")
    assert right.code(3) == "ok"
    with reading(right.actor):
        assert CommittedShare.objects.get().committed_cents == 10


def test_the_right_begins_and_ends_by_the_clock():
    right = a_right(orders_from=date(2026, 11, 10), orders_until=date(2026, 11, 20))
    days = {9: "agreement-not-joined", 10: "ok", 20: "ok", 21: "agreement-not-joined"}
    for day, code in days.items():
        assert right.code(now=datetime(2026, 11, day, 9, tzinfo=UTC)) == code, day


def test_who_waits_or_declines_is_refused_with_reason_and_day():
    found = a_cooperation(3)
    waiting, declining, silent = found.members
    agreement = an_agreement_of(found)
    found.decide(waiting, **a_wait())
    found.decide(declining, kind=DecisionKind.DECLINE)
    for member, code, shown in (
        (waiting, "member-waits", True), (declining, "member-declined", False),
        (silent, "agreement-not-joined", False),
    ):  # fmt: skip
        actor = an_actor(member, RoleName.EMPLOYEE)
        with reading(actor):
            with pytest.raises(Refused) as refusal:
                require_right_to_order(member.pk, agreement.pk, DAY)
            assert agreements_open_to(member.pk, DAY) == []
            closed = agreements_not_open_to(member.pk, DAY)
            stopped = [one.pk for one, _code, _decision in closed.stopped]
            ahead = [one.pk for one, _first in closed.ahead]
        assert refusal.value.code == code
        assert (stopped == [agreement.pk]) == shown
        assert (ahead == [agreement.pk]) == (member == silent)
        if shown:
            assert refusal.value.facts == {"reason": "The budget of next year", "day": "2027-01-31"}


# The amount


def test_the_amount_is_counted_over_all_agreements_of_the_project():
    right = a_right(amount_limit_cents=1_000, currency="EUR")
    first = right.participation
    an_agreement_of(right.found)
    # By hand: 300 there and 600 here leave 100 of 1,000.
    perform(right.actor, committed, now=NOW, participation=first, cents=300, reference="A")
    assert right.code(600, reference="B") == "ok"
    assert right.code(101, reference="C") == "decision-limit-reached"
    assert right.code(100, reference="C") == "ok"
    assert right.code(1, reference="D") == "decision-limit-reached"
    # A higher amount, decided anew, counts at once; what was used stays used.
    right.found.decide(
        right.member, anew=True, amount_limit_cents=1_050, currency="EUR", register_number="KS 9"
    )
    assert right.code(51, reference="E") == "decision-limit-reached"
    assert right.code(50, reference="E") == "ok"
    with reading(right.actor):
        assert sum(CommittedShare.objects.values_list("committed_cents", flat=True)) == 1_050


def test_a_limit_in_another_currency_is_no_limit_and_is_refused():
    right = a_right()
    other = {"anew": True, "amount_limit_cents": 5, "currency": "SEK"}
    assert code_of(right.found.decide, right.member, **other) == "limit-in-another-currency"


# One after the other


def test_what_was_decided_before_holds_until_the_later_decision_is_carried_out():
    right = a_right(amount_limit_cents=10, currency="EUR")
    later = right.found.decide(
        right.member, anew=True, amount_limit_cents=20, currency="EUR",
        orders_from=date(2026, 12, 1), enforcement=Enforcement.UNLESS_APPEALED,
    )  # fmt: skip
    december = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert right.code(11) == "decision-limit-reached"
    assert right.code(10) == "ok"
    assert right.code(11, now=december) == "decision-limit-reached"
    assert right.code(4, now=december, reference="O-2") == "ok"
    happened(right.found.registrar(right.member), later, Event.APPEALED, december)
    # The later one is not carried out now: the limit is again that of the first, and used up.
    assert right.code(1, now=december, reference="O-3") == "decision-limit-reached"
    happened(right.found.registrar(right.member), later, Event.APPEAL_REJECTED, december)
    assert right.code(6, now=december, reference="O-3") == "ok"


def test_who_leaves_orders_until_its_last_day_and_may_join_again():
    right = a_right()
    leave = {"agreement_id": right.found.agreement.pk, "now": NOW}
    registrar = right.found.registrar(right.member)
    perform(registrar, end_participation, orders_until=date(2026, 12, 31), **leave)
    perform(registrar, end_participation, orders_until=date(2027, 1, 31), **leave)
    last, after = datetime(2027, 1, 31, 9, tzinfo=UTC), datetime(2027, 2, 1, 9, tzinfo=UTC)
    assert right.code(now=last) == "ok"
    assert right.code(now=after) == "agreement-not-joined"
    with reading(right.actor):
        left = Participation.objects.select_related("decision").get()
        assert (left.orders_from, left.orders_until) == (DAY, date(2027, 1, 31))
    right.found.decide(right.member, now=after, decided_on=after.date(), orders_from=after.date())
    assert right.code(now=after) == "ok"


def test_a_decision_to_leave_is_dated_by_the_members_own_day():
    found = a_cooperation(1)
    [member] = found.members
    agreement = an_agreement_of(found)
    found.decide(member)
    late = datetime(2026, 11, 2, 22, 30, tzinfo=UTC)  # half past midnight in Helsinki
    ended = perform(
        found.registrar(member), end_participation, now=late, agreement_id=agreement.pk,
        orders_until=date(2026, 11, 3),
    )  # fmt: skip
    assert ended.decision.decided_on == date(2026, 11, 3)


def test_a_leave_that_a_court_annuls_ends_nothing():
    right = a_right()
    registrar = right.found.registrar(right.member)
    perform(
        registrar, end_participation, agreement_id=right.found.agreement.pk, orders_until=DAY,
        now=NOW,
    )  # fmt: skip
    after = NOW + timedelta(days=1)
    assert right.code(now=after) == "agreement-not-joined"
    with reading(registrar):
        leave = MemberDecision.objects.get(kind=DecisionKind.LEAVE)
    happened(registrar, leave, Event.APPEALED, after)
    happened(registrar, leave, Event.ANNULLED, after)
    assert right.code(now=after) == "ok"


def test_what_was_ordered_outside_the_shop_before_the_appeal_still_counts():
    right = a_right(enforcement=Enforcement.UNLESS_APPEALED)
    later = NOW + timedelta(days=5)
    right.happens(Event.APPEALED, later)
    outside = {"now": later, "outside": True}
    assert right.code(5, on=DAY, reference="X-1", **outside) == "ok"
    assert right.code(5, on=later.date(), reference="X-2", **outside) == "decision-appealed"


# Who may be let in


def test_nobody_lets_in_a_member_that_the_procurement_did_not_name():
    found = a_cooperation(2)
    named, unnamed = found.members
    decision = found.decide(unnamed)
    agreement = an_agreement_of(found, named)
    registrar = found.registrar(unnamed)
    joins = {
        "now": NOW, "agreement_id": agreement.pk, "decided_on": DAY, "organ": "Board",
        "register_number": "D/1", "orders_from": DAY,
    }  # fmt: skip
    assert code_of(perform, registrar, record_participation, **joins) == "not-found"
    assert code_of(perform, registrar, decide_on_agreement, now=NOW, agreement_id=agreement.pk,
                   decided=a_decision()) == "not-found"  # fmt: skip
    # It decides about the project all the same, and that lets it into nothing.
    found.decide(unnamed, anew=True)
    with reading(an_actor(unnamed, RoleName.EMPLOYEE)):
        assert not Participation.objects.exists()
    insert = (
        "INSERT INTO agreements_participation (agreement_id, buyer_id, decision_id, at)"
        f" VALUES ({agreement.pk}, {unnamed.pk}, {decision.pk}, now())"
    )
    about = (
        "INSERT INTO governance_memberdecision (party_id, about_agreement, kind, decider,"
        " decided_by, delegation, decided_on, section, register_number, reason, orders_from,"
        f" currency, enforcement, state, at) VALUES ({unnamed.pk}, {agreement.pk}, 'join',"
        " 'organ', 'X', '', '2026-11-02', '', 'X', '', '2026-11-02', '', 'at-once',"
        " 'appealable', now())"
    )
    for statement in (insert, about):
        for actor in (registrar, a_runner(found.body)):
            with pytest.raises(DatabaseError, match=r"named_buyer|row-level security"):
                perform(actor, written, statement=statement)
        with (
            connections["owner"].cursor() as cursor,
            pytest.raises(DatabaseError, match="of_named_buyer"),
        ):
            cursor.execute(statement)


def written(*, actor, now, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_right_rests_on_nobody_elses_decision():
    found = a_cooperation(2)
    first, second = found.members
    own, theirs = found.decide(first), found.decide(second)
    an_agreement_of(found)
    statement = f"UPDATE agreements_participation SET decision_id = {theirs.pk}"
    with pytest.raises(DatabaseError, match="participation_of_own_decision"):
        perform(found.registrar(first), written, statement=statement)
    with reading(found.registrar(first)):
        assert Participation.objects.get(buyer=first).decision_id == own.pk


def test_decisions_taken_before_the_agreement_become_rights_when_it_names_the_buyer():
    found = a_cooperation(2)
    early, late = found.members
    found.decide(early)
    agreement = an_agreement_of(found)
    found.decide(late)
    with reading(a_runner(found.body)):
        joined = {
            one.named.buyer_id: (one.joined, one.code) for one in buyers_of(agreement.pk, DAY)
        }
    assert joined == {early.pk: (True, None), late.pk: (True, None)}
    stranger = an_agreement(found.body, a_supplier(), [early])
    linked = {"agreement_id": stranger.pk, "project_id": found.project.pk}
    assert code_of(perform, a_runner(found.body), link_to_project, **linked) \
        == "decided-without-the-project"  # fmt: skip
    other = a_cooperation(1)
    draft = an_agreement_in_preparation(a_runner(other.body), a_supplier())
    assert code_of(
        perform, a_runner(other.body), link_to_project, agreement_id=draft.pk,
        project_id=found.project.pk,
    ) == "not-found"  # fmt: skip


def test_a_customer_outside_the_region_decides_about_the_agreement_itself():
    found = a_cooperation(1)
    city = a_municipality()
    agreement = an_agreement_of(found, *found.members, city)
    made = perform(
        an_actor(city, RoleName.REGISTRAR), decide_on_agreement, now=NOW,
        agreement_id=agreement.pk, decided=a_decision(),
    )  # fmt: skip
    assert (made.decision.about_agreement, made.decision.project_id) == (agreement.pk, None)
    with reading(a_runner(found.body)):
        assert MemberDecision.objects.get().party_id == city.pk
