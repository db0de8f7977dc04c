"""How work looks: the tone of each state, windows in words."""

from __future__ import annotations

from samkop.fleet.models import WorkOrder
from samkop.fleet.vocabulary import EnrolmentCheck, ReportKind, WorkLineState, WorkState

WORK_TONES = {
    WorkState.OPEN: "info",
    WorkState.UNDER_WAY: "warn",
    WorkState.DONE: "good",
    WorkState.CANCELLED: "neutral",
}
LINE_TONES = {
    WorkLineState.OPEN: "info",
    WorkLineState.DONE: "good",
    WorkLineState.NOT_DONE: "bad",
    WorkLineState.CANCELLED: "neutral",
}
REPORT_TONES = {
    ReportKind.SCANNED: "warn",
    ReportKind.COLLECTED: "warn",
    ReportKind.DONE: "good",
    ReportKind.NOT_DONE: "bad",
    ReportKind.BROUGHT_BACK: "neutral",
}
ENROLMENT_TONES = {
    EnrolmentCheck.NOT_NEEDED: "neutral",
    EnrolmentCheck.ENROLLED: "good",
    EnrolmentCheck.NOT_ENROLLED: "bad",
    EnrolmentCheck.OTHER_GROUP: "bad",
    EnrolmentCheck.EXCEPTED: "warn",
}


def window_of(order: WorkOrder) -> str:
    """When the site takes things in, as people write it; empty where nothing is said."""
    if order.window_from is None or order.window_to is None:
        return ""
    return f"{order.window_from:%H.%M}\N{EN DASH}{order.window_to:%H.%M}"
