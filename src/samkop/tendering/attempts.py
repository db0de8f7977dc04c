"""Whatever is tried with sealed bids is in the log, also what was refused and rolled back.

Of the party that owns the tender people stand there by their own name. Everybody else stands there
by the pseudonym of its party, since who asks for bids may be one who bids.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.bidders import as_bidder
from samkop.tendering.models import Tender
from samkop.tendering.queries.register import root_of
from samkop.tendering.queries.tenders import tender_of
from samkop.tendering.usecases.submission import DONE, note_attempt
from samkop.tendering.vocabulary import TenderState

Result = TypeVar("Result")

TOO_EARLY = "too-early"
VIEWING = "viewing-as"
# While bids are secret: sealed, opened for those who evaluate them, decided and perhaps not sent.
SECRET = frozenset({TenderState.OPEN, TenderState.OPENED, TenderState.DECIDED})


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
    """Note what somebody was refused, under the name by which it stands in the log.

    Of a tender that is not there, or that who asks does not see, nothing is noted.
    """
    try:
        with reading(actor):
            who = _named(actor, tender_of(tender_id))
    except Refused:
        return
    _note(who, tender_id, verb, refused.code)


def note_reading(
    actor: Actor, tender_id: int, verb: str, outcome: str, *, from_root: bool = False
) -> None:
    """Note that somebody asked to read what tells of bids, while they are secret.

    What was shown before there was anything to show is ``too-early``: before the opening, or the
    root (``from_root``). From the opening on only refusals are noted. Of a tender that who asks
    does not see nothing is.
    """
    try:
        with reading(actor):
            tender = tender_of(tender_id)
            sealed = tender.state == TenderState.OPEN
            early = sealed and not (from_root and root_of(tender_id) is not None)
            who = _named(actor, tender)
    except Refused:
        return
    if tender.state not in SECRET or (outcome == DONE and not sealed):
        return
    _note(who, tender_id, verb, TOO_EARLY if early and outcome == DONE else outcome)


def _named(actor: Actor, tender: Tender) -> Actor:
    """By its own name the owner's people. Raises Refused ``not-allowed`` for who has no party."""
    return actor if actor.party_id == tender.owner_id else as_bidder(actor, tender.pk)


def _note(actor: Actor, tender_id: int, verb: str, outcome: str) -> None:
    """What somebody does who looks at the pages as another is said to be so done."""
    perform(
        replace(actor, viewing_id=None), note_attempt, tender_id=tender_id, verb=verb,
        outcome=outcome if actor.viewing_id is None else VIEWING,
    )  # fmt: skip
