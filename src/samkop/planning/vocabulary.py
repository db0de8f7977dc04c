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


class PreStudyState(TextChoices):
    """Where a pre-study stands."""

    RUNNING = "running", pgettext_lazy("pre-study", "Under way")
    FINISHED = "finished", pgettext_lazy("pre-study", "Finished")
    DROPPED = "dropped", pgettext_lazy("pre-study", "Dropped")


STUDY_TRANSITIONS: Mapping[PreStudyState, frozenset[PreStudyState]] = {
    PreStudyState.RUNNING: frozenset({PreStudyState.FINISHED, PreStudyState.DROPPED}),
    PreStudyState.FINISHED: frozenset({PreStudyState.RUNNING}),
    PreStudyState.DROPPED: frozenset(),
}


class HomeworkArea(TextChoices):
    """What a buyer has to know of itself before it goes to the market."""

    WHAT = "what", _("What exactly is bought")
    OUTSOURCING = "outsourcing", _("Which parts suit outsourcing")
    MARKET = "market", _("The market")
    FLEXIBILITY = "flexibility", _("Flexibility")
    INNOVATION = "innovation", _("Innovation")
    OPERATION = "operation", _("Form of operation")
    TIME = "time", _("Time")


class HomeworkState(TextChoices):
    """Where a point of the homework stands."""

    OPEN = "open", pgettext_lazy("homework", "Open")
    ANSWERED = "answered", pgettext_lazy("homework", "Answered")
    ACCEPTED = "accepted", pgettext_lazy("homework", "Accepted")


class EvidenceKind(TextChoices):
    """What an answer rests on."""

    FILE = "file", _("A file")
    LINK = "link", _("A page of the system")


class OperatingKind(TextChoices):
    """Where a service runs, and whose people run it."""

    OWN = "own", pgettext_lazy("operation", "Own operation")
    HOSTED = "hosted", pgettext_lazy("operation", "Hosted")
    CLOUD = "cloud", pgettext_lazy("operation", "Cloud")
    HYBRID = "hybrid", pgettext_lazy("operation", "Hybrid")


class CostTime(TextChoices):
    """When a cost is paid (``core.life_cycle_cost.CostKind``)."""

    ONE_OFF = "one-off", pgettext_lazy("cost", "Once, at the start")
    YEARLY = "yearly", pgettext_lazy("cost", "Every year")
    STAFF = "staff", pgettext_lazy("cost", "Own staff, every year")
    EXIT = "exit", pgettext_lazy("cost", "At the exit")


class Outsourcing(TextChoices):
    """Whether a planned lot suits outsourcing."""

    UNDECIDED = "undecided", pgettext_lazy("outsourcing", "Not decided")
    SUITS = "suits", pgettext_lazy("outsourcing", "Suits")
    IN_PART = "in-part", pgettext_lazy("outsourcing", "Suits in part")
    DOES_NOT = "does-not", pgettext_lazy("outsourcing", "Does not suit")


class Division(TextChoices):
    """What the reason of a planned lot is for (art. 46 of directive 2014/24/EU)."""

    DIVIDED = "divided", pgettext_lazy("lot", "Divided from the rest")
    JOINED = "joined", pgettext_lazy("lot", "Joined, not divided")


# The unit of what a plan counts, by its English word as ``NeedLine.text`` is.
PIECES = _("pieces")

DONE: dict[str, str | Promise] = {
    "accept_point": _("Answer accepted"),
    "add_cost": _("Cost entered"),
    "add_evidence": _("Evidence added"),
    "add_point": _("Point added"),
    "add_form": _("Form of operation added"),
    "add_service": _("Service to compare added"),
    "answer_point": _("Point answered"),
    "change_lot": _("Lot changed"),
    "change_need": _("Need changed"),
    "change_pre_study": _("Pre-study changed"),
    "change_service": _("Terms of the comparison changed"),
    "drop_pre_study": _("Pre-study dropped"),
    "exclude_need": _("Need taken out"),
    "expect_buyer": _("Buyer asked for its needs"),
    "finish_pre_study": _("Pre-study finished"),
    "include_needs": _("Needs taken in"),
    "plan_lot": _("Lot planned"),
    "plan_point": _("Point given to somebody"),
    "remove_cost": _("Cost removed"),
    "remove_evidence": _("Evidence removed"),
    "remove_form": _("Form of operation removed"),
    "remove_lot": _("Lot removed"),
    "remove_point": _("Point removed"),
    "reopen_point": _("Point taken up again"),
    "resume_pre_study": _("Pre-study taken up again"),
    "start_pre_study": _("Pre-study started"),
    "unexpect_buyer": _("Buyer no longer asked"),
    "enter_need": _("Need entered"),
    "report_need": _("Need reported"),
    "report_need_of_plan": _("Need of a renewal plan reported"),
    "tell_of_need": _("People told of a need"),
    "tell_of_study": _("People told of a pre-study"),
    "withdraw_need": _("Need withdrawn"),
}
