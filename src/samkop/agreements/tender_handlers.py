"""What tenders tell the agreements that are made of them; one use-case call each."""

from __future__ import annotations

from samkop.agreements.policies import FROM_TENDERS
from samkop.agreements.usecases.from_tender import (
    begin_interim,
    carry_out_judgment,
    carry_out_signature,
    drop_prepared,
    prepare_awarded,
)
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def _job(fact: Fact) -> Actor:
    return actors.job(FROM_TENDERS, fact.body["owner_id"])


def award_decided(fact: Fact) -> None:
    """The decision is sent: the agreements are prepared."""
    perform(
        _job(fact), prepare_awarded, key=fact.key_for("prepare-awarded"), now=fact.happened_at,
        tender_id=fact.body["tender_id"], decision_id=fact.body["decision_id"],
    )  # fmt: skip


def award_signed(fact: Fact) -> None:
    """A lot is signed: its agreement is in force."""
    perform(
        _job(fact), carry_out_signature, key=fact.key_for("carry-out-signature"),
        now=fact.happened_at, signature_id=fact.body["signature_id"],
    )  # fmt: skip


def interim_agreed(fact: Fact) -> None:
    """Buying goes on during a review."""
    perform(
        _job(fact), begin_interim, key=fact.key_for("begin-interim"), now=fact.happened_at,
        interim_id=fact.body["interim_id"],
    )  # fmt: skip


def award_judged(fact: Fact) -> None:
    """A court has decided on an award."""
    perform(
        _job(fact), carry_out_judgment, key=fact.key_for("carry-out-judgment"),
        now=fact.happened_at, judgment_id=fact.body["judgment_id"],
    )  # fmt: skip


def award_taken_back(fact: Fact) -> None:
    """The buyer took its decision back."""
    perform(
        _job(fact), drop_prepared, key=fact.key_for("drop-prepared"), now=fact.happened_at,
        decision_id=fact.body["decision_id"], reason=fact.body["reason"],
        register_number=fact.body["register_number"],
    )  # fmt: skip
