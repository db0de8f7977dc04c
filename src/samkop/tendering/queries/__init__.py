"""Reads: tenders, their lots and buyers, opened bids, what is proposed."""

from samkop.tendering.queries.tenders import (
    buyers_of,
    day_of,
    lots_of,
    opened_bids_of,
    proposal_of,
    tender_of,
    tenders_of,
)

__all__ = [
    "buyers_of", "day_of", "lots_of", "opened_bids_of", "proposal_of", "tender_of", "tenders_of",
]  # fmt: skip
