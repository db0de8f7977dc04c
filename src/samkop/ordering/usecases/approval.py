"""Which decisions a requisition needs, and taking the next of them, in the open unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import Approval, ApprovalStep, Requisition, RequisitionLine
from samkop.ordering.policies import may_approve
from samkop.ordering.queries import (
    asked_lines,
    deciders_of,
    deciding_of,
    next_step,
    recipients_of,
    rows_in_force,
    rules_of,
    taken_by,
)
from samkop.ordering.rules import Asked, Decider, Step, Verdict, evaluate, possible, steps_of
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.queries import group_ids_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def verdict_of(party_id: int, asked: Asked, on: date) -> Verdict:
    """What the party's rules in force on a day say of a wish.

    The requester's groups are read where a rule asks for one.
    """
    rows = rows_in_force(party_id, on)
    currency = rows[0].rule_set.currency if rows else asked.currency
    rules = rules_of(rows)
    if any(rule.requester_group_id is not None for rule in rules):
        groups = group_ids_of([asked.requester_id], party_id, on)[asked.requester_id]
        asked = replace(asked, requester_groups=groups)
    return evaluate(rules, asked, currency=currency)


@dataclass(frozen=True)
class Way:
    """The decisions that a requisition needs, in their order, and the rule that says so."""

    steps: Sequence[Step]
    rule_id: int | None


def way_of(
    actor: Actor, requisition: Requisition, lines: Sequence[RequisitionLine], now: datetime
) -> Way:
    """Which decisions a requisition with these lines needs; it need not be written yet.

    Raises Refused ``nobody-may-approve`` when there are not enough people for them.
    """
    today = day_of(now, requisition.party.time_zone)
    asked = Asked(
        cents=requisition.total_cents, currency=requisition.currency,
        cost_centre_id=requisition.cost_centre_id, requester_id=requisition.requester_id,
        requester_roles=actor.roles, lines=asked_lines([line.item for line in lines], today),
        recipients=recipients_of(requisition, lines),
    )  # fmt: skip
    verdict = verdict_of(requisition.party_id, asked, today)
    steps = steps_of(verdict)
    note(approval_rule=verdict.rule_id, outcome=verdict.outcome)
    if steps and not possible(steps, asked, deciding_of(requisition.party_id, today)):
        raise Refused(
            "nobody-may-approve",
            _("Nobody has the authority to approve this amount for this cost centre."
              " Ask your finance office to enter somebody."),
        )  # fmt: skip
    return Way(steps, verdict.rule_id)


def wait_for_decisions(requisition: Requisition, way: Way) -> None:
    """Write down what the requisition waits for, and tell it."""
    create_all(
        [
            ApprovalStep(
                party_id=requisition.party_id, requisition=requisition, position=step.position,
                kind=step.kind, role=step.role, rule_id=way.rule_id,
            )
            for step in way.steps
        ],
        under=requisition,
    )  # fmt: skip
    tell("requisition-submitted", requisition_id=requisition.pk)


def decide(
    actor: Actor, now: datetime, requisition: Requisition, decision: str, reason: str
) -> bool:
    """Take the requisition's next step; True when none is left after it.

    Raises Refused: ``decided-already``, ``own-requisition``, ``not-allowed``,
    ``approved-by-you-already``, ``authority-missing``.
    """
    if requisition.state != RequisitionState.SUBMITTED:
        raise Refused(
            "decided-already", _("This has been decided already. The page shows by whom.")
        )
    if actor.own_person_id in {
        requisition.requester_id,
        *recipients_of(requisition, requisition.lines.all()),
    }:
        raise Refused(
            "own-requisition",
            _("Nobody approves an order for himself. Leave it to a colleague."), status=403,
        )  # fmt: skip
    require(may_approve(actor, requisition))
    step = next_step(requisition)
    assert step is not None  # noqa: S101 - what waits has a step that waits
    decider = _decider(actor, now, requisition, step)
    create(
        Approval(
            party_id=requisition.party_id, requisition=requisition, position=step.position,
            requester_id=requisition.requester_id, person_id=actor.own_person_id,
            authority_id=decider.authority_id, on_behalf_of_id=decider.on_behalf_of_id,
            delegation_id=decider.delegation_id, decision=decision, reason=reason, at=now,
        )
    )  # fmt: skip
    return step.position == requisition.steps.count()


def _decider(actor: Actor, now: datetime, requisition: Requisition, step: Step) -> Decider:
    deciding = deciding_of(requisition.party_id, day_of(now, requisition.party.time_zone))
    found = deciders_of(requisition, step, deciding)
    own = next((one for one in found if one.person_id == actor.own_person_id), None)
    if own is not None:
        return own
    if actor.own_person_id in taken_by(requisition.approvals.all()):
        raise Refused(
            "approved-by-you-already",
            _("You have had your say on this. The next decision is somebody else's."),
            status=403,
        )
    raise Refused(
        "authority-missing",
        _("Your authority does not reach this amount or cost centre. Leave it to a colleague."),
        status=403,
    )
