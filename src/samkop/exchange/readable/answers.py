"""Message Level Responses, laid out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samkop.core.edocs import MessageLevelResponse
from samkop.exchange.documents import shown_address
from samkop.exchange.readable.parts import Readable, day_text, words
from samkop.exchange.vocabulary import Verdict


def level_response_readable(response: MessageLevelResponse, most: int | None) -> Readable:
    """The document laid out; at most so many of its faults, all of them for None."""
    return Readable(
        title=_("Message level response %(number)s") % {"number": response.id},
        facts=[
            (_("About document"), response.document_id),
            (_("Verdict"), str(Verdict(response.response_code).label)),
            (_("Note"), response.description),
            (_("Issued"), day_text(response.issue_date)),
            (_("From"), shown_address(response.sender)),
            (_("To"), shown_address(response.addressee)),
        ],
        columns=words(_("Place"), _("Fault"), _("Kind")),
        rows=[
            [line.line_id, line.description, _kind(line.reason_code)]
            for line in response.lines[:most]
        ],
        lines=len(response.lines),
        called=_("Faults"),
    )


def _kind(code: str) -> str:
    """The code in words (code list Status reason of T71)."""
    named = {"SV": _("Syntax"), "BV": _("Rule broken"), "BW": _("Warning")}
    return f"{named[code]} ({code})" if code in named else code
