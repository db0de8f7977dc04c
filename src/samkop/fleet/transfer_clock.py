"""What the clock does in the fleet."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.core.period import day_of
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.queries.transfers import due_transfers
from samkop.fleet.usecases.taking_over import carry_out_transfer
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading


def carry_out_transfers(now: datetime | None = None) -> int:
    """Let devices pass on whose day has come: one receiver after the other, each transfer in a
    unit of work of its own. Returns how many devices did. ``now`` is for tests.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(FLEET_KEEPER), now=now):
        receivers = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    passed = 0
    for receiver_id in receivers:
        job = actors.job(FLEET_KEEPER, receiver_id)
        with reading(job, now=now):
            due = due_transfers(receiver_id, day_of(now, party_of(receiver_id).time_zone))
        passed += sum(
            perform(job, carry_out_transfer, now=now, transfer_id=transfer_id)
            for transfer_id in due
        )
    return passed
