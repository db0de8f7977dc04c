"""Facts of consultations; one use-case call for each party that is told."""

from __future__ import annotations

from samkop.planning.usecases.consultation_notices import tell_of_consultation
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def say_consultation_news(fact: Fact) -> None:
    """Something happened in a consultation: the people of each party concerned are told."""
    told = {name: fact.body[name] for name in ("consultation_id", "kind", "page", "thing_id")}
    for party_id in fact.body["party_ids"]:
        perform(
            actors.job("notices", party_id), tell_of_consultation,
            key=fact.key_for(f"tell-{party_id}"), facts=fact.body["facts"], **told,
        )  # fmt: skip
