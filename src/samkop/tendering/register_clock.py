"""What the clock does with registers of bids: it publishes their roots at the deadline."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.parties.queries import parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Tender
from samkop.tendering.queries.register import KEEPER, register_keeper
from samkop.tendering.usecases.register_root import publish_root
from samkop.tendering.vocabulary import TenderState

PROCURING = (*BUYER_KINDS, PartyKind.CENTRAL_PURCHASING_BODY)


def publish_due_roots(now: datetime | None = None) -> int:
    """Publish the root of each tender whose deadline has passed; returns how many.

    One party after the other. Whether it is time says the database's clock, not this one.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(KEEPER), now=now):
        owners = list(parties_of_kind(*PROCURING).values_list("id", flat=True))
    return sum(_published(owner_id, now) for owner_id in owners)


def _published(owner_id: int, now: datetime) -> int:
    keeper = register_keeper(owner_id)
    with reading(keeper, now=now):
        due = Tender.objects.filter(
            owner_id=owner_id, state=TenderState.OPEN, bids_until__lt=now, register_root=None
        )
        ids = list(due.values_list("id", flat=True))
    found = [perform(keeper, publish_root, now=now, tender_id=tender_id) for tender_id in ids]
    return sum(root is not None for root in found)
