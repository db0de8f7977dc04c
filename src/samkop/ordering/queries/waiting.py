"""The decisions that requisitions still need, and who may take them today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samkop.ordering.models import Requisition
from samkop.ordering.queries.approvals import deciders_of, deciding_of
from samkop.ordering.rules import Decider, Step, reminding_from
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.models import Person


@dataclass(frozen=True)
class OpenStep:
    """A decision that is still needed, with who may take it today; ``names`` by person id."""

    role: str
    deciders: list[Decider]
    names: Mapping[int, str]


def open_steps(requisition: Requisition, today: date) -> list[OpenStep]:
    """The decisions that are still needed, the next one first; none once it is decided."""
    return open_steps_of([requisition], today)[requisition.pk]


def open_steps_of(requisitions: Sequence[Requisition], today: date) -> dict[int, list[OpenStep]]:
    """The same for several requisitions of one party read ``with_chain``, by their ids.

    Five queries however many they are; none where nothing waits.
    """
    open_ones = [one for one in requisitions if one.state == RequisitionState.SUBMITTED]
    found: dict[int, list[OpenStep]] = {one.pk: [] for one in requisitions}
    if not open_ones:
        return found
    deciding = deciding_of(open_ones[0].party_id, today)
    able = {
        one.pk: [(step, deciders_of(one, step, deciding)) for step in _left(one)]
        for one in open_ones
    }
    ids = {one for steps in able.values() for _step, who in steps for one in _people(who)}
    names = dict(Person.objects.filter(id__in=ids).values_list("id", "name"))
    for key, steps in able.items():
        found[key] = [
            OpenStep(step.role, who, {one: names[one] for one in _people(who) if one in names})
            for step, who in steps
        ]
    return found


def reminding_from_of(requisition: Requisition) -> datetime:
    """From when on those who decide may be reminded of it."""
    told = [approval.at for approval in requisition.approvals.all()]
    reminded = [reminder.at for reminder in requisition.reminders.all()]
    return reminding_from([requisition.submitted_at, *told, *reminded])


def _left(requisition: Requisition) -> list[Step]:
    taken = {approval.position for approval in requisition.approvals.all()}
    return [
        Step(step.position, step.kind, step.role)
        for step in requisition.steps.all()
        if step.position not in taken
    ]


def _people(deciders: Iterable[Decider]) -> list[int]:
    return [one for each in deciders for one in (each.person_id, each.principal_id)]
