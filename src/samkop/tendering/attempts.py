"""Whatever is tried with sealed bids is in the log, also what was refused and rolled back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform
from samkop.tendering.usecases.submission import note_attempt

Result = TypeVar("Result")


def attempted(
    actor: Actor,
    use_case: Callable[..., Result],
    tender_id: int,
    *,
    key: str | None = None,
    **inputs: Any,
) -> Result:
    """As ``perform``, for officers; a refusal is noted in a unit of its own and raised again."""
    try:
        return perform(actor, use_case, key=key, tender_id=tender_id, **inputs)
    except Refused as refused:
        note_refusal(actor, tender_id, use_case.__name__, refused)
        raise


def note_refusal(actor: Actor, tender_id: int, verb: str, refused: Refused) -> None:
    """Note that somebody was refused, where there is such a tender to note it of."""
    if refused.code != "not-found":
        perform(actor, note_attempt, tender_id=tender_id, verb=verb, outcome=refused.code)
