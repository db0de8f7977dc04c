"""A pre-study: needs of many, homework that knows what is missing, lots with their volumes."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from factories.parties import a_municipality, a_purchasing_body, a_region, an_actor
from factories.planning import (
    LAPTOPS,
    a_lot,
    a_pre_study,
    a_reported_need,
    a_service,
    an_included_need,
    code_of,
    homework_done,
)
from samkop.parties.vocabulary import RoleName
from samkop.planning.models import HomeworkPoint, PlannedLot
from samkop.planning.queries import planned_lots_of, study_plan_of
from samkop.planning.queries.missing import homework_of, missing_in
from samkop.planning.queries.operating_forms import comparison_of, sensitivity_of
from samkop.planning.queries.pre_studies import (
    asked_of,
    lines_in,
    not_reported,
    study_of,
    volumes_by_year,
)
from samkop.planning.usecases.homework import (
    NewEvidence,
    accept_point,
    add_evidence,
    add_point,
    answer_point,
    plan_point,
    remove_point,
    reopen_point,
)
from samkop.planning.usecases.needs import NewLine, withdraw_need
from samkop.planning.usecases.operating_forms import NewCost, add_cost, add_form
from samkop.planning.usecases.pre_studies import (
    drop_pre_study,
    exclude_need,
    finish_pre_study,
    include_needs,
    resume_pre_study,
)
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 29)


class Scene:
    """A purchasing body with two people, and two buyers of its region."""

    def __init__(self):
        self.body = a_purchasing_body()
        self.buyers = [a_municipality("Stora staden"), a_municipality("Lilla byn")]
        a_region(self.body, *self.buyers)
        self.runner, self.second = (an_actor(self.body, RoleName.BUYER) for _one in range(2))
        self.managers = [an_actor(buyer, RoleName.ICT_MANAGER) for buyer in self.buyers]


@pytest.fixture(scope="module")
def scene(database):
    return Scene()


def missing(scene, study, today=TODAY):
    with reading(scene.runner):
        return Counter(one.code for one in missing_in(study_of(study.pk), today))


def test_needs_of_many_are_added_up_by_category_and_year(scene):
    study = a_pre_study(scene.runner)
    an_included_need(scene.runner, study, scene.managers[0])
    with reading(scene.runner):
        by_year = volumes_by_year(lines_in(study.pk))["workstations"]
        assert [one.name for one in not_reported(study.pk)] == ["Lilla byn"]
    assert {year: one.likely_cents for year, one in by_year.items()} == {
        2027: 40_000_000, 2028: 30_000_000,
    }  # fmt: skip
    with reading(scene.managers[1]):
        assert study in asked_of(scene.buyers[1].pk)
    few = [NewLine("Laptops", "piece", 2028, 20, 1_500_000, 2_000_000, 2_500_000)]
    second = an_included_need(scene.runner, study, scene.managers[1], lines=few)
    with reading(scene.runner):
        volume = volumes_by_year(lines_in(study.pk))["workstations"][2028]
    assert (volume.quantities["piece"], volume.low_cents, volume.likely_cents) == (
        320, 28_500_000, 32_000_000,
    )  # fmt: skip
    with reading(scene.managers[1]):
        assert study not in asked_of(scene.buyers[1].pk)
    perform(scene.managers[1], withdraw_need, need_id=second.pk)
    codes = missing(scene, study)
    assert (codes["need-withdrawn"], codes["not-reported"]) == (1, 1)


def test_a_need_is_in_one_pre_study_and_was_reported_to_it(scene):
    study, other = a_pre_study(scene.runner), a_pre_study(scene.runner)
    need = an_included_need(scene.runner, study, scene.managers[0])
    own = a_reported_need(scene.managers[0], scene.buyers[0])
    for one in (need, own):
        asked = {"study_id": other.pk, "need_ids": [one.pk]}
        assert code_of(scene.runner, include_needs, **asked) == "need-not-to-include"
    assert code_of(scene.managers[0], include_needs, study_id=study.pk, need_ids=[own.pk]) == (
        "not-found"
    )
    perform(scene.runner, exclude_need, study_id=study.pk, need_id=need.pk)
    assert perform(scene.runner, include_needs, study_id=other.pk, need_ids=[need.pk]) == 1
    perform(scene.runner, drop_pre_study, study_id=other.pk)
    assert code_of(scene.runner, resume_pre_study, study_id=other.pk) == (
        "pre-study-transition-not-allowed"
    )
    assert perform(scene.runner, include_needs, study_id=study.pk, need_ids=[need.pk]) == 1


def test_homework_knows_what_is_missing_and_is_accepted_by_another(scene):
    study = a_pre_study(scene.runner)
    with reading(scene.runner):
        point = homework_of(study.pk)[0]
        usual = HomeworkPoint.objects.filter(study=study).count()
    assert missing(scene, study)["no-answer"] == usual
    asked = {"study_id": study.pk, "point_id": point.pk}
    runner, second = scene.runner, scene.second
    stranger = scene.managers[0].person_id
    assert code_of(runner, plan_point, responsible_id=stranger, due_on=None, **asked) == (
        "not-a-colleague"
    )
    perform(runner, plan_point, responsible_id=runner.person_id, due_on=TODAY, **asked)
    assert missing(scene, study)["overdue"] == 0
    assert missing(scene, study, date(2026, 11, 30))["overdue"] == 1
    assert code_of(second, accept_point, **asked) == "homework-in-another-state"
    perform(runner, answer_point, answer="Laptops and docks.", **asked)
    assert code_of(runner, accept_point, **asked) == "homework-own-answer"
    assert code_of(second, accept_point, **asked) == "homework-without-evidence"
    for wrong in (NewEvidence("x", "//example.org"), NewEvidence("x", "/a/", "a", b"b")):
        assert code_of(runner, add_evidence, evidence=wrong, **asked) == "evidence-missing"
    perform(runner, add_evidence, evidence=NewEvidence("x", name="a.txt", content=b"b"), **asked)
    assert missing(scene, study, date(2026, 11, 30))["not-accepted"] == 1
    perform(second, accept_point, **asked)
    codes = missing(scene, study, date(2026, 11, 30))
    assert (codes["no-answer"], codes["overdue"]) == (usual - 1, 0)
    assert code_of(runner, answer_point, answer="More.", **asked) == "homework-in-another-state"
    assert perform(runner, reopen_point, **asked).state == "open"
    assert code_of(runner, remove_point, **asked) == "homework-point-stays"
    own = perform(runner, add_point, study_id=study.pk, area="market", question="Who else?")
    perform(runner, remove_point, study_id=study.pk, point_id=own.pk)


def test_a_pre_study_is_finished_when_nothing_is_missing_and_gives_its_lots_to_a_tender(scene):
    study, runner = a_pre_study(scene.runner), scene.runner
    for number, manager in enumerate(scene.managers, 1):
        lines = [NewLine("Laptops", "piece", 2027, 10 * number, 1, 200 * number, 300 * number)]
        an_included_need(runner, study, manager, lines=lines)
    with reading(runner):
        held = [line.pk for line in lines_in(study.pk)]
    lot = a_lot(runner, study, held)
    assert code_of(runner, finish_pre_study, study_id=study.pk) == "homework-missing"
    homework_done(runner, scene.second, study)
    assert missing(scene, study) == Counter()
    perform(runner, finish_pre_study, study_id=study.pk)
    with reading(runner):
        plan = study_plan_of(study.pk)
        [planned] = planned_lots_of(study.pk)
    assert plan.lots == (planned,)
    assert (planned.lot_id, planned.titles["fi"], planned.unit) == (lot.pk, "Tietokoneet", "piece")
    assert [(one.buyer, one.quantity, one.likely_cents) for one in planned.buyers] == [
        ("Lilla byn", 20, 400), ("Stora staden", 10, 200),
    ]  # fmt: skip
    assert (planned.quantity, planned.likely_cents, planned.high_cents) == (30, 600, 900)
    with reading(scene.managers[0]):
        assert study_of(study.pk) == study
        assert (planned_lots_of(study.pk), homework_of(study.pk)) == ([], [])
        assert PlannedLot.objects.count() == 0


def test_a_lot_holds_only_what_counts_and_once(scene):
    study, runner = a_pre_study(scene.runner), scene.runner
    an_included_need(runner, study, scene.managers[0], lines=LAPTOPS)
    with reading(runner):
        first, second = (line.pk for line in lines_in(study.pk))
    a_lot(runner, study, [first])
    with pytest.raises(Refused) as refused:
        a_lot(runner, study, [first, second])
    assert refused.value.code == "line-not-to-put-in"
    empty = a_lot(runner, study, reason="", outsourcing="undecided")
    codes = missing(scene, study)
    assert [codes[one] for one in (
        "line-in-no-lot", "lot-without-reason", "lot-without-volumes", "outsourcing-undecided",
    )] == [1, 1, 1, 1]  # fmt: skip
    with reading(runner):
        assert planned_lots_of(study.pk)[1].lot_id == empty.pk


def test_forms_of_operation_are_compared_with_own_staff_or_not_at_all(scene):
    runner = scene.runner
    service = a_service(runner, a_pre_study(runner))
    with reading(runner):
        found = comparison_of(service)
        assert found.cheapest.alternative.name == "Cloud"
        assert {(one.terms.years, one.terms.rate) for one in sensitivity_of(service)} == {
            (years, rate) for years in (3, 5, 7) for rate in (100, 300, 500)
        }
    own = found.costs[0]
    # 3,000, 3,200, 3,600 hours at 50.00 are 163,333.33 on average; times 4.579707 at 3 per cent.
    assert own.part(own.alternative.costs[0].kind) == 748_018_84
    form = perform(runner, add_form, service_id=service.pk, kind="hosted", name="Hosted")
    wrong = NewCost("People", "staff", 1, 2, 3)
    assert code_of(runner, add_cost, form_id=form.pk, cost=wrong) == "cost-wrong"
    with reading(runner), pytest.raises(ValueError, match="Hosted"):
        comparison_of(service)
