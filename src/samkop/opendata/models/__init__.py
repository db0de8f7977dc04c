"""The tables of open data."""

from samkop.opendata.models.decision import PublicationDecision
from samkop.opendata.models.notices import NoticeOrganisation, NoticeTerms
from samkop.opendata.models.release import PublishedPurchase, Release

__all__ = [
    "NoticeOrganisation", "NoticeTerms", "PublicationDecision", "PublishedPurchase", "Release",
]  # fmt: skip
