"""Facts of returns, transfers and support that the fleet hears of; one use-case call each."""

from __future__ import annotations

from typing import Any

from samkop.fleet.clock import commit_or_tell
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.usecases.letting_go import let_go_of_passed
from samkop.fleet.usecases.passing_leases import (
    pass_leases_on,
    take_over_lease,
    tell_financier_of_lease,
)
from samkop.fleet.usecases.return_notices import (
    tell_giver_of_answer,
    tell_holders_of_return,
    tell_of_loss,
    tell_receiver_of_transfer,
)
from samkop.fleet.usecases.support import (
    apply_support,
    bring_renewal_forward,
    warn_of_support,
)
from samkop.fleet.usecases.taking_over_tasks import take_over_task
from samkop.fleet.usecases.transfers import close_transfer
from samkop.parties.in_whose_name import actor_of_person
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Progress
from samkop.platform.models import JobRun
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading

MOST_ROUNDS = 1_000  # units of work of one job


def say_return_asked(fact: Fact) -> None:
    """Devices are asked back: whoever has one is told."""
    perform(
        actors.job("notices", fact.body["owner_id"]), tell_holders_of_return,
        key=fact.key_for("tell"), campaign_id=fact.body["campaign_id"],
    )  # fmt: skip


def say_loss_reported(fact: Fact) -> None:
    """A loss waits for the security officer, who is told."""
    perform(
        actors.job("notices", fact.body["owner_id"]), tell_of_loss, key=fact.key_for("tell"),
        loss_id=fact.body["loss_id"],
    )  # fmt: skip


def say_transfer_decided(fact: Fact) -> None:
    """Devices are to pass to another organisation, whose ICT managers are told."""
    perform(
        actors.job("notices", fact.body["receiver_id"]), tell_receiver_of_transfer,
        key=fact.key_for("tell"), transfer_id=fact.body["transfer_id"],
    )  # fmt: skip


def devices_passed_on(fact: Fact) -> None:
    """Devices are the receiver's: the giver's transfer is closed."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["giver_id"]), close_transfer,
        key=fact.key_for("close-transfer"), transfer_id=fact.body["transfer_id"],
    )  # fmt: skip


def leases_passed_on(fact: Fact) -> None:
    """Devices are the receiver's: the giver's part of their leases has ended."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["giver_id"]), pass_leases_on,
        key=fact.key_for("pass-leases-on"), transfer_id=fact.body["transfer_id"],
    )  # fmt: skip


def tasks_passed_on(fact: Fact) -> None:
    """Devices are the receiver's: what the giver was to do with them has ended."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["giver_id"]), let_go_of_passed,
        key=fact.key_for("let-go"), transfer_id=fact.body["transfer_id"],
    )  # fmt: skip


def task_passed_on(fact: Fact) -> None:
    """What was to be done has ended with the giver: it goes on with the receiver."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["receiver_id"]), take_over_task,
        key=fact.key_for("take-over-task"), task_id=fact.body["task_id"],
    )  # fmt: skip


def say_transfer_answered(fact: Fact) -> None:
    """The receiver has answered: the giver's ICT managers are told."""
    perform(
        actors.job("notices", fact.body["giver_id"]), tell_giver_of_answer,
        key=fact.key_for("tell"), transfer_id=fact.body["transfer_id"],
    )  # fmt: skip


def lease_passed_on(fact: Fact) -> None:
    """A lease has ended with the giver: it goes on with the receiver."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["receiver_id"]), take_over_lease,
        key=fact.key_for("take-over-lease"), passed_id=fact.body["passed_id"],
    )  # fmt: skip


def commit_taken_over(fact: Fact) -> None:
    """A lease goes on with another lessee: what it costs is committed, if there is room."""
    commit_or_tell(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]), fact.body["lease_id"], fact.happened_at
    )


def say_lease_to_financier(fact: Fact) -> None:
    """A lease has begun, ends by notice, or goes on with another lessee: its financier is told."""
    perform(
        actors.job("notices", fact.body["financier_id"]), tell_financier_of_lease,
        key=fact.key_for("tell-financier"), lease_id=fact.body["lease_id"], what=fact.name,
    )  # fmt: skip


def support_published(fact: Fact) -> None:
    """Makers' support was read: whoever it counts for takes it over, each by itself."""
    publisher_id = fact.body["publisher_id"]
    with reading(actors.job(FLEET_KEEPER, publisher_id)):
        owners = [publisher_id]
        if party_of(publisher_id).kind == PartyKind.CENTRAL_PURCHASING_BODY:
            owners = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    for owner_id in owners:
        perform(
            actors.job(FLEET_KEEPER, owner_id), apply_support,
            key=fact.key_for(f"apply-support-{owner_id}"), owner_id=owner_id,
        )  # fmt: skip


def say_support_changed(fact: Fact) -> None:
    """Models get their updates for another time: who is to act is told."""
    perform(
        actors.job("notices", fact.body["owner_id"]), warn_of_support, key=fact.key_for("warn"),
        model_ids=fact.body["model_ids"],
    )  # fmt: skip


def bring_forward(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: bring the renewals of the chosen models forward, in the name of whoever asked."""
    person, _language = actor_of_person(
        run.person_id or 0, run.party_id, run.asked_at, by="a job"
    )  # fmt: skip
    done = 0
    for place in range(MOST_ROUNDS):
        progress(done)
        moved = perform(
            person, bring_renewal_forward, key=f"run:{run.pk}:{place}",
            model_ids=run.inputs["models"],
        )  # fmt: skip
        done += moved
        progress.kept = {"devices": done}
        if not moved:
            break
    return {"devices": done}
