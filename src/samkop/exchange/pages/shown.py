"""A message's document as a page shows it, and as a file; who may read is asked before."""

from __future__ import annotations

from django.http import HttpResponse

from samkop.core import edocs
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.readable import Readable, readable
from samkop.exchange.rules import file_name
from samkop.exchange.vocabulary import MessageState

TONES = {
    MessageState.STORED: "info",
    MessageState.ACCEPTED: "info",
    MessageState.APPLIED: "good",
    MessageState.QUARANTINED: "warn",
    MessageState.LAID_ASIDE: "neutral",
    MessageState.WAITING: "info",
    MessageState.SENT: "good",
    MessageState.ALARM: "bad",
    MessageState.WITHDRAWN: "neutral",
}
# A document above that size is offered as a file only; of an unreadable one the beginning.
READABLE_SIZE = 2_000_000
EXCERPT = 4_000


def shown_document(message: Message) -> tuple[Readable | None, str]:
    """The document to be read, or the beginning of a file which is none."""
    if message.size > READABLE_SIZE:
        return None, ""
    content = content_of(message.pk)
    parsed = edocs.read(content)
    if isinstance(parsed, edocs.Faults):
        return None, content[:EXCERPT].decode("utf-8", "replace")
    return readable(parsed), ""


def document_file(message: Message) -> HttpResponse:
    """The document's bytes as they came or went, as a file to keep."""
    name = file_name(message.document_type or "document", message.number or str(message.pk))
    return HttpResponse(
        content_of(message.pk),
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
