"""Facts of prices that drift; one use-case call for each party that is told."""

from __future__ import annotations

from samkop.followup.usecases.price_news import (
    tell_of_price_answer,
    tell_of_price_drift,
    tell_of_price_question,
)
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def say_price_drift_found(fact: Fact) -> None:
    """A price drifts: who runs the agreement is told."""
    perform(
        actors.job("notices", fact.body["purchasing_body_id"]), tell_of_price_drift,
        key=fact.key_for("tell"), now=fact.happened_at, finding_id=fact.body["finding_id"],
    )  # fmt: skip


def say_price_asked(fact: Fact) -> None:
    """A supplier is asked about a price, or its time to answer is over."""
    perform(
        actors.job("notices", fact.body["supplier_id"]), tell_of_price_question,
        key=fact.key_for("tell"), now=fact.happened_at, finding_id=fact.body["finding_id"],
        overdue=fact.name == "price-answer-overdue",
    )  # fmt: skip


def say_price_answered(fact: Fact) -> None:
    """A supplier has answered: who runs the agreement is told."""
    perform(
        actors.job("notices", fact.body["purchasing_body_id"]), tell_of_price_answer,
        key=fact.key_for("tell"), now=fact.happened_at, finding_id=fact.body["finding_id"],
    )  # fmt: skip
