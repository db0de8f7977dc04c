"""Facts of the joint range, and what its clock does; one use-case call each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import structlog

from samkop.agreements.usecases.agreement import RUNNING_KINDS
from samkop.catalogue.policies import RANGE_KEEPER
from samkop.catalogue.queries.range_proposals import (
    change_of,
    changes_due,
    proposal_of,
    told_of_change,
    told_of_proposal,
)
from samkop.catalogue.usecases.range_changes import (
    put_in_effect,
    take_up_motion,
    waits_for_keeper,
    write_range_change,
)
from samkop.catalogue.usecases.range_news import (
    tell_of_decision,
    tell_of_proposal,
    tell_of_range_change,
    tell_of_waiting_change,
)
from samkop.core.period import day_of
from samkop.parties.models import Region
from samkop.parties.queries import parties_of_kind, party_of
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language
from samkop.platform.outbox import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

SUBJECT = "catalogue.rangeproposal:"

log = structlog.get_logger()


def _keeper(body_id: int) -> Actor:
    return actors.job(RANGE_KEEPER, body_id)


def say_range_proposed(fact: Fact) -> None:
    """A change is proposed: who keeps the range and the region's members are told."""
    body_id, proposal_id = fact.body["body_id"], fact.body["proposal_id"]
    with reading(_keeper(body_id), now=fact.happened_at):
        parties = told_of_proposal(proposal_of(proposal_id), day_of_body(body_id, fact.happened_at))
    for party_id in parties:
        if party_id != fact.body["proposed_by_id"]:
            _say(fact, party_id, tell_of_proposal, proposal_id=proposal_id)


def motion_decided(fact: Fact) -> None:
    """The steering group has voted on a proposal, or its motion has lapsed."""
    reference = fact.body["subject_reference"]
    if not reference.startswith(SUBJECT):
        return
    with reading(actors.job(RANGE_KEEPER), now=fact.happened_at):
        body_id = Region.objects.get(pk=fact.body["region_id"]).purchasing_body_id
    perform(
        _keeper(body_id), take_up_motion, key=fact.key_for("take-up"), now=fact.happened_at,
        proposal_id=int(reference.removeprefix(SUBJECT)), motion_id=fact.body["motion_id"],
        outcome=fact.body["outcome"], decided_on=fact.body["decided_on"],
    )  # fmt: skip


def say_range_decided(fact: Fact) -> None:
    """A proposal is decided on: those whose it was are told."""
    party_id = fact.body["proposed_by_id"]
    _say(fact, party_id, tell_of_decision, proposal_id=fact.body["proposal_id"])


def write_carried(fact: Fact) -> None:
    """What a steering group has carried is written with its day, where one region speaks for
    all; else, and where something stands in the way, who keeps the range is told to.
    """
    if not (fact.body["carried"] and fact.body["motion_id"]):
        return
    body_id, proposal_id = fact.body["body_id"], fact.body["proposal_id"]
    with reading(_keeper(body_id), now=fact.happened_at):
        refused = waits_for_keeper(proposal_of(proposal_id))
    if refused is None:
        try:
            perform(
                _keeper(body_id), write_range_change, key=fact.key_for("write"),
                now=fact.happened_at, proposal_id=proposal_id,
            )  # fmt: skip
        except Refused as found:
            refused = found
    if refused is not None and refused.code != "change-written":
        hindrance = refused
        why = in_each_language(lambda: str(hindrance))
        _say(fact, body_id, tell_of_waiting_change, proposal_id=proposal_id, why=why)


def say_range_changes(fact: Fact) -> None:
    """A change is written: the ICT managers of all who order from the range are told."""
    body_id, change_id = fact.body["body_id"], fact.body["change_id"]
    with reading(_keeper(body_id), now=fact.happened_at):
        parties = told_of_change(change_of(change_id), day_of_body(body_id, fact.happened_at))
    for party_id in parties:
        _say(fact, party_id, tell_of_range_change, change_id=change_id)


def put_due_changes_in_effect(now: datetime | None = None) -> int:
    """By the clock: changes whose day has come where their body is. Returns how many."""
    now = now or datetime.now(UTC)
    with reading(actors.job(RANGE_KEEPER), now=now):
        bodies = list(parties_of_kind(*RUNNING_KINDS).values_list("id", flat=True))
    done = 0
    for body_id in bodies:
        with reading(_keeper(body_id), now=now):
            due = changes_due(body_id, day_of_body(body_id, now))
        for proposal_id in due:
            done += _put(body_id, proposal_id, now)
    return done


def _put(body_id: int, proposal_id: int, now: datetime) -> int:
    try:
        perform(_keeper(body_id), put_in_effect, now=now, proposal_id=proposal_id)
    except Refused as refused:
        log.warning("refused-by-the-clock", code=refused.code, proposal=proposal_id)
        return 0
    return 1


def day_of_body(body_id: int, now: datetime) -> Any:
    """The day that it is where a purchasing body is; inside a reading."""
    return day_of(now, party_of(body_id).time_zone)


def _say(fact: Fact, party_id: int, use_case: Any, **inputs: Any) -> None:
    perform(
        actors.job("notices", party_id), use_case,
        key=fact.key_for(f"{use_case.__name__}-{party_id}"), now=fact.happened_at, **inputs,
    )  # fmt: skip
