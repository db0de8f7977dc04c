"""What the history calls fields of meetings, motions and votes (``field_words``)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OF_STEERING: dict[str, str | Promise] = {
    "abstained": _("Abstained"),
    "admitted_at": _("Taken up by all who were there at"),
    "agenda_item": _("Point of the agenda"),
    "base": _("Votes that count"),
    "by_chair": _("Decided by the chair's vote"),
    "called_at": _("Called at"),
    "cancelled_because": _("Cancelled because"),
    "chair_seat": _("Chair"),
    "final_text": _("Text that was voted on"),
    "left_at": _("Left at"),
    "link": _("Link"),
    "voters": _("Members with a vote"),
    "needed": _("Votes needed"),
    "no": pgettext_lazy("votes", "Against"),
    "point": _("Point of the agenda"),
    "present": _("Seats represented"),
    "quorum": _("Quorum"),
    "replaced_at": _("Replaced by another vote at"),
    "starts_at": _("Begins at"),
    "tie": _("Even vote"),
    "turn": _("Turn in the vote"),
    "venue": _("Place of the meeting"),
    "withdrawn_at": _("Taken back at"),
    "yes": pgettext_lazy("votes", "In favour"),
}
