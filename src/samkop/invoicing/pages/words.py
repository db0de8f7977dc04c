"""What pages call the states and the reasons, and in which tone."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.core.matching import Reason
from samkop.invoicing.models import InvoiceDiscrepancy
from samkop.invoicing.rules.outcome import OF_PIECES
from samkop.invoicing.vocabulary import REASONS, DiscrepancyState, InvoiceState
from samkop.platform.formatting import format_money, format_number

STATE_TONES = {
    InvoiceState.RECEIVED: "info",
    InvoiceState.IN_PROCESS: "info",
    InvoiceState.UNDER_QUERY: "warn",
    InvoiceState.REJECTED: "bad",
    InvoiceState.ACCEPTED: "good",
    InvoiceState.PAID: "good",
    InvoiceState.ELSEWHERE: "neutral",
}
DISCREPANCY_TONES = {
    DiscrepancyState.OPEN: "warn",
    DiscrepancyState.WAITING: "info",
    DiscrepancyState.ASKED: "info",
    DiscrepancyState.ACCEPTED: "good",
    DiscrepancyState.CREDITED: "good",
    DiscrepancyState.REJECTED: "bad",
    DiscrepancyState.OVERTAKEN: "neutral",
}
STATUS_WORDS = {
    "AB": InvoiceState.RECEIVED, "IP": InvoiceState.IN_PROCESS, "UQ": InvoiceState.UNDER_QUERY,
    "RE": InvoiceState.REJECTED, "AP": InvoiceState.ACCEPTED, "PD": InvoiceState.PAID,
}  # fmt: skip
IN_CENTS = frozenset(
    {
        Reason.PRICE_OVER, Reason.TOTAL_OVER, Reason.CHARGE_OVER, Reason.ARITHMETIC,
        Reason.VAT_DIFFERS, Reason.CREDIT_OVER,
    }
)  # fmt: skip


def reason_of(found: InvoiceDiscrepancy) -> str | Promise:
    """Why, in words."""
    return REASONS[Reason(found.reason)]


def detail_of(found: InvoiceDiscrepancy, currency: str) -> str:
    """What was expected and what was invoiced, as the reason has it; else what it is about."""
    reason = Reason(found.reason)
    if found.expected is not None and found.actual is not None:
        if reason in OF_PIECES:
            return ngettext(
                "%(actual)s invoiced, %(expected)s can be paid",
                "%(actual)s invoiced, %(expected)s can be paid",
                found.actual,
            ) % {
                "actual": format_number(found.actual),
                "expected": format_number(found.expected),
            }
        if reason in IN_CENTS:
            return _("%(actual)s invoiced, %(expected)s expected") % {
                "actual": format_money(Decimal(found.actual) / 100, currency),
                "expected": format_money(Decimal(found.expected) / 100, currency),
            }
    return found.about
