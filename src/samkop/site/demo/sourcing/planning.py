"""Needs, pre-studies with their homework, lots and forms of operation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import translation

from samkop.planning.homework_points import USUAL
from samkop.planning.models import PreStudy
from samkop.planning.queries.missing import homework_of
from samkop.planning.queries.pre_studies import lines_in
from samkop.planning.usecases.homework import (
    NewEvidence,
    accept_point,
    add_evidence,
    answer_point,
    plan_point,
)
from samkop.planning.usecases.lots import NewLot, plan_lot
from samkop.planning.usecases.needs import NewLine, NewNeed, enter_need, report_need
from samkop.planning.usecases.operating_forms import NewCost, add_cost, add_form, add_service
from samkop.planning.usecases.pre_studies import (
    NewStudy,
    finish_pre_study,
    include_needs,
    start_pre_study,
    unexpect_buyer,
)
from samkop.planning.vocabulary import CostTime, Division
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.seeds import buyers
from samkop.site.demo.sourcing.papers import paper
from samkop.site.demo.sourcing.scene import BODY, TOWN, Scene, Seed, titles_of

WANTED = timedelta(days=4 * 365)
CENTS = 100


def study_of_rooms(scene: Scene, seed: Seed) -> PreStudy:
    """The region's pre-study with what its members need; its homework and lots come after."""
    runner = scene.person("category")
    study = _started(scene, runner, seed, 310)
    needs = [
        _reported(scene, key, seed, _lines_by_rooms(scene, seed, rooms), 300)
        for key, rooms in seed["needs"].items()
    ]
    scene.play(
        runner, include_needs, "rooms:needs", scene.at(298), study_id=study.pk, need_ids=needs
    )
    for one in buyers():
        if one.member_since and one.key not in seed["needs"]:
            scene.play(
                runner, unexpect_buyer, f"rooms:without:{one.key}", scene.at(297),
                study_id=study.pk, buyer_id=scene.party(one.key),
            )  # fmt: skip
    return study


def homework_of_rooms(scene: Scene, seed: Seed, study: PreStudy, consultation_id: int) -> None:
    """Lots with their reasons, every point answered, shown and accepted; then it is finished."""
    runner, colleague = scene.person("category"), scene.person("buyer")
    pages = {
        "what-is-needed": "/needs/", "what-others-pay": "/open-data/",
        "what-the-market-says": f"/consultations/{consultation_id}/",
    }  # fmt: skip
    _plan_lots(scene, runner, seed, study, 226)
    for point, code in _points(runner, study, seed["homework"]):
        _answer(scene, colleague, seed, (study.pk, point, code), 240)
        evidence = NewEvidence("Underlag", address=pages[code]) if code in pages else None
        _show(scene, colleague, seed, (study.pk, point, code), 239, evidence)
        scene.play(
            runner, accept_point, f"rooms:accept:{code}", scene.at(224), study_id=study.pk,
            point_id=point,
        )  # fmt: skip
    scene.play(runner, finish_pre_study, "rooms:finish", scene.at(222), study_id=study.pk)


def study_of_town(scene: Scene, seed: Seed) -> PreStudy:
    """The town's pre-study as it stands: a part of it answered, a part of that accepted."""
    runner, keeper = scene.person("category", TOWN), scene.person("ict", TOWN)
    study = _started(scene, runner, seed, 45)
    lines = [
        _line(lot, scene.founded.year + 1, lot["quantity"], lot["quantity"] * lot["unit_cost"])
        for lot in seed["lots"]
    ]
    need = _reported(scene, TOWN, seed, lines, 40)
    scene.play(
        runner, include_needs, "town:needs", scene.at(39), study_id=study.pk, need_ids=[need]
    )
    _plan_lots(scene, runner, seed, study, 12)
    _compare(scene, keeper, seed, study, 20)
    for point, code in _points(runner, study, [*seed["homework"], *seed["overdue"]["codes"]]):
        which, accepted = (study.pk, point, code), code in seed["accepted"]["codes"]
        if code in seed["overdue"]["codes"]:
            _give(scene, runner, seed, which, 38, due_ago=8)
            continue
        _answer(scene, keeper, seed, which, 18)
        if accepted or code == "who-can-deliver":
            _show(scene, keeper, seed, which, 17)
        if accepted:
            scene.play(
                runner, accept_point, f"town:accept:{code}", scene.at(10), study_id=study.pk,
                point_id=point,
            )  # fmt: skip
    return study


Which = tuple[int, int, str]  # the pre-study, the point, and its code


def _started(scene: Scene, runner: Actor, seed: Seed, ago: int) -> PreStudy:
    prefix, year = seed["prefix"], scene.day(ago).year
    new = NewStudy(
        number=f"F-{prefix}-{year}", titles=titles_of(seed), category=seed["category"],
        aim=seed["aim"], register_number=f"{prefix}/{year}/1 (demo)",
    )  # fmt: skip
    return scene.play(runner, start_pre_study, f"{prefix}:study", scene.at(ago), study=new)


def _reported(scene: Scene, key: str, seed: Seed, lines: list[NewLine], ago: int) -> int:
    """What an organisation needs, reported to who tenders it: its id."""
    keeper, first = scene.person("ict", key), scene.day(0)
    need = NewNeed(
        category=seed["category"], title=seed["need_title"], note=seed["need_note"],
        wanted_from=first, wanted_until=first + WANTED, lines=lines,
    )  # fmt: skip
    name, to = f"{seed['prefix']}:need:{key}", TOWN if key == TOWN else BODY
    entered = scene.play(keeper, enter_need, name, scene.at(ago), need=need)
    scene.play(
        keeper, report_need, name, scene.at(ago, 14), need_id=entered.pk,
        reported_to_id=scene.party(to),
    )  # fmt: skip
    return int(entered.pk)


def _lines_by_rooms(scene: Scene, seed: Seed, rooms: int) -> list[NewLine]:
    found = []
    for lot in seed["lots"]:
        times, over = lot["per_room"]
        quantity = rooms * times // over
        found.append(_line(lot, scene.day(0).year, quantity, quantity * lot["unit_cost"]))
    return found


def _line(lot: Seed, year: int, quantity: int, likely: int) -> NewLine:
    low, high = likely * 90, likely * 120  # cents of 90 and 120 per cent
    return NewLine(lot["need"], lot["unit"], year, quantity, low, likely * CENTS, high)


def _plan_lots(scene: Scene, runner: Actor, seed: Seed, study: PreStudy, ago: int) -> None:
    with reading(runner):
        held = [(line.pk, line.text) for line in lines_in(study.pk)]
    for number, row in enumerate(seed["lots"], 1):
        lot = NewLot(
            titles=titles_of(row), unit=row["unit"], division=Division.DIVIDED,
            reason=row["reason"], outsourcing=row["outsourcing"],
            outsourcing_reason=row["outsourcing_reason"],
            line_ids=[pk for pk, text in held if text == row["need"]],
        )  # fmt: skip
        scene.play(
            runner, plan_lot, f"{seed['prefix']}:lot:{number}", scene.at(ago), study_id=study.pk,
            lot=lot,
        )  # fmt: skip


def _points(runner: Actor, study: PreStudy, codes: Iterable[str]) -> list[tuple[int, str]]:
    wanted = set(codes)
    with reading(runner):
        return [(one.pk, one.code) for one in homework_of(study.pk) if one.code in wanted]


def _give(
    scene: Scene, giver: Actor, seed: Seed, which: Which, ago: int, *, due_ago: int,
    to: Actor | None = None,
) -> None:  # fmt: skip
    study_id, point_id, code = which
    scene.play(
        giver, plan_point, f"{seed['prefix']}:plan:{code}", scene.at(ago), study_id=study_id,
        point_id=point_id, responsible_id=(to or giver).person_id, due_on=scene.day(due_ago),
    )  # fmt: skip


def _answer(scene: Scene, who: Actor, seed: Seed, which: Which, ago: int) -> None:
    study_id, point_id, code = which
    _give(scene, who, seed, which, ago + 20, due_ago=ago - 5)
    scene.play(
        who, answer_point, f"{seed['prefix']}:answer:{code}", scene.at(ago), study_id=study_id,
        point_id=point_id, answer=seed["homework"][code],
    )  # fmt: skip


def _show(
    scene: Scene, who: Actor, seed: Seed, which: Which, ago: int,
    evidence: NewEvidence | None = None,
) -> None:  # fmt: skip
    """What an answer rests on: a page of the system, or a paper."""
    study_id, point_id, code = which
    if evidence is None:
        with translation.override("sv"):
            asked = str(USUAL[code].question)
        content = paper("Underlag", seed, [(asked, [], [seed["homework"][code]])])
        evidence = NewEvidence("Underlag", name=f"{code}.pdf", content=content)
    scene.play(
        who, add_evidence, f"{seed['prefix']}:evidence:{code}", scene.at(ago), study_id=study_id,
        point_id=point_id, evidence=evidence,
    )  # fmt: skip


def _compare(scene: Scene, keeper: Actor, seed: Seed, study: PreStudy, ago: int) -> None:
    """Forms of operation over years, own staff and the exit among what they cost."""
    for service in seed["services"]:
        name = f"{seed['prefix']}:{service['name']}"
        made = scene.play(
            keeper, add_service, name, scene.at(ago), study_id=study.pk, name=service["name"],
            years=service["years"], rate_basis_points=service["rate"],
        )  # fmt: skip
        for form in service["forms"]:
            known = scene.play(
                keeper, add_form, f"{name}:{form['name']}", scene.at(ago, 10),
                service_id=made.pk, kind=form["kind"], name=form["name"],
            )  # fmt: skip
            for row in form["costs"]:
                scene.play(
                    keeper, add_cost, f"{name}:{form['name']}:{row[0]}", scene.at(ago, 11),
                    form_id=known.pk, cost=_cost(row),
                )  # fmt: skip


def _cost(row: list[str | int]) -> NewCost:
    name, time, *rest = row
    low, likely, high, *hour = map(int, rest)
    times = 1 if time == CostTime.STAFF else CENTS
    return NewCost(
        str(name), str(time), low * times, likely * times, high * times, hour[0] if hour else None
    )
