"""The list of messages in a mailbox."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Message, MessageLevelResponse
from samkop.exchange.pages.shown import TONES
from samkop.exchange.queries import BOXES
from samkop.exchange.vocabulary import Direction, DocumentType, MessageState, Verdict
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Kept,
    Listing,
    moment,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.templatetags.ui import unknown

# What was said of a document on the level of the message, the refused ones first.
VERDICTS = [
    (one.value, one.label) for one in (Verdict.REJECTED, Verdict.ACCEPTED, Verdict.ACKNOWLEDGED)
]


def _document(message: Message) -> Cell:
    kind = message.get_document_type_display()
    return text(f"{kind} {message.number}" if message.number else message.file_name)


def _from(message: Message) -> Cell:
    if message.sender is None:
        return Cell("", unknown)
    return text(message.sender.name)


MESSAGES: Listing[Message] = Listing(
    name="messages",
    title=_("Messages"),
    address="messages",
    columns=(
        Column(
            "document", _("Document"), _document,
            link=lambda one: reverse("message", args=[one.pk]),
        ),
        Column("direction", _("Direction"), lambda one: text(one.get_direction_display())),
        Column("sender", _("From"), _from),
        Column("receiver", _("To"), lambda one: text((one.receiver or one.owner).name)),
        Column(
            "state", _("State"),
            lambda one: pill(TONES[MessageState(one.state)], one.get_state_display()),
        ),
        Column("file", _("File"), lambda one: text(one.file_name), usual=False),
        Column("time", _("Time"), lambda one: moment(one.created_at)),
    ),
    filters=(
        Kept("box", tuple(BOXES)),
        Choice(
            "direction", _("Direction"), Direction.choices,
            lambda rows, direction: rows.filter(direction=direction),
            everything=_("All directions"),
        ),
        Choice(
            "state", _("State"), MessageState.choices,
            lambda rows, state: rows.filter(state=state), everything=_("All states"),
        ),
        Choice(
            "document_type", _("Document"), DocumentType.choices,
            lambda rows, kind: rows.filter(document_type=kind), everything=_("All documents"),
        ),
        Choice(
            "verdict", _("Answered by its receiver"), VERDICTS,
            lambda rows, verdict: rows.filter(
                Exists(MessageLevelResponse.objects.filter(about=OuterRef("pk"), verdict=verdict))
            ),
            everything=_("Whether answered or not"),
        ),
        Days("since", _("From the day"), from_day("created_at")),
        Days("until", _("until"), to_day("created_at")),
    ),
    empty=Empty(_("No messages yet"), sign="mail"),
)  # fmt: skip
