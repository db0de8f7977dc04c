"""Reads: tenders, their lots and buyers, opened bids, what is proposed."""

from samkop.tendering.queries.tenders import (
    buyers_of,
    day_of,
    invitations_of,
    lot_of,
    lots_of,
    opened_bids_of,
    proposal_of,
    tender_of,
    tenders_of,
    tenders_of_others,
)

__all__ = [
    "buyers_of", "day_of", "invitations_of", "lot_of", "lots_of", "opened_bids_of", "proposal_of",
    "tender_of", "tenders_of", "tenders_of_others",
]  # fmt: skip
