"""What the history says of questions, corrections and cancellation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS_DONE = {
    "answer_tender_question": _("Question answered for all"),
    "ask_tender_question": _("Question asked"),
    "cancel_tender": _("Cancelled"),
    "correct_tender": _("Corrected"),
    "tell_of_tender": _("Told of a tender"),
    "inform_bidders": _("Information given to all"),
}
