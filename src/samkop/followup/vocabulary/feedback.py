"""The words of feedback."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verdict(TextChoices):
    """What somebody says of what came: does it work for you?"""

    YES = "yes", pgettext_lazy("feedback", "Yes")
    PARTLY = "partly", pgettext_lazy("feedback", "Partly")
    NO = "no", pgettext_lazy("feedback", "No")


class FeedbackQuestionState(TextChoices):
    """A question waits for its answer until the clock closes it; no answer says nothing."""

    OPEN = "open", pgettext_lazy("feedback", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("feedback", "Answered")
    UNANSWERED = "unanswered", pgettext_lazy("feedback", "No answer")


class FeedbackAnswerState(TextChoices):
    """What is done about an answer: nothing where it works; else somebody sees to it."""

    NOTED = "noted", pgettext_lazy("feedback", "It works")
    WAITING = "waiting", pgettext_lazy("feedback", "To be seen to")
    PASSED_ON = "passed-on", pgettext_lazy("feedback", "With the supplier")
    SETTLED = "settled", pgettext_lazy("feedback", "Settled")


class FeedbackReferralState(TextChoices):
    """What a supplier is told of, until it has said something about it."""

    SENT = "sent", pgettext_lazy("feedback", "Waits for the supplier")
    RESPONDED = "responded", pgettext_lazy("feedback", "The supplier has answered")


class FeedbackTextKind(TextChoices):
    """Who wrote a line: the one who was asked, or the organisation's ICT manager in reply."""

    LINE = "line", pgettext_lazy("feedback", "What was said")
    REPLY = "reply", pgettext_lazy("feedback", "Reply")


# From which state to which; the database holds the same.
ANSWER_TRANSITIONS: dict[FeedbackAnswerState, frozenset[FeedbackAnswerState]] = {
    FeedbackAnswerState.NOTED: frozenset(),
    FeedbackAnswerState.WAITING: frozenset(
        {FeedbackAnswerState.PASSED_ON, FeedbackAnswerState.SETTLED}
    ),
    FeedbackAnswerState.PASSED_ON: frozenset({FeedbackAnswerState.SETTLED}),
    FeedbackAnswerState.SETTLED: frozenset(),
}

# What the history says of each use case.
DONE: dict[str, str | Promise] = {
    "answer_feedback": _("Feedback given"),
    "ask_feedback": _("Asked how it went"),
    "close_feedback": _("Closed without an answer"),
    "decide_feedback_rule": _("Rules of feedback decided"),
    "erase_feedback_texts": _("Free lines erased"),
    "pass_feedback_on": _("Passed on to the supplier"),
    "remind_of_feedback": _("Reminded of the question"),
    "respond_to_feedback": _("Answered by the supplier"),
    "settle_feedback": _("Settled"),
    "sum_feedback": _("Feedback of a month added up"),
    "take_back_feedback_line": _("Free line taken back"),
    "tell_of_feedback": _("Told of feedback"),
    "tell_of_feedback_response": _("Told of the supplier's answer"),
    "tell_supplier_of_feedback": _("Supplier told of feedback"),
}
