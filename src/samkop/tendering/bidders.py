"""Acting as a bidder whose name stays secret.

In the audit trail, beside idempotency keys and for row security a bidder is
``bidder:<pseudonym>`` and acts for no party: the entries stand in the installation's own chain.
Whoever is let in as a bidder was asked before by its own name (``bidding_of``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from samkop.parties.queries import party_of
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.policies import may_bid
from samkop.tendering.queries.officers import usable_editions
from samkop.tendering.queries.tenders import lots_of, tender_of
from samkop.tendering.register_keys import pseudonym_of

NAME = "a bidder"


def as_bidder(actor: Actor, tender_id: int) -> Actor:
    """The same who acts, as its party's pseudonym in this tender; who only looks at the pages as
    somebody else does so under the pseudonym too.

    Raises Refused ``not-allowed`` for somebody without a party.
    """
    pseudonym = pseudonym_of(tender_id, actor.own_party_id)
    return Actor(kind=ActorKind.BIDDER, name=NAME, reference=pseudonym, viewing_id=actor.viewing_id)


def reading_own(actor: Actor, tender_id: int) -> Actor:
    """As ``as_bidder``, to read: with what the party may see of the tender besides."""
    return replace(as_bidder(actor, tender_id), party_ids=actor.party_ids)


@dataclass(frozen=True)
class Bidding:
    """What a party that may bid on a lot was found to bid on, by its own name.

    ``editions`` are those of the tender's key by digest, id and file; the newest is the last.
    """

    tender_id: int
    lot_id: int
    lot_code: str
    party_identifier: str
    editions: dict[str, tuple[int, str]]


def bidding_of(actor: Actor, tender_id: int, lot_code: str) -> Bidding:
    """What who acts, by its own name, may bid on.

    Raises Refused ``not-found``, ``not-allowed``.
    """
    tender = tender_of(tender_id)
    require(may_bid(actor, tender))
    lot = next((one for one in lots_of(tender_id) if one.code == lot_code), None)
    editions = usable_editions(tender_id)
    if lot is None or not editions:
        raise not_found()
    return Bidding(
        tender_id=tender_id, lot_id=lot.pk, lot_code=lot.code,
        party_identifier=party_of(actor.own_party_id).identifier,
        editions={one.digest: (one.pk, one.file) for one in editions},
    )  # fmt: skip
