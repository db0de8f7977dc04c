"""The words of evaluation: from opened bids to what is proposed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CheckedThing(TextChoices):
    """What of a bid is checked."""

    REQUIREMENT = "requirement", _("Mandatory requirement")
    ESPD = "espd", _("Answer of the ESPD")
    FORM = "form", _("Formal requirement")


class CheckOutcome(TextChoices):
    """What a check of compliance found."""

    MET = "met", _("Met")
    NOT_MET = "not-met", _("Not met")
    CLARIFY = "clarify", _("To be clarified")


class RejectionGround(TextChoices):
    """Why a bid is rejected (2014/24/EU art. 56, 57, 69)."""

    REQUIREMENT = "requirement", _("A mandatory requirement is not met")
    EXCLUSION = "exclusion", _("A ground for exclusion")
    ABNORMALLY_LOW = "abnormally-low", _("Abnormally low, and not explained")
    LATE = "late", _("Came too late")
    FORMAL = "formal", _("A formal requirement is not met")
    MINIMUM = "minimum", _("Marked below an announced minimum")


class InquiryKind(TextChoices):
    """What a bidder is asked after the opening."""

    CLARIFICATION = "clarification", _("Clarification")
    ABNORMALLY_LOW = "abnormally-low", _("Explanation of an abnormally low bid")
    PROOF = "proof", _("Proof of what the ESPD says")


class RulingOutcome(TextChoices):
    """What the authority makes of a bidder's answer, or of none."""

    WITHIN_LIMITS = "within-limits", _("Within the limits: taken into account")
    NOT_COUNTED = "not-counted", _("Changes the bid: not taken into account")
    EXPLAINED = "explained", _("Explained")
    NOT_EXPLAINED = "not-explained", _("Not explained")
    PROVEN = "proven", _("Proven")
    NOT_PROVEN = "not-proven", _("Not proven")


# A clarification never changes the price or what was bid (2014/24/EU art. 56(3)); an abnormally
# low bid is rejected only once an explanation did not account for it (art. 69(3)).
RULINGS: Mapping[str, tuple[RulingOutcome, RulingOutcome]] = {
    InquiryKind.CLARIFICATION: (RulingOutcome.WITHIN_LIMITS, RulingOutcome.NOT_COUNTED),
    InquiryKind.ABNORMALLY_LOW: (RulingOutcome.EXPLAINED, RulingOutcome.NOT_EXPLAINED),
    InquiryKind.PROOF: (RulingOutcome.PROVEN, RulingOutcome.NOT_PROVEN),
}

DONE: Mapping[str, str | Promise] = {
    "agree_on_marks": _("Consensus recorded"),
    "answer_inquiry": _("Question about the bid answered"),
    "appoint_evaluator": _("Evaluator appointed"),
    "ask_bidders": _("Bidders asked"),
    "attach_laboratory_run": _("Report of the laboratory attached to the tender"),
    "begin_award_run": _("Best combination asked for"),
    "begin_laboratory_run": _("Evaluation model taken to the laboratory"),
    "check_compliance": _("Compliance checked"),
    "declare_interest": _("Declaration of interests made"),
    "end_appointment": _("Appointment of an evaluator ended"),
    "give_marks": _("Marks given"),
    "hand_in_marks": _("Marks handed in"),
    "keep_award_run": _("Best combination found"),
    "keep_laboratory_run": _("Report of the laboratory kept"),
    "propose_award": _("Award proposed"),
    "reinstate_bid": _("Rejection of a bid taken back"),
    "reject_bid": _("Bid rejected"),
    "rule_on_answer": _("Answer of a bidder judged"),
    "tell_bidder_of_question": _("Bidder told of a question"),
}
