"""Whose turn it is: called by whoever makes a requisition, inside its unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Sum

from samkop.agreements.models import CallOffTurn
from samkop.agreements.rules import Candidate
from samkop.platform.records import create


def hold_call_off(rule_id: int) -> None:
    """Keep other call-offs under the rule waiting until this unit of work ends.

    Two at once would otherwise both find that it is the same supplier's turn.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('call-off:' || %s, 0))", [str(rule_id)]
        )


def take_turn(
    *,
    rule_id: int,
    agreement_id: int,
    buyer_id: int,
    reference: str,
    cents: int,
    considered: Sequence[Candidate],
    now: datetime,
) -> CallOffTurn:
    """Write down who got the call-off, and who else was considered and why not."""
    return create(
        CallOffTurn(
            rule_id=rule_id, agreement_id=agreement_id, buyer_id=buyer_id, reference=reference,
            turns=1, cents=cents, considered=[one.as_json() for one in considered], at=now,
        )
    )  # fmt: skip


def rule_of_turn(*, buyer_id: int, reference: str, agreement_id: int) -> int | None:
    """The rule under which the agreement has a turn that stands for the buyer's requisition."""
    for row in _standing(buyer_id, reference, agreement_id):
        return int(row["rule_id"])
    return None


def give_turns_back(
    *, buyer_id: int, reference: str, now: datetime, agreement_id: int | None = None
) -> None:
    """What became no order is nobody's turn: count it out again, once.

    ``agreement_id`` where it is only one supplier's.
    """
    for row in _standing(buyer_id, reference, agreement_id):
        create(
            CallOffTurn(
                rule_id=row["rule_id"], agreement_id=row["agreement_id"], buyer_id=buyer_id,
                reference=reference, turns=-1, cents=-row["cents"], at=now,
            )
        )  # fmt: skip


def _standing(buyer_id: int, reference: str, agreement_id: int | None) -> Iterable[dict[str, Any]]:
    """Rule, agreement, turns and cents of the turns not given back, by rule."""
    taken = CallOffTurn.objects.filter(buyer_id=buyer_id, reference=reference)
    if agreement_id is not None:
        taken = taken.filter(agreement_id=agreement_id)
    return (
        taken.values("rule_id", "agreement_id")
        .annotate(turns=Sum("turns"), cents=Sum("cents"))
        .filter(turns__gt=0)
        .order_by("rule_id")
    )
