"""Wrong steps of needs, pre-studies and consultations; their days by the clock; sums by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from factories.consultations import (
    OPENED,
    a_prepared_consultation,
    an_open_consultation,
    claimed,
    commented,
    decided,
    met,
    reported,
)
from factories.consultations import answered as answered_in
from factories.parties import a_municipality, a_purchasing_body, a_region, a_supplier, an_actor
from factories.planning import (
    a_lot,
    a_need,
    a_pre_study,
    a_service,
    an_included_need,
    code_of,
    homework_done,
    new_need,
)
from samkop.parties.queries import own_today
from samkop.parties.vocabulary import RoleName
from samkop.planning.queries import consultation_of, missing_of
from samkop.planning.queries.missing import homework_of, missing_in, missing_of_point
from samkop.planning.queries.pre_studies import lines_in, study_of, volumes_by_year
from samkop.planning.usecases.consultation_record import report_consultation
from samkop.planning.usecases.consultations import (
    add_consultation_question,
    extend_consultation,
    open_consultation,
    prepare_consultation,
)
from samkop.planning.usecases.homework import add_point, answer_point, plan_point, reopen_point
from samkop.planning.usecases.lots import NewLot, plan_lot
from samkop.planning.usecases.meeting_notes import comment_on_meeting
from samkop.planning.usecases.needs import NewLine, change_need, enter_need, withdraw_need
from samkop.planning.usecases.operating_forms import add_form, add_service
from samkop.planning.usecases.pre_studies import (
    NewStudy,
    drop_pre_study,
    exclude_need,
    expect_buyer,
    finish_pre_study,
    include_needs,
    resume_pre_study,
    start_pre_study,
    unexpect_buyer,
)
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
MOMENT = timedelta(milliseconds=1)
TITLES = {"sv": "Arbetsplatser", "fi": "Työasemat", "en": "Workplaces"}


class Scene:
    """A purchasing body with two people, and a buyer of its region."""

    def __init__(self):
        self.body, self.buyer = a_purchasing_body(), a_municipality()
        a_region(self.body, self.buyer)
        self.runner, self.second = (an_actor(self.body, RoleName.BUYER) for _one in range(2))
        self.manager = an_actor(self.buyer, RoleName.ICT_MANAGER)

    def finished(self):
        """A pre-study whose homework is done, and its need."""
        study = a_pre_study(self.runner)
        need = an_included_need(self.runner, study, self.manager)
        with reading(self.runner):
            held = [line.pk for line in lines_in(study.pk)]
        a_lot(self.runner, study, held)
        homework_done(self.runner, self.second, study)
        perform(self.runner, finish_pre_study, study_id=study.pk)
        return study, need


@pytest.fixture(scope="module")
def scene(database):
    return Scene()


def test_a_need_that_is_withdrawn_is_neither_changed_nor_withdrawn_again(scene):
    need = a_need(scene.manager)
    perform(scene.manager, withdraw_need, need_id=need.pk)
    asked = {"need_id": need.pk}
    assert code_of(scene.manager, change_need, need=new_need(), **asked) == "need-in-another-state"
    assert code_of(scene.manager, withdraw_need, **asked) == "need-in-another-state"
    backwards = replace(new_need(), wanted_until=date(2026, 12, 31))
    assert code_of(scene.manager, enter_need, need=backwards) == "need-ends-before-it-starts"


def test_a_needs_value_by_year_is_the_sum_of_its_lines_at_the_least_likely_and_most(scene):
    study = a_pre_study(scene.runner)
    lines = [
        NewLine("Laptops", "piece", 2027, 400, 360_000_00, 400_000_00, 480_000_00),
        NewLine("Screens", "piece", 2027, 150, 20_000_00, 22_500_00, 30_000_00),
        NewLine("Laptops", "piece", 2028, 300, 270_000_00, 300_000_00, 360_000_00),
    ]
    an_included_need(scene.runner, study, scene.manager, lines=lines)
    with reading(scene.runner):
        by_year = volumes_by_year(lines_in(study.pk))["workstations"]
    assert {
        year: (one.low_cents, one.likely_cents, one.high_cents, one.quantities["piece"])
        for year, one in by_year.items()
    } == {
        2027: (380_000_00, 422_500_00, 510_000_00, 550),
        2028: (270_000_00, 300_000_00, 360_000_00, 300),
    }


def test_nothing_of_a_finished_pre_study_is_changed_until_it_is_taken_up_again(scene):
    study, need = scene.finished()
    with reading(scene.runner):
        point = homework_of(study.pk)[0].pk
    lot = NewLot(titles=TITLES, unit="piece", division="divided")
    steps = [
        (include_needs, {"need_ids": [need.pk]}), (exclude_need, {"need_id": need.pk}),
        (expect_buyer, {"buyer_id": scene.buyer.pk}),
        (unexpect_buyer, {"buyer_id": scene.buyer.pk}),
        (add_point, {"area": "market", "question": "Who else?"}),
        (answer_point, {"point_id": point, "answer": "Nobody."}),
        (reopen_point, {"point_id": point}),
        (plan_point, {"point_id": point, "responsible_id": None, "due_on": None}),
        (plan_lot, {"lot": lot}), (add_service, {"name": "E", "years": 5, "rate_basis_points": 3}),
        (finish_pre_study, {}), (drop_pre_study, {}),
    ]  # fmt: skip
    codes = {code_of(scene.runner, one, study_id=study.pk, **more) for one, more in steps}
    assert codes == {"pre-study-not-under-way"}
    perform(scene.runner, resume_pre_study, study_id=study.pk)
    again = {"study_id": study.pk}
    code = code_of(scene.runner, resume_pre_study, **again)
    assert code == "pre-study-transition-not-allowed"
    assert code_of(scene.runner, expect_buyer, buyer_id=a_supplier().pk, **again) == "no-buyer"
    twin = NewStudy(study.number, TITLES, "workstations", "The same.", "D/2")
    assert code_of(scene.runner, start_pre_study, study=twin) == "pre-study-number-taken"
    empty = {"point_id": point, "answer": " ", **again}
    perform(scene.runner, reopen_point, point_id=point, **again)
    assert code_of(scene.runner, answer_point, **empty) == "homework-answer-empty"


def test_a_service_is_compared_over_years_that_there_are_and_a_form_has_one_name(scene):
    study = a_pre_study(scene.runner)
    wrong = {"study_id": study.pk, "name": "E-mail", "years": 0, "rate_basis_points": 300}
    assert code_of(scene.runner, add_service, **wrong) == "service-terms-wrong"
    service = a_service(scene.runner, study)
    twice = {"service_id": service.pk, "kind": "cloud", "name": "Cloud"}
    assert code_of(scene.runner, add_form, **twice) == "name-taken"


def test_a_point_is_overdue_once_its_day_is_over_where_it_is_asked(scene):
    study = a_pre_study(scene.runner)
    with reading(scene.runner):
        point = homework_of(study.pk)[0].pk
    due = {"study_id": study.pk, "point_id": point, "responsible_id": None}
    perform(scene.runner, plan_point, due_on=date(2027, 3, 8), **due)
    over = datetime(2027, 3, 8, 22, tzinfo=UTC)  # midnight in Helsinki, winter time

    def lacks(now):
        with reading(scene.runner, now=now):
            codes = missing_of_point(homework_of(study.pk)[0], own_today())
            total = [one.code for one in missing_in(study_of(study.pk), own_today())]
        return "overdue" in codes, total.count("overdue")

    assert [lacks(over - MOMENT), lacks(over)] == [(False, 0), (True, 1)]


# --- consultations ---------------------------------------------------------------------------

TERMS = {
    "number": "MD-2027-30", "register_number": "KS 2027/30", "titles": TITLES, "about": "Which?",
    "answers_until": OPENED + timedelta(days=30),
}  # fmt: skip


def test_a_consultation_is_opened_once_with_questions_and_time_and_reported_after_it(database):
    scene = a_prepared_consultation(number="MD-2027-20")
    about = {"consultation_id": scene.consultation.pk}
    late = {"now": scene.until + MOMENT, **about}
    assert code_of(scene.runner, open_consultation, **late) == "limit-in-the-past"
    taken = TERMS | {"number": "MD-2027-20"}
    code = code_of(scene.runner, prepare_consultation, now=OPENED, **taken)
    assert code == "consultation-number-known"
    bare = perform(scene.runner, prepare_consultation, now=OPENED, **TERMS)
    code = code_of(scene.runner, open_consultation, now=OPENED, consultation_id=bare.pk)
    assert code == "consultation-asks-nothing"
    perform(scene.runner, open_consultation, now=OPENED, **about)
    another = "consultation-in-another-state"
    assert code_of(scene.runner, open_consultation, now=OPENED, **about) == another
    early = {"now": scene.until, "register_number": "KS", **about}
    assert code_of(scene.runner, report_consultation, **early) == another
    reported(scene, now=scene.closed)
    given = {"now": scene.settled, **about}
    for use_case, more in (
        (report_consultation, {"register_number": "KS"}),
        (extend_consultation, {"answers_until": scene.settled}),
        (add_consultation_question, {"text": "And?"}),
    ):
        assert code_of(scene.runner, use_case, **given, **more) == another


def test_a_refused_secret_is_published_once_its_days_are_over_and_a_note_stands_by_silence(
    database,
):
    scene = an_open_consultation(number="MD-2027-21")
    answered_in(scene, 0, 0, "It costs 4711 a month.")
    claim = claimed(scene, 0, question_id=scene.questions[0].pk, passage="4711")
    decided(scene, claim, accepted=False)  # on the day after the limit; it has 14 days
    over = scene.closed + timedelta(days=scene.consultation.secret_days)
    assert scene.consultation.secret_days == 14
    assert [lacking(scene, at) for at in (over - MOMENT, over)] == [["secret-days-run"], []]
    note = met(scene, 1, told="In May.", said="Fine.", day=40)
    last = note.comments_until
    assert [lacking(scene, at) for at in (last, last + MOMENT)] == [["note-uncommented"], []]
    comment = {"note_id": note.pk, "accepted": True}
    late = {"now": last + MOMENT, **comment}
    assert code_of(scene.sellers[1], comment_on_meeting, **late) == "comment-too-late"
    commented(scene, 1, note, day=42)
    again = {"now": scene.on(42), **comment}
    assert code_of(scene.sellers[1], comment_on_meeting, **again) == "comment-given"


def lacking(scene, now):
    with reading(scene.runner):
        return [one.kind for one in missing_of(consultation_of(scene.consultation.pk), now)]
