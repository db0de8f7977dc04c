"""Facts of needs and pre-studies; one use-case call for each party that is told."""

from __future__ import annotations

from samkop.planning.usecases.need_news import tell_of_need, tell_of_study
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def say_need_reported(fact: Fact) -> None:
    """A need came in: who sources it is told, where that is another organisation."""
    party_id = fact.body["reported_to_id"]
    if party_id != fact.body["owner_id"]:
        perform(
            actors.job("notices", party_id), tell_of_need, key=fact.key_for("tell"),
            now=fact.happened_at, need_id=fact.body["need_id"],
        )  # fmt: skip


def say_study_started(fact: Fact) -> None:
    """A pre-study waits for buyers' needs: each of them is told."""
    for party_id in fact.body["buyers"]:
        if party_id != fact.body["owner_id"]:
            perform(
                actors.job("notices", party_id), tell_of_study,
                key=fact.key_for(f"tell-{party_id}"), now=fact.happened_at,
                study_id=fact.body["study_id"],
            )  # fmt: skip
