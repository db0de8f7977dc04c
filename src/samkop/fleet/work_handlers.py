"""Facts about work on devices; one use-case call each."""

from __future__ import annotations

from samkop.fleet.mdm import NotToldError, tell
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.queries.mdm import staged_message
from samkop.fleet.usecases.mdm import note_mdm_told
from samkop.fleet.usecases.recalls import PASSED, RECALL, follow_recall_work
from samkop.fleet.usecases.work_notices import (
    tell_performer_of_broken_promise,
    tell_performer_of_work,
)
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading


def say_work_planned(fact: Fact) -> None:
    """Work is planned, or moved to another day: whoever does it is told."""
    perform(
        actors.job("notices", fact.body["performer_id"]),
        tell_performer_of_work,
        key=fact.key_for("tell"),
        work_order_id=fact.body["work_order_id"],
    )


def say_work_promise_broken(fact: Fact) -> None:
    """Work was promised for a time that has passed: the performer's service managers are told."""
    perform(
        actors.job("notices", fact.body["performer_id"]),
        tell_performer_of_broken_promise,
        key=fact.key_for("tell"),
        work_order_id=fact.body["work_order_id"],
    )


def recall_worked_on(fact: Fact) -> None:
    """Work on devices is done: those that are recalled by it have been dealt with."""
    source = fact.body["source"]
    if source.startswith((RECALL, PASSED)):
        perform(
            actors.job(FLEET_KEEPER, fact.body["owner_id"]),
            follow_recall_work,
            key=fact.key_for("follow-recall-work"),
            source=source,
            asset_ids=fact.body["asset_ids"],
        )


def tell_device_management(fact: Fact) -> None:
    """Devices were prepared: the owner's device management is told their serial numbers.

    Under one key however often it is told, so that it knows a message that it has already.
    """
    owner_id = fact.body["owner_id"]
    keeper = actors.job(FLEET_KEEPER, owner_id)
    with reading(keeper):
        said = staged_message(owner_id, fact.body["asset_ids"], fact.happened_at)
    if said is None:
        return
    try:
        status = tell(said[0], fact.key_for("mdm"), said[1])
    except NotToldError as error:
        perform(keeper, note_mdm_told, owner_id=owner_id, status=error.status)
        raise
    perform(
        keeper, note_mdm_told, key=fact.key_for("mdm-told"), owner_id=owner_id, status=status
    )  # fmt: skip
