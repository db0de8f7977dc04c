"""What the history calls the sums of feedback (``field_words``)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OF_FEEDBACK: dict[str, str | Promise] = {
    "asked": pgettext_lazy("feedback", "Asked"),
    "days": _("Days from sent in to delivered"),
    "minutes": _("Minutes that ordering took"),
    "partly": _("Works in part"),
    "stated": _("Said how long it took"),
    "unanswered": _("No answer"),
}
