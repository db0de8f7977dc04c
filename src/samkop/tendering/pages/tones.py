"""The tone of a tender's state."""

from __future__ import annotations

from collections.abc import Mapping

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
