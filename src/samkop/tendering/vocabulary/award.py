"""The words of the award: its cases by law, ways of sending, courts, how a review ends."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AwardCase(TextChoices):
    """Which rule of standstill the decision is under (``core.procurement.Case``)."""

    AWARD = "award", _("Award above the Union's thresholds")
    NATIONAL_AWARD = "national-award", _("Award below the Union's thresholds")
    SPECIAL_SERVICES = "special-services", _("Social and other special services")
    SOLE_BID = "sole-bid", _("The only acceptable bid, and nobody else is concerned")
    CALL_OFF = "call-off", _("Mini-competition under a framework agreement")


class LetterWay(TextChoices):
    """How a bidder gets the decision (``core.procurement.How``)."""

    ELECTRONIC = "electronic", _("Electronically")
    OTHER = "other", _("By post")


class CourtInstance(TextChoices):
    """Where a review is (``core.procurement.Court``)."""

    FIRST = "first", _("First instance")
    APPEAL = "appeal", _("On appeal")
    SUPREME = "supreme", _("Supreme court")


class ReviewOutcome(TextChoices):
    """What the court decided, and what follows."""

    AWARD_STANDS = "award-stands", _("The award stands")
    EVALUATE_AGAIN = "evaluate-again", _("The bids are evaluated again")
    PROCEDURE_ANNULLED = "procedure-annulled", _("The whole procedure is annulled")


DONE: Mapping[str, str | Promise] = {
    "agree_interim": _("Interim agreement decided"),
    "answer_extension": _("Longer validity answered"),
    "ask_extension": _("Longer validity asked for"),
    "decide_award": _("Award decided"),
    "lodge_review": _("Review recorded"),
    "record_review_judgment": _("Judgment recorded"),
    "send_decision": _("Decision sent to the bidders"),
    "sign_award": _("Agreement signed"),
    "take_back_decision": _("Decision taken back"),
    "tell_of_award": _("Told of the award"),
    "tell_of_extension": _("Asked for longer validity"),
    "warn_of_validity": _("Warned of the bids' validity"),
}
