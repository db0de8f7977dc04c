"""The words of this app."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """What is needed, tendered and agreed on, from the first need to the last order."""

    MOBILE_DEVICES = "mobile-devices", _("Mobile devices")
    WORKSTATIONS = "workstations", _("Workstations and screens")
    MEETING_ROOMS = "meeting-rooms", _("Meeting-room equipment")
    NETWORKS = "networks", _("Network equipment")
    SOFTWARE = "software", _("Software")
    SERVICES = "services", _("Services")


class ConsultationState(TextChoices):
    """Where a market consultation stands.

    ``closed`` is never stored: the clock says it against ``answers_until``.
    """

    IN_PREPARATION = "in-preparation", _("In preparation")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", pgettext_lazy("consultation", "Closed")
    REPORTED = "reported", pgettext_lazy("consultation", "Reported")


# What the column holds, and what may follow (the database's trigger holds the same).
CONSULTATION_TRANSITIONS: Mapping[ConsultationState, frozenset[ConsultationState]] = {
    ConsultationState.IN_PREPARATION: frozenset({ConsultationState.OPEN}),
    ConsultationState.OPEN: frozenset({ConsultationState.REPORTED}),
    ConsultationState.REPORTED: frozenset(),
}

CONSULTATION_DONE: dict[str, str | Promise] = {
    "add_consultation_question": _("Question added"),
    "answer_consultation": _("Question of a consultation answered"),
    "ask_in_consultation": _("Question asked"),
    "change_consultation": _("Consultation changed"),
    "claim_trade_secret": _("Trade secret marked"),
    "comment_on_meeting": _("Note of a meeting commented on"),
    "decide_trade_secret": _("Decided on a trade secret"),
    "extend_consultation": _("Time for answers extended"),
    "invite_to_consultation": _("Suppliers told of the consultation"),
    "open_consultation": _("Consultation opened"),
    "prepare_consultation": _("Consultation prepared"),
    "remove_consultation_question": _("Question removed"),
    "report_consultation": _("Record of the consultation published"),
    "tell_everybody": _("Told to everybody"),
    "tell_of_consultation": _("People told of a consultation"),
    "write_meeting_note": _("Meeting written down"),
}


class NeedState(TextChoices):
    """Where a need stands, as its owner has put it.

    That a pre-study has taken it in is told by that pre-study's own row (``IncludedNeed``), not
    by a state: nobody else writes the owner's need.
    """

    DRAFT = "draft", _("Draft")
    REPORTED = "reported", pgettext_lazy("need", "Reported")
    WITHDRAWN = "withdrawn", pgettext_lazy("need", "Withdrawn")


NEED_TRANSITIONS: Mapping[NeedState, frozenset[NeedState]] = {
    NeedState.DRAFT: frozenset({NeedState.REPORTED, NeedState.WITHDRAWN}),
    NeedState.REPORTED: frozenset({NeedState.WITHDRAWN}),
    NeedState.WITHDRAWN: frozenset(),
}


class NeedSource(TextChoices):
    """Where a need comes from."""

    ENTERED = "entered", _("Entered by hand")
    RENEWAL_PLAN = "renewal-plan", _("A decided renewal plan")


# The unit of what a plan counts, by its English word as ``NeedLine.text`` is.
PIECES = _("pieces")

DONE: dict[str, str | Promise] = {
    "change_need": _("Need changed"),
    "enter_need": _("Need entered"),
    "report_need": _("Need reported"),
    "report_need_of_plan": _("Need of a renewal plan reported"),
    "withdraw_need": _("Need withdrawn"),
}
