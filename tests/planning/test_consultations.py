"""A market consultation: who hears what, what stays secret, and the record for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from factories.consultations import (
    LASTS,
    OPENED,
    a_prepared_consultation,
    a_reported_consultation,
    an_open_consultation,
    answered,
    asked_and_told,
    claimed,
    commented,
    decided,
    met,
    reported,
)
from factories.parties import a_municipality, an_actor
from samkop.parties.vocabulary import RoleName
from samkop.planning.models import ConsultationAnswer, MarketConsultation
from samkop.planning.queries import (
    answer_versions_of,
    consultation_of,
    content_of,
    meetings_in,
    missing_of,
    record_of,
)
from samkop.planning.rules.consultations import canonical_sha256, masked, state_at
from samkop.planning.usecases.consultation_answers import (
    answer_consultation,
    ask_in_consultation,
    tell_everybody,
)
from samkop.planning.usecases.consultations import (
    add_consultation_question,
    change_consultation,
    extend_consultation,
    open_consultation,
)
from samkop.planning.usecases.meeting_notes import comment_on_meeting
from samkop.planning.vocabulary import CONSULTATION_TRANSITIONS, ConsultationState
from samkop.platform.models import Notification
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")
MOMENT = timedelta(milliseconds=1)
UNTIL = OPENED + LASTS
CLOSED, SETTLED = UNTIL + timedelta(days=1), UNTIL + timedelta(days=30)


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


@pytest.fixture(scope="module")
def scene(database):
    return an_open_consultation()


def test_an_answer_is_taken_until_the_very_millisecond_and_each_version_is_kept(scene):
    question = scene.questions[0].pk
    seller = scene.sellers[5]
    for at, text in ((OPENED, "First."), (UNTIL, "Second.")):
        perform(seller, answer_consultation, now=at, question_id=question, text=text)
    late = {"now": UNTIL + MOMENT, "question_id": question, "text": "Third."}
    assert refusal(seller, answer_consultation, **late) == "consultation-in-another-state"
    with reading(seller):
        versions = answer_versions_of(question, scene.suppliers[5].pk)
    assert [(one.version, one.text) for one in versions] == [(2, "Second."), (1, "First.")]


def test_the_database_takes_no_answer_after_the_limit_from_whoever_asks(scene):
    def late(*, actor, now):
        row = {
            "consultation_id": scene.consultation.pk, "owner_id": scene.owner.pk,
            "supplier_id": actor.party_id, "question_id": scene.questions[0].pk,
        }  # fmt: skip
        ConsultationAnswer.objects.create(
            **row, version=9, text="Late.", given_at=UNTIL + MOMENT, person_id=actor.person_id
        )

    with pytest.raises(Exception, match="row-level security"):
        perform(scene.sellers[4], late)


def test_who_asked_is_told_to_nobody_and_no_wording_may_name_it(scene):
    about = {"consultation_id": scene.consultation.pk}
    asked = perform(
        scene.sellers[3], ask_in_consultation, now=OPENED, text="May we keep our masts?", **about
    )
    told = {
        **about, "now": CLOSED, "question_id": asked.pk, "text": "Yes.",
        "asked": "provoperatör ab asks about masts",
    }  # fmt: skip
    assert refusal(scene.runner, tell_everybody, **told) == "names-who-asked"
    perform(scene.runner, tell_everybody, **told | {"asked": "May masts be kept?"})
    assert refusal(scene.runner, tell_everybody, **told) == "question-answered"


def test_nothing_changes_once_it_is_open_but_its_limit_which_only_grows(scene):
    about = {"consultation_id": scene.consultation.pk, "now": OPENED}
    another = "consultation-in-another-state"
    assert refusal(scene.runner, add_consultation_question, text="And?", **about) == another
    terms = {
        "number": "X", "register_number": "X", "titles": {}, "about": "X", "comment_days": 1,
        "secret_days": 1, "answers_until": UNTIL,
    }  # fmt: skip
    assert refusal(scene.runner, change_consultation, **terms, **about) == another
    assert refusal(scene.runner, open_consultation, **about) == another
    earlier = {**about, "answers_until": UNTIL - MOMENT}
    assert refusal(scene.runner, extend_consultation, **earlier) == "limit-not-later"
    later = perform(
        scene.runner, extend_consultation, now=CLOSED, consultation_id=scene.consultation.pk,
        answers_until=CLOSED + MOMENT,
    )  # fmt: skip
    assert state_at(later.state, later.answers_until, CLOSED) == ConsultationState.OPEN


def test_before_it_is_open_it_is_its_owners_alone():
    prepared = a_prepared_consultation(number="MD-2027-9")
    stranger = an_actor(a_municipality(), RoleName.CATEGORY_MANAGER)
    for actor in (prepared.sellers[0], stranger):
        code = refusal(
            actor, open_consultation, now=OPENED, consultation_id=prepared.consultation.pk
        )
        assert code == "not-found"


def test_the_database_holds_the_same_transitions():
    with reading(an_actor(a_municipality())), connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = 'planning_consultation_transition'"
        )
        source = cursor.fetchone()[0]
    for before, followers in CONSULTATION_TRANSITIONS.items():
        after = {one.value for one in (before, *followers)}
        stays = f"OLD.state = '{before.value}'" in source
        assert stays == bool(followers)
        if followers:
            listed = ", ".join(f"'{one}'" for one in [before.value, *(after - {before.value})])
            assert f"NEW.state IN ({listed})" in source


PLANTED = "hemligt pris 4711"


@pytest.fixture(scope="module")
def told(database):
    """Everything that could go wrong: secrets in an answer, a file, a note and a comment."""
    scene = an_open_consultation(number="MD-2027-2")
    answered(scene, 0, 0, f"It costs {PLANTED} a month, {PLANTED} in winter too.",
             files=[("open.txt", b"open"), ("price.txt", PLANTED.encode())])  # fmt: skip
    answered(scene, 1, 0, "We have nothing to hide, and 4711 clients.")
    asked_and_told(scene, 2, "Is it us, Serverhallen, whom you mean?", "Who is meant?", "Nobody.")
    note = met(scene, 0, 1, told="We start in May.", said=f"Klientdrift mentioned {PLANTED}.")
    commented(scene, 0, note, f"It was {PLANTED} for the first year only.")
    return scene, note


def test_the_record_waits_for_decisions_comments_and_answers(told):
    scene, _note = told
    secret = claimed(scene, 0, question_id=scene.questions[0].pk, passage=PLANTED)
    with reading(scene.runner):
        price = scene.consultation.answers.get(supplier=scene.suppliers[0]).file_ids[1]
    file = claimed(scene, 0, file_id=price)
    waiting = perform(
        scene.sellers[4], ask_in_consultation, now=UNTIL, text="And after that?",
        consultation_id=scene.consultation.pk,
    )  # fmt: skip
    young = met(scene, 3, told="The same.", said="He agreed.", day=32)
    assert {one.kind for one in _missing(scene, CLOSED)} == {
        "secret-undecided", "question-unanswered", "note-uncommented",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        reported(scene, now=CLOSED)
    assert refused.value.code == "record-incomplete"
    perform(
        scene.runner, tell_everybody, now=CLOSED, consultation_id=scene.consultation.pk,
        question_id=waiting.pk, asked="What comes then?", text="That is open.",
    )  # fmt: skip
    decided(scene, secret, accepted=True)
    decided(scene, file, accepted=False)
    assert [one.kind for one in _missing(scene, CLOSED)] == ["secret-days-run", "note-uncommented"]
    assert [one.kind for one in _missing(scene, young.comments_until)] == [
        "secret-days-run", "note-uncommented",
    ]  # fmt: skip
    assert [one.kind for one in _missing(scene, young.comments_until + MOMENT)] == [
        "secret-days-run"
    ]
    late = {"now": young.comments_until + MOMENT, "note_id": young.pk, "accepted": True}
    assert refusal(scene.sellers[3], comment_on_meeting, **late) == "comment-too-late"
    assert _missing(scene, CLOSED + timedelta(days=14)) == []
    decided(scene, file, accepted=True, now=SETTLED)
    assert _missing(scene, SETTLED) == []


def _missing(scene, now):
    with reading(scene.runner):
        return missing_of(consultation_of(scene.consultation.pk), now)


def test_no_supplier_sees_anything_of_another_before_the_record(told):
    scene, _note = told
    whole = {"Klientdrift", "Nätbyggarna", "Serverhallen", PLANTED, "nothing to hide"}
    for place, own in ((2, {"Serverhallen"}), (1, {"Nätbyggarna", "nothing to hide"})):
        seen = "\n".join(_everything_of(scene.sellers[place]))
        met_with = {"Klientdrift", PLANTED} if place == 1 else set()  # it stands in the joint note
        assert {word for word in whole if word in seen} == own | met_with
    with reading(scene.sellers[2]):
        assert meetings_in(scene.consultation.pk) == []


def _everything_of(actor):
    """Every row of every table of planning that the actor can read, as text."""
    with reading(actor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname ~ '^planning_' AND relkind = 'r'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield from (row for (row,) in cursor.fetchall())
        cursor.execute("SELECT legal_name FROM parties_party WHERE id = %s", [actor.party_id])
        yield cursor.fetchone()[0]


@pytest.fixture(scope="module")
def known(database):
    return a_reported_consultation(number="MD-2027-3")


def test_the_record_reaches_everybody_without_the_secrets(known):
    scene, record = known
    stranger = an_actor(a_municipality("Fjärrby"))
    with reading(stranger):
        found = record_of(scene.consultation.pk)
    assert found.sha256 == record.sha256 == canonical_sha256(found.content)
    assert [one["name"] for one in found.content["suppliers"]] == sorted(
        one.legal_name for one in scene.suppliers
    )
    [first] = [
        one for one in found.content["questions"][1]["answers"]
        if one["supplier"] == "Klientdrift Ab"
    ]  # fmt: skip
    assert first["text"] == ["A change costs ", None, ", whatever its size."]
    assert "run your network" not in str(found.content)
    assert found.content["withheld"][0]["register_number"] == "KS 2027/17-9"
    code = refusal(
        scene.sellers[0],
        answer_consultation,
        now=UNTIL,
        question_id=scene.questions[0].pk,
        text="x",
    )
    assert code == "consultation-in-another-state"
    with reading(scene.runner):
        assert content_of(consultation_of(scene.consultation.pk)) == found.content


def test_each_party_is_told_by_itself_and_only_what_concerns_it(known):
    scene, _record = known
    dispatch_waiting(FACTS, now=SETTLED, limit=1_000)
    kinds = {}
    for place, seller in enumerate(scene.sellers):
        with reading(seller):
            kinds[place] = sorted(
                Notification.objects.filter(person_id=seller.person_id).values_list(
                    "kind", flat=True
                )
            )
    everybody = ["consultation-opened", "consultation-reported", "consultation-told"]
    assert kinds == {
        0: [*everybody, "meeting-note-written", "trade-secret-accepted"], 1: everybody,
        2: [*everybody, "meeting-note-written"], 3: everybody, 4: everybody, 5: everybody,
    }  # fmt: skip
    with reading(scene.runner):
        told = Notification.objects.filter(person_id=scene.runner.person_id)
        assert sorted(told.values_list("kind", flat=True)) == [
            "consultation-asked", "meeting-note-commented", "trade-secret-claimed",
        ]  # fmt: skip


words = st.text("ab ", max_size=8)


@given(text=st.text("ab ", max_size=30), secrets=st.lists(words, max_size=3))
def test_what_is_masked_is_every_occurrence_and_nothing_else(text, secrets):
    """The slow way: mark each character that some occurrence covers."""
    covered = [
        any(
            text.startswith(secret, start) and start <= at < start + len(secret)
            for secret in secrets for start in range(len(text))
        )
        for at in range(len(text))
    ]  # fmt: skip
    pieces = masked(text, secrets)
    assert "".join(one for one in pieces if one) == "".join(
        letter for letter, secret in zip(text, covered, strict=True) if not secret
    )
    gaps = sum(now and not before for before, now in zip([False, *covered], covered, strict=False))
    assert pieces.count(None) == gaps


def test_a_consultation_is_not_changed_behind_the_use_cases(scene):
    def shorten(*, actor, now):
        rows = MarketConsultation.objects.filter(id=scene.consultation.pk)
        return rows.update(answers_until=OPENED + MOMENT)

    with pytest.raises(Exception, match="consultation_transition"):
        perform(scene.runner, shorten)
