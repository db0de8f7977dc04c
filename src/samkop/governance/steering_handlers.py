"""Facts of the steering group; one use-case call for each party that is told."""

from __future__ import annotations

from samkop.governance.usecases.steering_notices import tell_of_steering
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def say_steering_news(fact: Fact) -> None:
    """Something happened in a steering group: the people of each party concerned are told."""
    told = {name: fact.body[name] for name in ("group_id", "kind", "page", "thing_id", "facts")}
    for party_id in fact.body["party_ids"]:
        perform(
            actors.job("notices", party_id), tell_of_steering,
            key=fact.key_for(f"tell-{party_id}"), now=fact.happened_at, **told,
        )  # fmt: skip
