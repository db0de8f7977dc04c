"""The tables of open data."""

from samkop.opendata.models.decision import PublicationDecision
from samkop.opendata.models.release import PublishedPurchase, Release

__all__ = ["PublicationDecision", "PublishedPurchase", "Release"]
