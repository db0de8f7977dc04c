"""Needs and pre-studies for tests, made through the real use cases."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from factories.consultations import consultation_things
from samkop.parties.models import Party
from samkop.planning.models import Need, PlannedLot, PreStudy, StudiedService
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
from samkop.planning.usecases.pre_studies import NewStudy, include_needs, start_pre_study
from samkop.planning.vocabulary import Category
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

_numbers = itertools.count(1)
LAPTOPS = (
    NewLine("Laptops", "piece", 2027, 400, 36_000_000, 40_000_000, 48_000_000),
    NewLine("Laptops", "piece", 2028, 300, 27_000_000, 30_000_000, 36_000_000),
)


def code_of(actor: Actor, use_case: Callable[..., Any], **inputs: Any) -> str:
    """The code with which it is refused."""
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


def new_need(
    title: str = "Laptops for the schools",
    lines: Sequence[NewLine] = LAPTOPS,
    category: str = Category.WORKSTATIONS,
    note: str = "",
) -> NewNeed:
    """What is needed in 2027 and 2028."""
    return NewNeed(
        category=category, title=title, wanted_from=date(2027, 1, 1),
        wanted_until=date(2028, 12, 31), lines=lines, note=note,
    )  # fmt: skip


def a_need(actor: Actor, title: str = "Laptops for the schools", **fields: object) -> Need:
    """A draft of the actor's party."""
    return perform(actor, enter_need, need=new_need(title, **fields))


def a_reported_need(
    actor: Actor, to: Party, title: str = "Laptops for the schools", **fields: object
) -> Need:
    """A need of the actor's party, reported to a purchasing body or itself."""
    drafted = a_need(actor, title, **fields)
    return perform(actor, report_need, need_id=drafted.pk, reported_to_id=to.pk)


def planning_things(actor: Actor, marker: str = "Our own", *, days: int = 90) -> dict[str, int]:
    """Ids of what the addresses of planning name, all of the actor's party.

    Its consultation was opened so many days ago, and is closed after 32.
    """
    opened = datetime.now(UTC) - timedelta(days=days)
    study = a_pre_study(actor)
    need = a_reported_need(actor, study.owner, f"{marker} taken in", note=f"{marker} note")
    perform(actor, include_needs, study_id=study.pk, need_ids=[need.pk])
    with reading(actor):
        [point, *_others] = homework_of(study.pk)
        held = [line.pk for line in lines_in(study.pk)]
    asked = {"study_id": study.pk, "point_id": point.pk}
    perform(actor, answer_point, answer=f"{marker} answer", **asked)
    evidence = NewEvidence(f"{marker} evidence", name="a.txt", content=marker.encode())
    kept = perform(actor, add_evidence, evidence=evidence, **asked)
    service = a_service(actor, study, f"{marker} service")
    with reading(actor):
        form = service.forms.order_by("id")[0]
        cost = form.costs.order_by("id")[0]
    return {
        "need": a_need(actor, f"{marker} need", note=f"{marker} note").pk,
        "pre_study": study.pk, "homework_point": point.pk, "homework_evidence": kept.pk,
        "studied_service": service.pk, "operating_form": form.pk, "operating_cost": cost.pk,
        "planned_lot": a_lot(actor, study, held, description=f"{marker} lot").pk,
        **consultation_things(actor, opened, marker),
    }  # fmt: skip


def a_pre_study(actor: Actor, number: str = "", category: str = Category.WORKSTATIONS) -> PreStudy:
    """Under way, with the usual homework, waiting for the buyers of the party's regions."""
    titles = {"sv": "Arbetsplatser", "fi": "Työasemat", "en": "Workplaces"}
    study = NewStudy(number or f"F-{next(_numbers)}", titles, category, "Best in each area.", "D/1")
    return perform(actor, start_pre_study, study=study)


def an_included_need(runner: Actor, study: PreStudy, buyer: Actor, **fields: object) -> Need:
    """A need of the buyer's party that it has reported, and the pre-study has taken in."""
    need = a_reported_need(buyer, study.owner, **fields)
    perform(runner, include_needs, study_id=study.pk, need_ids=[need.pk])
    return need


def a_lot(
    runner: Actor, study: PreStudy, line_ids: Sequence[int] = (), **fields: str
) -> PlannedLot:
    """A planned lot with its reasons, counted in pieces."""
    titles = {"sv": "Datorer", "fi": "Tietokoneet", "en": "Computers"}
    given = {
        "unit": "piece", "division": "divided", "reason": "Others make them than run the network.",
        "outsourcing": "suits", "outsourcing_reason": "Many can deliver them.", **fields,
    }  # fmt: skip
    lot = NewLot(titles=titles, line_ids=line_ids, **given)
    return perform(runner, plan_lot, study_id=study.pk, lot=lot)


def homework_done(first: Actor, second: Actor, study: PreStudy) -> None:
    """Every point answered by one, shown by a page, and accepted by the other."""
    with reading(first):
        points = [point.pk for point in homework_of(study.pk)]
    for point in points:
        asked = {"study_id": study.pk, "point_id": point}
        perform(first, plan_point, responsible_id=first.person_id, due_on=None, **asked)
        perform(first, answer_point, answer="We know.", **asked)
        perform(first, add_evidence, evidence=NewEvidence("Needs", "/needs/"), **asked)
        perform(second, accept_point, **asked)


def a_service(runner: Actor, study: PreStudy, name: str = "E-mail") -> StudiedService:
    """Own operation and cloud of a service, with own staff, over 5 years at 3 per cent."""
    service = perform(
        runner, add_service, study_id=study.pk, name=name, years=5, rate_basis_points=300
    )
    for kind, called, once, hours in (("own", "Own", 9_000_000, 3_000), ("cloud", "Cloud", 0, 800)):
        form = perform(runner, add_form, service_id=service.pk, kind=kind, name=called)
        for cost in (
            NewCost("People", "staff", hours, hours + 200, hours + 600, 5_000),
            NewCost("Machines", "one-off", once, once, once * 2),
            NewCost("Fees", "yearly", 2_000_000, 4_000_000, 7_000_000),
            NewCost("Moving out", "exit", 0, 1_000_000, 3_000_000),
        ):
            perform(runner, add_cost, form_id=form.pk, cost=cost)
    return service
