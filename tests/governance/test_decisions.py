"""Members' own decisions: who records them, what may follow what, and what the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, connections

from factories.agreements import a_runner
from factories.decisions import (
    COURT,
    DAY,
    LAST,
    NOW,
    a_cooperation,
    a_decision,
    a_project,
    a_wait,
    happened,
)
from factories.parties import a_municipality, an_actor
from samkop.agreements.usecases.project_rights import decide_on_project
from samkop.governance.models import DecisionEvent, MemberDecision, Project
from samkop.governance.queries.decisions import standings_in
from samkop.governance.rules.decisions import STEPS, next_state
from samkop.governance.usecases.decision_events import NewEvent, record_decision_event
from samkop.governance.usecases.decisions import NewDocument, file_decision_document
from samkop.governance.usecases.projects import (
    change_joint_project,
    close_joint_project,
    drop_joint_project,
    open_joint_project,
    prepare_joint_project,
)
from samkop.governance.vocabulary import (
    DECISION_TRANSITIONS,
    PROJECT_TRANSITIONS,
    DecisionEventKind,
    DecisionKind,
    DecisionState,
    ProjectState,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]

LATER = NOW + timedelta(days=1)
Event = DecisionEventKind


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    return refusal.value.code


def written(*, actor, now, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.fixture(scope="module")
def found(database):
    return a_cooperation(2)


# Whose decision it is


def test_nobody_but_the_member_itself_records_what_it_decided():
    found = a_cooperation(2)
    first, _second = found.members
    decided = {"now": NOW, "project_id": found.project.pk, "decided": a_decision()}
    refusals = (
        (a_runner(found.body), "not-allowed"),  # the purchasing body decides nothing for anybody
        (an_actor(found.body, RoleName.REGISTRAR), "not-a-member"),
        (an_actor(first, RoleName.EMPLOYEE), "not-allowed"),
        (an_actor(a_municipality(), RoleName.REGISTRAR), "not-found"),
    )
    for actor, code in refusals:
        assert code_of(perform, actor, decide_on_project, **decided) == code, actor
    with reading(found.registrar(first)):
        assert not MemberDecision.objects.exists()


def test_the_wall_lets_nobody_write_a_decision_of_another():
    found = a_cooperation(2)
    first, second = found.members
    made = found.decide(first)
    values = f"{second.pk}, {found.project.pk}, {found.region.pk}"
    insert = (
        "INSERT INTO governance_memberdecision (party_id, project_id, region_id, kind, decider,"
        " decided_by, delegation, decided_on, section, register_number, reason, orders_from,"
        f" currency, enforcement, state, at) VALUES ({values}, 'join', 'organ', 'X', '',"
        " '2026-11-02', '', 'X', '', '2026-11-02', '', 'at-once', 'appealable', now())"
    )
    event = (
        "INSERT INTO governance_decisionevent (decision_id, party_id, kind, happened_on, court,"
        " case_number, register_number, note, from_state, to_state, at) VALUES ({decision},"
        " {party}, 'final', '2026-11-02', '', '', '', '', 'appealable', 'final', now())"
    )
    for actor in (found.registrar(first), a_runner(found.body)):
        with pytest.raises(DatabaseError, match="row-level security"):
            perform(actor, written, statement=insert)
    own = found.registrar(second)
    forged = event.format(decision=made.pk, party=second.pk)
    with pytest.raises(DatabaseError, match="decision_event_of_its_decision"):
        perform(own, written, statement=forged)
    theirs = f"UPDATE governance_memberdecision SET state = 'final' WHERE id = {made.pk}"
    assert perform(own, written, statement=theirs) == 0


def test_the_region_reads_a_decision_and_its_document_and_no_stranger_does():
    found = a_cooperation(2)
    made = found.decide(found.members[0], document=NewDocument("p.pdf", b"paper"))
    stranger = an_actor(a_municipality(), RoleName.REGISTRAR)
    for actor, seen in (
        (found.registrar(found.members[1]), 1), (a_runner(found.body), 1), (stranger, 0),
    ):  # fmt: skip
        with reading(actor):
            assert MemberDecision.objects.filter(id=made.pk).count() == seen
            hashes = list(
                made.__class__.document.related.related_model.objects.values_list("sha256")
            )
        assert hashes == [(sha256(b"paper").hexdigest(),)] * seen


# What the database holds by itself


def test_what_was_decided_is_never_changed_and_no_standing_without_its_event():
    found = a_cooperation(1)
    (member,) = found.members
    made = found.decide(member)
    own = found.registrar(member)
    with pytest.raises(DatabaseError, match="member_decision_transition"):
        perform(own, written, statement="UPDATE governance_memberdecision SET state = 'final'")
    owner = connections["owner"]
    for statement in (
        f"UPDATE governance_memberdecision SET orders_from = orders_from - 1 WHERE id = {made.pk}",
        f"DELETE FROM governance_memberdecision WHERE id = {made.pk}",
        "UPDATE governance_decisionevent SET note = 'x'",
    ):
        happened_rows = owner.cursor()
        if "event" in statement:
            happened(own, made, Event.FINAL)
        with pytest.raises(DatabaseError, match=r"member_decision_stands|append-only"):
            happened_rows.execute(statement)


def test_the_database_and_the_vocabulary_hold_the_same_transitions():
    (source,) = _function("governance_memberdecision_transition")
    told = {
        (before.value, after.value) for before, to in DECISION_TRANSITIONS.items() for after in to
    }
    assert _pairs(source) == told
    assert {
        (before, next_state(before, event, 0))
        for event, (befores, _after) in STEPS.items() for before in befores
        if next_state(before, event, 0) != before
    } == {(DecisionState(before), DecisionState(after)) for before, after in told}  # fmt: skip
    (source,) = _function("governance_project_transition")
    assert _pairs(source) == {
        (before.value, after.value) for before, to in PROJECT_TRANSITIONS.items() for after in to
    }


def _function(name):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [name])
        return cursor.fetchone()


def _pairs(source):
    import re

    return set(re.findall(r"\('([a-z-]+)', '([a-z-]+)'\)", source))


# Steps


@pytest.mark.parametrize(
    ("past", "event", "code"),
    [
        ([], Event.STAYED, "event-out-of-order"),
        ([], Event.APPEAL_REJECTED, "event-out-of-order"),
        ([], Event.ANNULLED, "event-out-of-order"),
        ([Event.APPEALED], Event.FINAL, "event-out-of-order"),
        ([Event.APPEALED], Event.APPEALED, "appeal-known"),
        ([Event.FINAL], Event.APPEALED, "event-out-of-order"),
        ([Event.APPEALED, Event.ANNULLED], Event.REVOKED, "event-out-of-order"),
        ([Event.REVOKED], Event.FINAL, "event-out-of-order"),
    ],
)
def test_a_step_out_of_order_is_refused(found, past, event, code):
    member = a_cooperation(1)
    made = member.decide(member.members[0])
    own = member.registrar(member.members[0])
    for before in past:
        happened(own, made, before)
    assert code_of(happened, own, made, event) == code


def test_an_event_names_its_court_and_a_day_that_can_be():
    found = a_cooperation(1)
    made = found.decide(found.members[0], appeal_until=date(2026, 11, 3))
    own = found.registrar(found.members[0])
    record = {"now": NOW, "decision_id": made.pk}

    def code(**said):
        event = NewEvent(**{"kind": "appealed", "happened_on": DAY, **COURT, **said})
        return code_of(perform, own, record_decision_event, **record, event=event)

    assert code(court="") == "court-missing"
    assert code(happened_on=DAY + timedelta(days=1)) == "event-in-the-future"
    assert code(happened_on=DAY - timedelta(days=1)) == "event-before-the-decision"
    assert code(kind="final") == "appeal-time-runs"
    happened(own, made, Event.APPEALED)
    assert code(kind="appeal-rejected", case_number="13/2026") == "appeal-unknown"
    # The last day of appeal is over: the same day later it would have been refused.
    other = a_cooperation(1)
    second = other.decide(other.members[0], appeal_until=date(2026, 11, 3))
    later = datetime(2026, 11, 4, 9, tzinfo=UTC)
    happened(other.registrar(other.members[0]), second, Event.FINAL, later)
    with reading(own):
        states = dict(MemberDecision.objects.values_list("id", "state"))
    assert states == {made.pk: "appealed"}


def test_of_two_appeals_the_last_one_rejected_ends_the_pending():
    found = a_cooperation(1)
    made = found.decide(found.members[0])
    own = found.registrar(found.members[0])
    happened(own, made, Event.APPEALED)
    happened(own, made, Event.APPEALED, case_number="13/2026")
    happened(own, made, Event.APPEAL_REJECTED)
    with reading(own):
        assert MemberDecision.objects.get().state == DecisionState.APPEALED
    happened(own, made, Event.APPEAL_WITHDRAWN, case_number="13/2026")
    with reading(own):
        assert MemberDecision.objects.get().state == DecisionState.UPHELD
        assert DecisionEvent.objects.count() == 4


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"decided_on": DAY + timedelta(days=1)}, "decision-in-the-future"),
        ({"decider": "official"}, "delegation-missing"),
        ({"orders_from": None}, "orders-from-missing"),
        ({"orders_from": DAY - timedelta(days=1)}, "orders-before-the-decision"),
        ({"orders_until": DAY - timedelta(days=1)}, "orders-end-before-they-start"),
        ({"amount_limit_cents": 100}, "limit-incomplete"),
        ({"appeal_until": DAY - timedelta(days=1)}, "appeal-before-the-decision"),
        (a_wait(reason=" "), "wait-incomplete"),
        (a_wait(waits_until=DAY), "wait-incomplete"),
        ({"kind": DecisionKind.LEAVE, "orders_until": DAY}, "nothing-to-leave"),
    ],
)
def test_a_decision_that_does_not_say_enough_is_refused(found, said, code):
    assert code_of(found.decide, found.members[0], **said) == code


def test_who_has_joined_decides_on_other_terms_or_leaves_and_nothing_else():
    found = a_cooperation(1)
    (member,) = found.members
    first = found.decide(member)
    assert code_of(found.decide, member) == "joined-already"
    assert code_of(found.decide, member, **a_wait()) == "joined-already"
    assert code_of(found.decide, member, kind=DecisionKind.DECLINE) == "joined-already"
    second = found.decide(member, anew=True, amount_limit_cents=5, currency="EUR")
    left = found.decide(member, kind=DecisionKind.LEAVE, orders_until=date(2026, 12, 31))
    assert (second.replaces_id, left.replaces_id) == (first.pk, second.pk)
    assert found.decide(member, orders_from=date(2027, 1, 1)).replaces_id == left.pk


def test_a_document_is_filed_once():
    found = a_cooperation(1)
    made = found.decide(found.members[0])
    own = found.registrar(found.members[0])
    paper = {"decision_id": made.pk, "document": NewDocument("p.pdf", b"paper")}
    empty = {**paper, "document": NewDocument("p.pdf", b"")}
    assert code_of(perform, own, file_decision_document, **empty) == "document-too-large"
    assert perform(own, file_decision_document, **paper).sha256 == sha256(b"paper").hexdigest()
    assert code_of(perform, own, file_decision_document, **paper) == "document-filed-already"


# Projects


def test_the_clock_closes_a_project_for_those_who_have_not_decided():
    found = a_cooperation(2)
    waiting, silent = found.members
    found.decide(waiting, **a_wait())
    late = datetime.combine(LAST + timedelta(days=1), NOW.timetz())
    in_time = datetime.combine(LAST, NOW.timetz())
    assert code_of(found.decide, silent, now=late) == "project-closed-for-decisions"
    assert found.decide(waiting, now=late, orders_from=LAST).kind == DecisionKind.JOIN
    assert found.decide(silent, now=in_time, orders_from=LAST).kind == DecisionKind.JOIN


def test_a_project_is_prepared_by_the_lead_or_the_purchasing_body_and_moves_one_way():
    found = a_cooperation(2, opened=False)
    lead, other = sorted(found.members, key=lambda one: (one.legal_name, one.pk))
    runner = a_runner(found.body)
    known = {
        "now": NOW, "region_id": found.region.pk, "kind": "service", "meaning": "More.",
        "titles": {"sv": "T", "fi": "T", "en": "T"}, "decide_by": LAST,
    }  # fmt: skip
    assert code_of(perform, an_actor(other, RoleName.ICT_MANAGER), prepare_joint_project, **known) \
        == "not-allowed"  # fmt: skip
    chair = an_actor(lead, RoleName.STEERING_MEMBER)
    assert perform(chair, prepare_joint_project, **known).prepared_by_id == lead.pk
    named = {"now": NOW, "project_id": found.project.pk}
    assert code_of(found.decide, lead) == "project-not-open"
    assert code_of(perform, runner, close_joint_project, **named) == "project-in-another-state"
    assert code_of(perform, chair, open_joint_project, **named) == "not-allowed"
    perform(runner, open_joint_project, **named)
    said = {"titles": {"sv": "U", "fi": "U", "en": "U"}, "meaning": "Less."}
    sooner = {**named, **said, "decide_by": DAY}
    assert code_of(perform, runner, change_joint_project, **sooner) == "less-time-than-promised"
    more = perform(runner, change_joint_project, **{**sooner, "decide_by": LAST + timedelta(9)})
    assert (more.decide_by, more.title_sv) == (LAST + timedelta(9), "Pekplattor")
    perform(runner, close_joint_project, **named)
    assert code_of(found.decide, lead) == "project-closed-for-decisions"
    assert code_of(perform, runner, drop_joint_project, **named) == "project-in-another-state"
    with pytest.raises(DatabaseError, match="project_transition"):
        perform(runner, written, statement="UPDATE governance_project SET state = 'open'")


def test_how_each_member_stands_is_told_with_those_who_said_nothing():
    found = a_cooperation(3)
    joined, waiting, silent = found.members
    found.decide(joined)
    found.decide(waiting, **a_wait())
    a_project(found.region, found.body)
    with reading(found.registrar(silent)):
        project = Project.objects.get(id=found.project.pk)
        rows = {row.member.pk: (row.decision is not None, row.code)
                for row in standings_in(project, DAY)}  # fmt: skip
    assert rows == {
        joined.pk: (True, None), waiting.pk: (True, "member-waits"), silent.pk: (False, None),
    }  # fmt: skip
    assert ProjectState(project.state) == ProjectState.OPEN
