"""The words of this app: kinds of invoice, how far one has come, how they are received."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samkop.core.edocs.model import InvoiceStatusCode
from samkop.core.matching import Reason
from samkop.parties.vocabulary import PartyKind, RoleName

# The job that matches, in the buyer's name.
MATCHER = "invoice-matcher"
# The longest term of a rent, in months, and what files and programs call rents.
LONGEST_TERM = 120
RENTS = "rents"
# Who rents out: a bank or a leasing company, or the supplier itself.
LETS = (PartyKind.FINANCIER, PartyKind.SUPPLIER)
# Who settles what differs; approvers do within their authority.
HANDLES = (RoleName.FINANCE_CLERK, RoleName.ICT_MANAGER)


class InvoiceKind(TextChoices):
    """An invoice, or a credit note that takes some of one back (EN 16931, BT-3)."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit-note", _("Credit note")


class InvoiceState(TextChoices):
    """How far the buyer is with an invoice, in the steps of Peppol T111."""

    RECEIVED = "received", _("Received")
    IN_PROCESS = "in-process", _("Being handled")
    UNDER_QUERY = "under-query", _("Asked about")
    REJECTED = "rejected", _("Rejected")
    ACCEPTED = "accepted", _("Accepted")
    PAID = "paid", _("Paid")
    ELSEWHERE = "elsewhere", _("Handed to the finance system")


CODED = (InvoiceState.ACCEPTED, InvoiceState.PAID)
UNSETTLED = (InvoiceState.RECEIVED, InvoiceState.IN_PROCESS, InvoiceState.UNDER_QUERY)

_ANYWHERE = frozenset(
    {
        InvoiceState.IN_PROCESS, InvoiceState.UNDER_QUERY, InvoiceState.REJECTED,
        InvoiceState.ACCEPTED,
    }
)  # fmt: skip
INVOICE_TRANSITIONS = {
    InvoiceState.RECEIVED: _ANYWHERE | {InvoiceState.ELSEWHERE},
    InvoiceState.IN_PROCESS: _ANYWHERE | {InvoiceState.ELSEWHERE},
    InvoiceState.UNDER_QUERY: _ANYWHERE,
    InvoiceState.ACCEPTED: frozenset({InvoiceState.PAID}),
}

# What the supplier is told of a state (UNCL 4343).
STATUS = {
    InvoiceState.IN_PROCESS: InvoiceStatusCode.IN_PROCESS,
    InvoiceState.UNDER_QUERY: InvoiceStatusCode.UNDER_QUERY,
    InvoiceState.REJECTED: InvoiceStatusCode.REJECTED,
    InvoiceState.ACCEPTED: InvoiceStatusCode.ACCEPTED,
    InvoiceState.PAID: InvoiceStatusCode.PAID,
}


class DiscrepancyState(TextChoices):
    """What was done about a discrepancy; ``overtaken`` by a later round of matching."""

    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waits")
    ASKED = "asked", _("Supplier asked")
    ACCEPTED = "accepted", _("Accepted")
    CREDITED = "credited", _("Credited")
    REJECTED = "rejected", _("Rejected")
    OVERTAKEN = "overtaken", _("Overtaken")


PENDING = (DiscrepancyState.OPEN, DiscrepancyState.WAITING, DiscrepancyState.ASKED)


class ReceptionWay(TextChoices):
    """Who receives and matches the invoices (domain.md, "Orders to payment")."""

    HERE = "here", _("Samköp receives, matches and answers them")
    COPY = "copy", _("The finance system receives; Samköp matches a copy")
    EXPORT = "export", _("The finance system receives and matches; Samköp exports orders")


class FileForm(TextChoices):
    """The forms of an accounting file."""

    SIE = "sie", _("SIE 4I, for Swedish accounting systems")
    CSV = "csv", _("CSV by a mapping of columns")


REASONS = {
    Reason.DUPLICATE_NUMBER: _("Number used before"),
    Reason.DUPLICATE_CONTENT: _("Same content as an earlier invoice"),
    Reason.CURRENCY_DIFFERS: _("Other currency than the order"),
    Reason.ORDER_UNKNOWN: _("Order unknown"),
    Reason.ORDER_CANCELLED: _("Order cancelled"),
    Reason.LINE_UNKNOWN: _("Order line unknown"),
    Reason.LINE_AMBIGUOUS: _("Several order lines fit"),
    Reason.LINE_UNCERTAIN: _("Order line uncertain"),
    Reason.ITEM_DIFFERS: _("Other item than ordered"),
    Reason.UNIT_DIFFERS: _("Other unit than ordered"),
    Reason.PRICE_OVER: _("Price above the order's"),
    Reason.TOTAL_OVER: _("Price differences too large together"),
    Reason.CHARGE_OVER: _("Charge that was not ordered"),
    Reason.QUANTITY_OVER_ORDERED: _("More than was ordered"),
    Reason.QUANTITY_OVER_RECEIVED: _("More than was received"),
    Reason.QUANTITY_NOT_WHOLE: _("Quantity is no whole number"),
    Reason.NOT_RECEIVED: _("Not received yet"),
    Reason.INVOICED_EARLY: _("Invoiced too early"),
    Reason.VAT_DIFFERS: _("VAT differs"),
    Reason.ARITHMETIC: _("Sums do not add up"),
    Reason.RENT_UNKNOWN: _("Rent unknown"),
    Reason.RENT_TWICE: _("Rent invoiced before"),
    Reason.RENT_AFTER_RETURN: _("Rent after the return"),
    Reason.RENT_OUTSIDE_TERM: _("Rent outside its term"),
    Reason.CREDITED_INVOICE_UNKNOWN: _("Credited invoice unknown"),
    Reason.CREDIT_OVER: _("Credits more than was invoiced"),
    Reason.CODING_MISSING: _("Coding missing"),
}
# What these hold is of a rent, and not of an order line.
OF_RENTS = frozenset(
    {Reason.RENT_TWICE, Reason.RENT_AFTER_RETURN, Reason.RENT_OUTSIDE_TERM}
)  # fmt: skip
REASON_CHOICES = tuple((reason.value, label) for reason, label in REASONS.items())


# What the history says of each use case.
DONE = {
    "accept_discrepancy": _("Difference accepted"),
    "add_coding_rule": _("Coding rule added"),
    "ask_supplier": _("Supplier asked"),
    "assign_invoice": _("Given to a colleague"),
    "assign_line": _("Assigned to an order line"),
    "choose_reception": _("Way of receiving chosen"),
    "end_coding_rule": _("Coding rule ended"),
    "code_invoice": _("Coded"),
    "code_line": _("Line coded by hand"),
    "code_waiting": _("Coded"),
    "export_vouchers": _("Accounting file made"),
    "comment_on_invoice": _("Commented"),
    "follow_lease": _("Rents of a lease expected"),
    "end_returned_rents": _("Rent ended by the return"),
    "forward_by_hand": _("Forwarded to the finance system with its coding"),
    "forward_invoice": _("Forwarded to the finance system with its coding"),
    "hand_over_invoice": _("Handed to the finance system"),
    "import_rent_file": _("Rents imported"),
    "import_rents": _("Rents imported"),
    "mark_paid": _("Paid"),
    "match_invoice": _("Matched"),
    "match_again": _("Matched again"),
    "name_rent_headings": _("Columns named"),
    "record_invoice": _("Came in"),
    "record_rents": _("Rents recorded"),
    "reject_invoice": _("Rejected"),
    "set_up_accounting": _("Accounting files set up"),
    "set_tolerances": _("Tolerances set"),
    "tell_of_discrepancies": _("Told of its discrepancies"),
    "tell_of_unforwarded": _("Told that it cannot be forwarded"),
    "tell_of_missing_coding": _("Told that its coding is missing"),
    "upload_rent_file": _("File uploaded"),
    "wait_for_more": _("Waits"),
}
