"""Why an invoice, or a part of it, is not matched: stable codes, the answer, what can be done.

Each reason has its place in the Invoice Response (Peppol BIS 3, T111): a status (UNCL 4343), a
clarification of list OPStatusReason and an action of list OPStatusAction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from samkop.core.edocs.model import ClarificationAction, ClarificationReason, InvoiceStatusCode


class Reason(StrEnum):
    """Why money is in exception. The values are stored and sent: they never change."""

    DUPLICATE_NUMBER = "duplicate-number"
    DUPLICATE_CONTENT = "duplicate-content"
    CURRENCY_DIFFERS = "currency-differs"
    ORDER_UNKNOWN = "order-unknown"
    ORDER_CANCELLED = "order-cancelled"
    LINE_UNKNOWN = "line-unknown"
    LINE_AMBIGUOUS = "line-ambiguous"
    LINE_UNCERTAIN = "line-uncertain"
    ITEM_DIFFERS = "item-differs"
    UNIT_DIFFERS = "unit-differs"
    PRICE_OVER = "price-over"
    TOTAL_OVER = "total-over"
    CHARGE_OVER = "charge-over"
    QUANTITY_OVER_ORDERED = "quantity-over-ordered"
    QUANTITY_OVER_RECEIVED = "quantity-over-received"
    QUANTITY_NOT_WHOLE = "quantity-not-whole"
    NOT_RECEIVED = "not-received"
    INVOICED_EARLY = "invoiced-early"
    VAT_DIFFERS = "vat-differs"
    ARITHMETIC = "arithmetic"
    RENT_UNKNOWN = "rent-unknown"
    RENT_TWICE = "rent-twice"
    RENT_AFTER_RETURN = "rent-after-return"
    RENT_OUTSIDE_TERM = "rent-outside-term"
    CREDITED_INVOICE_UNKNOWN = "credited-invoice-unknown"
    CREDIT_OVER = "credit-over"
    CODING_MISSING = "coding-missing"


class Remedy(StrEnum):
    """What a person can do about it."""

    ACCEPT = "accept"  # the difference, within the register of authority
    ASK_FOR_CREDIT = "ask-for-credit"
    ASK = "ask"  # the supplier for what is missing
    REJECT = "reject"
    ASSIGN = "assign"  # to an order line, by hand
    WAIT = "wait"  # for the goods, or for what else is on its way
    CODE = "code"  # by a rule, or by hand


@dataclass(frozen=True, slots=True)
class Response:
    """What the Invoice Response says of a reason, unless a person decides otherwise."""

    status: InvoiceStatusCode
    reason: ClarificationReason
    action: ClarificationAction


@dataclass(frozen=True, slots=True)
class Handling:
    """``response`` is None where it is the buyer's own affair and the supplier hears nothing."""

    response: Response | None
    remedies: tuple[Remedy, ...]


_QUERY, _REJECT = InvoiceStatusCode.UNDER_QUERY, InvoiceStatusCode.REJECTED
_R, _A = ClarificationReason, ClarificationAction


def _asks(reason: ClarificationReason, action: ClarificationAction, *remedies: Remedy) -> Handling:
    return Handling(Response(_QUERY, reason, action), remedies)


_OVER = (Remedy.ACCEPT, Remedy.ASK_FOR_CREDIT, Remedy.REJECT)
_WHICH = (Remedy.ASSIGN, Remedy.ASK, Remedy.REJECT)
_LATER = (Remedy.WAIT, Remedy.ASK_FOR_CREDIT, Remedy.REJECT)

HANDLING: Mapping[Reason, Handling] = MappingProxyType(
    {
        Reason.DUPLICATE_NUMBER: Handling(
            Response(_REJECT, _R.OTHER, _A.CREDIT_FULLY), (Remedy.REJECT, Remedy.ACCEPT)
        ),
        # Asked about, not rejected: two deliveries alike may be billed alike before they come.
        Reason.DUPLICATE_CONTENT: _asks(_R.OTHER, _A.CREDIT_FULLY, *_LATER),
        Reason.CURRENCY_DIFFERS: Handling(
            Response(_REJECT, _R.FINANCE_TERMS_INCORRECT, _A.ISSUE_NEW_INVOICE),
            (Remedy.REJECT, Remedy.ASK),
        ),
        Reason.ORDER_UNKNOWN: _asks(_R.REFERENCES_INCORRECT, _A.PROVIDE_INFORMATION, *_WHICH),
        Reason.ORDER_CANCELLED: _asks(_R.NOT_RECOGNISED, _A.CREDIT_FULLY, *_OVER),
        Reason.LINE_UNKNOWN: _asks(_R.REFERENCES_INCORRECT, _A.PROVIDE_INFORMATION, *_WHICH),
        Reason.LINE_AMBIGUOUS: _asks(_R.REFERENCES_INCORRECT, _A.PROVIDE_INFORMATION, *_WHICH),
        Reason.LINE_UNCERTAIN: _asks(_R.REFERENCES_INCORRECT, _A.PROVIDE_INFORMATION, *_WHICH),
        Reason.ITEM_DIFFERS: _asks(_R.ITEMS_INCORRECT, _A.CREDIT_PARTIALLY, Remedy.ASSIGN, *_OVER),
        Reason.UNIT_DIFFERS: _asks(
            _R.QUANTITY_INCORRECT, _A.ISSUE_NEW_INVOICE, Remedy.ASSIGN, *_OVER
        ),
        Reason.PRICE_OVER: _asks(_R.PRICES_INCORRECT, _A.CREDIT_THE_AMOUNT, *_OVER),
        Reason.TOTAL_OVER: _asks(_R.PRICES_INCORRECT, _A.CREDIT_THE_AMOUNT, *_OVER),
        Reason.CHARGE_OVER: _asks(_R.PRICES_INCORRECT, _A.CREDIT_THE_AMOUNT, *_OVER),
        Reason.QUANTITY_OVER_ORDERED: _asks(_R.QUANTITY_INCORRECT, _A.CREDIT_PARTIALLY, *_OVER),
        Reason.QUANTITY_OVER_RECEIVED: _asks(_R.DELIVERY_ISSUES, _A.CREDIT_PARTIALLY, *_LATER),
        Reason.QUANTITY_NOT_WHOLE: _asks(_R.QUANTITY_INCORRECT, _A.PROVIDE_INFORMATION, *_OVER),
        Reason.NOT_RECEIVED: Handling(
            Response(_QUERY, _R.DELIVERY_ISSUES, _A.PROVIDE_INFORMATION), _LATER
        ),
        Reason.INVOICED_EARLY: _asks(_R.PAYMENT_TERMS_INCORRECT, _A.ISSUE_NEW_INVOICE, *_LATER),
        Reason.VAT_DIFFERS: _asks(_R.LEGAL_INFORMATION_INCORRECT, _A.ISSUE_NEW_INVOICE, *_OVER),
        Reason.ARITHMETIC: _asks(_R.LEGAL_INFORMATION_INCORRECT, _A.ISSUE_NEW_INVOICE, *_OVER),
        Reason.RENT_UNKNOWN: _asks(_R.NOT_RECOGNISED, _A.PROVIDE_INFORMATION, *_WHICH),
        Reason.RENT_TWICE: _asks(_R.NOT_RECOGNISED, _A.CREDIT_PARTIALLY, *_OVER),
        Reason.RENT_AFTER_RETURN: _asks(_R.NOT_RECOGNISED, _A.CREDIT_PARTIALLY, *_OVER),
        Reason.RENT_OUTSIDE_TERM: _asks(_R.NOT_RECOGNISED, _A.CREDIT_PARTIALLY, *_OVER),
        Reason.CREDITED_INVOICE_UNKNOWN: _asks(
            _R.REFERENCES_INCORRECT, _A.PROVIDE_INFORMATION, *_WHICH
        ),
        Reason.CREDIT_OVER: _asks(_R.NOT_RECOGNISED, _A.PROVIDE_INFORMATION, *_WHICH),
        Reason.CODING_MISSING: Handling(None, (Remedy.CODE,)),
    }
)
