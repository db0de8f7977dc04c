"""The tables of open data."""

from samkop.opendata.models.decision import PublicationDecision
from samkop.opendata.models.notices import NoticeOrganisation, NoticeTerms
from samkop.opendata.models.price import PricePublication, PublishedPrice
from samkop.opendata.models.release import PublishedPurchase, Release

__all__ = [
    "NoticeOrganisation", "NoticeTerms", "PricePublication", "PublicationDecision",
    "PublishedPrice", "PublishedPurchase", "Release",
]  # fmt: skip
