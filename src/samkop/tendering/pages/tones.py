"""How a tender's state is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.tendering.models import Tender
from samkop.tendering.vocabulary import TenderState

TONES: Mapping[str, str] = {
    TenderState.IN_PREPARATION: "neutral",
    TenderState.ANNOUNCED: "info",
    TenderState.OPEN: "good",
    TenderState.OPENED: "info",
    TenderState.DECIDED: "info",
    TenderState.CONCLUDED: "good",
    TenderState.CANCELLED: "bad",
}


def shown_state(tender: Tender, now: datetime) -> tuple[str, str | Promise]:
    """The tone and the word of a tender's state; that no bid is taken any more is said besides."""
    over = tender.bids_until is not None and tender.bids_until < now
    if tender.state == TenderState.OPEN and over:
        return "info", _("Time for bids is over")
    return TONES[tender.state], TenderState(tender.state).label
