"""Reads: agreements, who has joined, prices with their origin, ceilings."""

from samkop.agreements.queries.agreements import (
    BuyerStanding,
    agreement_of,
    agreement_of_number,
    agreements_of,
    agreements_open_to,
    buyers_of,
    ceiling_of,
    day_of,
    expected_shares_of,
    open_participation,
    raised_by_ground,
)
from samkop.agreements.queries.prices import (
    list_prices_of,
    price_list_of,
    prices_of,
    tiers_of,
    volumes_of,
)

__all__ = [
    "BuyerStanding",
    "agreement_of",
    "agreement_of_number",
    "agreements_of",
    "agreements_open_to",
    "buyers_of",
    "ceiling_of",
    "day_of",
    "expected_shares_of",
    "list_prices_of",
    "open_participation",
    "price_list_of",
    "prices_of",
    "raised_by_ground",
    "tiers_of",
    "volumes_of",
]
