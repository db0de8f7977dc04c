"""The ways in which suppliers go wrong, how often, and which document each can befall.

One name each, for the command, the log and the ledger. A document is befallen by one of them
at most, drawn by the seed, so that each is seen by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

from samkop.site.simulator.answering import Mode
from samkop.site.simulator.pace import Pace

RESPONSES = frozenset({"order-response", "order-response-advanced"})
ADVICE = frozenset({"despatch-advice"})
BILLING = frozenset({"invoice"})
EVERYTHING = RESPONSES | ADVICE | BILLING | {"credit-note"}


class Misbehaviour(StrEnum):
    """What goes wrong with one document, or with the goods that it tells of."""

    # How it is carried.
    DOUBLED = "doubled"
    RENAMED = "renamed"
    DELAYED = "delayed"
    DESPATCH_FIRST = "despatch-first"
    INVOICE_FIRST = "invoice-first"
    # What it says.
    TRUNCATED = "truncated"
    RULE_BREAKING = "rule-breaking"
    CONFLICT = "conflict"
    UNKNOWN_ORDER = "unknown-order"
    NO_ORDER_REFERENCE = "no-order-reference"
    WRONG_PRICE = "wrong-price"
    WRONG_QUANTITY = "wrong-quantity"
    WRONG_VAT = "wrong-vat"
    WRONG_CURRENCY = "wrong-currency"
    # What comes.
    IN_PART = "in-part"
    LATE = "late"
    SUBSTITUTE = "substitute"
    OTHER_SERIALS = "other-serials"
    DOUBLED_SERIALS = "doubled-serials"
    OVER_DELIVERY = "over-delivery"


BEFALLS: dict[Misbehaviour, frozenset[str]] = {
    Misbehaviour.DOUBLED: EVERYTHING,
    Misbehaviour.RENAMED: EVERYTHING,
    Misbehaviour.DELAYED: EVERYTHING,
    Misbehaviour.DESPATCH_FIRST: frozenset({"order-response"}),
    Misbehaviour.INVOICE_FIRST: ADVICE,
    Misbehaviour.TRUNCATED: EVERYTHING,
    Misbehaviour.RULE_BREAKING: EVERYTHING,
    Misbehaviour.CONFLICT: EVERYTHING,
    Misbehaviour.UNKNOWN_ORDER: RESPONSES | ADVICE | BILLING,
    Misbehaviour.NO_ORDER_REFERENCE: BILLING,
    Misbehaviour.WRONG_PRICE: BILLING,
    Misbehaviour.WRONG_QUANTITY: BILLING,
    Misbehaviour.WRONG_VAT: BILLING,
    Misbehaviour.WRONG_CURRENCY: BILLING,
    Misbehaviour.IN_PART: ADVICE,
    Misbehaviour.LATE: ADVICE,
    Misbehaviour.SUBSTITUTE: ADVICE,
    Misbehaviour.OTHER_SERIALS: ADVICE,
    Misbehaviour.DOUBLED_SERIALS: ADVICE,
    Misbehaviour.OVER_DELIVERY: ADVICE,
}

Shares = Mapping[Misbehaviour, int]

# In per cent: about a fifth of the messages of each kind.
MIXED: Shares = {
    **dict.fromkeys(Misbehaviour, 1),
    Misbehaviour.DOUBLED: 3,
    Misbehaviour.RENAMED: 2,
    Misbehaviour.DELAYED: 3,
    Misbehaviour.DESPATCH_FIRST: 3,
    Misbehaviour.INVOICE_FIRST: 2,
    Misbehaviour.TRUNCATED: 2,
    Misbehaviour.RULE_BREAKING: 2,
    Misbehaviour.CONFLICT: 2,
    Misbehaviour.UNKNOWN_ORDER: 2,
    Misbehaviour.WRONG_PRICE: 2,
    Misbehaviour.WRONG_QUANTITY: 2,
}
MIXED_NAME = "mixed"
WHOLE = 100
# What the number of an order that nobody placed ends in.
UNKNOWN = "-X"


class UnknownHabitError(ValueError):
    """What somebody wrote for ``--misbehave`` is no name with a share; ``args[0]`` says why."""


@dataclass(frozen=True)
class Habits:
    """How a supplier answers orders, how often each thing goes wrong (per cent), how quickly."""

    mode: Mode = Mode.FULL
    shares: Shares = field(default_factory=dict)
    pace: Pace = Pace.DAYS

    def as_json(self) -> dict[str, Any]:
        """As it stands in the ledger."""
        return {"mode": self.mode, "shares": dict(self.shares), "pace": self.pace}

    def drawn(self, kind: str, random: Random) -> Misbehaviour | None:
        """What befalls a document of this kind, or None."""
        possible = [name for name in Misbehaviour if kind in BEFALLS[name]]
        chance = random.uniform(0, WHOLE)
        for name in possible:
            chance -= self.shares.get(name, 0)
            if chance < 0:
                return name
        return None


def habits_of(said: Mapping[str, Any]) -> Habits:
    """What ``Habits.as_json`` says."""
    shares = {Misbehaviour(name): percent for name, percent in said["shares"].items()}
    return Habits(Mode(said["mode"]), shares, Pace(said["pace"]))


def shares_of(written: list[str]) -> Shares:
    """The shares that people write as ``mixed`` and ``NAME=PERCENT``, later ones first.

    Raises UnknownHabitError for another name, or for a share that is no number from 0 to 100.
    """
    shares: dict[Misbehaviour, int] = {}
    for text in written:
        name, _sign, percent = text.partition("=")
        if text == MIXED_NAME:
            shares.update(MIXED)
        elif name in list(Misbehaviour) and percent.isdecimal() and int(percent) <= WHOLE:
            shares[Misbehaviour(name)] = int(percent)
        else:
            known = ", ".join(Misbehaviour)
            raise UnknownHabitError(
                f"--misbehave takes mixed or NAME=PERCENT (0 to 100), not {text}. Names: {known}."
            )
    return shares
