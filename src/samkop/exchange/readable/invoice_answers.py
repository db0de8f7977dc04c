"""Answers to invoices, laid out: how far the buyer is, why, and what the seller is to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samkop.core.edocs import InvoiceResponse
from samkop.core.edocs.model import Clarification, ClarificationList
from samkop.exchange.readable.parts import ABSENT, Readable, day_text, party_line, words
from samkop.exchange.vocabulary import (
    CLARIFICATION_ACTIONS,
    CLARIFICATION_REASONS,
    INVOICE_STATUSES,
)


def invoice_response_readable(response: InvoiceResponse, most: int | None) -> Readable:
    """The document laid out; at most so many of its clarifications, all of them for None."""
    effective = response.effective_date
    return Readable(
        title=_("Invoice response %(number)s") % {"number": response.id},
        facts=[
            (_("About invoice"), response.document_id),
            (_("Answer"), str(INVOICE_STATUSES.get(response.response_code, "")) or ABSENT),
            (_("Holds from"), day_text(effective) if effective else None),
            (_("Note"), response.note),
            (_("Issued"), day_text(response.issue_date)),
            (_("From"), party_line(response.sender_party)),
            (_("To"), party_line(response.receiver_party)),
        ],
        columns=words(_("About"), _("What the buyer says"), _("Note")),
        rows=[_row(one) for one in response.clarifications[:most]],
        lines=len(response.clarifications),
        called=_("What the buyer says"),
    )


def clarification_words(list_id: str | None, code: str | None) -> str:
    """A reason or an action in words, by its list and code; an unknown code as it is."""
    named = CLARIFICATION_ACTIONS if list_id == ClarificationList.ACTION else CLARIFICATION_REASONS
    return str(named.get(code or "", code or ABSENT))


def term_words(term: str) -> str:
    """A term of EN 16931 in words, by its number; one that is not told here as it is."""
    named = {"BT-126": _("Line"), "BT-129": _("Quantity"), "BT-131": _("Sum without VAT")}
    return named.get(term, term)


def _row(one: Clarification) -> list[str]:
    action = one.list_id == ClarificationList.ACTION
    terms = [(term_words(term.attribute_id), term.description) for term in one.conditions]
    noted = [one.reason, *(": ".join(filter(None, term)) for term in terms)]
    return [
        _("What you are asked to do") if action else _("Why"),
        clarification_words(one.list_id, one.code),
        ", ".join(filter(None, noted)) or ABSENT,
    ]
