"""The words of what buying together is worth: what is assumed, and what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Step(StrEnum):
    """The steps of a procurement procedure, in their order."""

    HOMEWORK = "homework"
    DOCUMENTS = "documents"
    QUESTIONS = "questions"
    EVALUATION = "evaluation"
    DECISION = "decision"
    CONTRACT = "contract"
    FOLLOW_UP = "follow-up"


STEP_LABELS: Mapping[Step, str | Promise] = {
    Step.HOMEWORK: pgettext_lazy("benefit", "Homework"),
    Step.DOCUMENTS: pgettext_lazy("benefit", "Documents"),
    Step.QUESTIONS: pgettext_lazy("benefit", "Questions"),
    Step.EVALUATION: pgettext_lazy("benefit", "Evaluation"),
    Step.DECISION: pgettext_lazy("benefit", "Decision"),
    Step.CONTRACT: pgettext_lazy("benefit", "Contract"),
    Step.FOLLOW_UP: pgettext_lazy("benefit", "Follow-up"),
}


class Assumed(TextChoices):
    """What is assumed, since nobody has measured it; each has a least, likely and most.

    ``own-…`` are the hours of one tender of a member's own, ``joint-…`` those of the joint
    procedure, of everybody who worked on it.
    """

    OWN_HOMEWORK = "own-homework", _("Hours of homework for an own tender")
    OWN_DOCUMENTS = "own-documents", _("Hours for the documents of an own tender")
    OWN_QUESTIONS = "own-questions", _("Hours for bidders' questions in an own tender")
    OWN_EVALUATION = "own-evaluation", _("Hours of evaluation in an own tender")
    OWN_DECISION = "own-decision", _("Hours for the decision in an own tender")
    OWN_CONTRACT = "own-contract", _("Hours for the contract after an own tender")
    OWN_FOLLOW_UP = "own-follow-up", _("Hours of follow-up after an own tender")
    JOINT_HOMEWORK = "joint-homework", _("Hours of homework for the joint procedure")
    JOINT_DOCUMENTS = "joint-documents", _("Hours for the documents of the joint procedure")
    JOINT_QUESTIONS = "joint-questions", _("Hours for bidders' questions in the joint procedure")
    JOINT_EVALUATION = "joint-evaluation", _("Hours of evaluation in the joint procedure")
    JOINT_DECISION = "joint-decision", _("Hours for the decision in the joint procedure")
    JOINT_CONTRACT = "joint-contract", _("Hours for the contract of the joint procedure")
    JOINT_FOLLOW_UP = "joint-follow-up", _("Hours of follow-up of the joint agreement")
    PART_IN_JOINT = "part-in-joint", _("A member's own hours in the joint procedure")
    OWN_TENDERS = "own-tenders", _("Own tenders instead of one joint procedure")
    HOUR_COST = "hour-cost", _("Cost of an hour of work")
    OWN_PRICE = "own-price", _("Own price against the joint rule's, where there are no tiers")
    FEE_IN_PRICE = "fee-in-price", _("Part of the supplier's fee that an own price would lack")
    OWN_MONTHS = "own-months", _("Months from the need to an agreement of one's own")


OWN_HOURS: Mapping[Step, Assumed] = {step: Assumed(f"own-{step.value}") for step in Step}
JOINT_HOURS: Mapping[Step, Assumed] = {step: Assumed(f"joint-{step.value}") for step in Step}
# What is true of the procedure and not of one member: the region's alone.
OF_THE_REGION = frozenset(JOINT_HOURS.values())
# Which may lie below zero: an own price may be better than the joint one.
SIGNED = frozenset({Assumed.OWN_PRICE})
PER_CENT = frozenset({Assumed.OWN_PRICE, Assumed.FEE_IN_PRICE})
IN_MONEY = frozenset({Assumed.HOUR_COST})

HOURS, MONTHS, TENDERS, PERCENT = (
    pgettext_lazy("unit", "hours"), pgettext_lazy("unit", "months"),
    pgettext_lazy("unit", "tenders"), pgettext_lazy("unit", "per cent"),
)  # fmt: skip


def unit_of(key: str, currency: str = "") -> str | Promise:
    """In what an assumption is measured."""
    if key in IN_MONEY:
        return f"{currency}/h"
    if key in PER_CENT:
        return PERCENT
    return {Assumed.OWN_TENDERS: TENDERS, Assumed.OWN_MONTHS: MONTHS}.get(Assumed(key), HOURS)


# By which assumptions each figure comes about; its page names them all.
class Figure(TextChoices):
    """The four figures of a member, each with a page of its own that says how it comes about."""

    PRICE = "price", _("Price")
    FEES = "fees", _("Markup and fee")
    WORK = "hours", pgettext_lazy("benefit", "Hours")
    TIME = "time", _("From need to desk")


BASIS_OF: Mapping[Figure, tuple[Assumed, ...]] = {
    Figure.PRICE: (Assumed.OWN_PRICE, Assumed.FEE_IN_PRICE),
    Figure.FEES: (Assumed.FEE_IN_PRICE,),
    Figure.WORK: (
        *OWN_HOURS.values(), *JOINT_HOURS.values(), Assumed.PART_IN_JOINT, Assumed.OWN_TENDERS,
        Assumed.HOUR_COST,
    ),
    Figure.TIME: (Assumed.OWN_MONTHS,),
}  # fmt: skip


class WayStep(TextChoices):
    """The steps from a need to the desk, as the system's own events tell them."""

    APPROVED = "approved", _("Sent in to approved")
    ORDERED = "ordered", _("Approved to ordered")
    DESPATCHED = "despatched", _("Ordered to despatched")
    RECEIVED = "received", _("Despatched to received")
    HANDED_OVER = "handed-over", _("Received to handed over")
    WHOLE = "whole", _("Sent in to handed over")


class ProcedureEvent(TextChoices):
    """What happened on the way to the joint agreement, by the system's own dates."""

    STUDY_STARTED = "study-started", _("Pre-study started")
    STUDY_FINISHED = "study-finished", _("Pre-study finished")
    TENDER_STARTED = "tender-started", _("Tender prepared from")
    NOTICE_SENT = "notice-sent", _("Notice sent")
    OPENED = "opened", _("Bids opened")
    AWARDED = "awarded", _("Award decided")
    IN_FORCE = "in-force", _("Agreement from")


BENEFIT_DONE: dict[str, str | Promise] = {
    "assume": _("Assumption set"),
    "compute_benefit": _("Benefit asked for"),
    "keep_benefit": _("Benefit computed"),
    "share_assumptions": _("Shown to the region, or no longer"),
}
