"""Facts of feedback; one use-case call each."""

from __future__ import annotations

from samkop.followup.usecases.feedback_responses import (
    tell_of_feedback,
    tell_of_feedback_response,
    tell_supplier_of_feedback,
)
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def say_feedback_given(fact: Fact) -> None:
    """Something does not work: the organisation's ICT managers are told, the same day."""
    perform(
        actors.job("notices", fact.body["party_id"]), tell_of_feedback, key=fact.key_for("tell"),
        now=fact.happened_at, answer_id=fact.body["answer_id"],
    )  # fmt: skip


def say_feedback_passed_on(fact: Fact) -> None:
    """It was passed on: who sells for the supplier is told."""
    perform(
        actors.job("notices", fact.body["supplier_id"]), tell_supplier_of_feedback,
        key=fact.key_for("tell"), now=fact.happened_at, referral_id=fact.body["referral_id"],
    )  # fmt: skip


def say_feedback_responded(fact: Fact) -> None:
    """The supplier has answered: the buyer's ICT managers are told."""
    perform(
        actors.job("notices", fact.body["party_id"]), tell_of_feedback_response,
        key=fact.key_for("tell"), now=fact.happened_at, referral_id=fact.body["referral_id"],
    )  # fmt: skip
