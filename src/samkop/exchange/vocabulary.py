"""The words of this app: directions, states, document types, transports, faults."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.edocs.model import ClarificationAction, ClarificationReason, InvoiceStatusCode


class Direction(TextChoices):
    """Which way a message goes, seen from its owner."""

    IN = "in", _("Received")
    OUT = "out", _("Sent")


class MessageState(TextChoices):
    """How far a message has come.

    In: stored → accepted → applied, or quarantined on the way; a replay leads from there back to
    stored, and somebody may lay aside what is not to be applied, which a replay undoes. Out:
    waiting → sent, or alarm → sent, or withdrawn before anything left.
    """

    STORED = "stored", _("Stored")
    ACCEPTED = "accepted", _("Accepted")
    APPLIED = "applied", _("Applied")
    QUARANTINED = "quarantined", _("In quarantine")
    LAID_ASIDE = "laid-aside", _("Laid aside")
    WAITING = "waiting", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    ALARM = "alarm", _("Not sent: alarm")
    WITHDRAWN = "withdrawn", _("Withdrawn")


INBOUND_STATES = (
    MessageState.STORED,
    MessageState.ACCEPTED,
    MessageState.APPLIED,
    MessageState.QUARANTINED,
    MessageState.LAID_ASIDE,
)
# What was not applied, and what its reader may be asked to read once more.
SET_ASIDE = (MessageState.QUARANTINED, MessageState.LAID_ASIDE)
OUTBOUND_STATES = (
    MessageState.WAITING,
    MessageState.SENT,
    MessageState.ALARM,
    MessageState.WITHDRAWN,
)

# Only these hold the place of their sender, type, number and issue date.
TAKEN_STATES = (MessageState.ACCEPTED, MessageState.APPLIED)


class DocumentType(TextChoices):
    """The documents that are exchanged, by the names that core.edocs gives their kinds."""

    ORDER = "order", _("Order")
    ORDER_RESPONSE = "order-response", _("Order response")
    ORDER_RESPONSE_ADVANCED = "order-response-advanced", _("Order response, advanced")
    ORDER_AGREEMENT = "order-agreement", _("Order agreement")
    ORDER_CHANGE = "order-change", _("Order change")
    ORDER_CANCELLATION = "order-cancellation", _("Order cancellation")
    CATALOGUE = "catalogue", _("Catalogue")
    PUNCH_OUT = "punch-out", _("Basket brought back")
    DESPATCH_ADVICE = "despatch-advice", _("Despatch advice")
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit-note", _("Credit note")
    INVOICE_RESPONSE = "invoice-response", _("Invoice response")
    # An invoice or credit note that a buyer forwards to its own finance system.
    CODED_INVOICE = "coded-invoice", _("Invoice with its coding")
    MLR = "mlr", _("Message level response")


class Verdict(TextChoices):
    """What a Message Level Response says of the message that it answers (UNCL 4343, T71)."""

    ACKNOWLEDGED = "AB", _("Received")
    ACCEPTED = "AP", _("Accepted")
    REJECTED = "RE", _("Refused")


# How far a buyer is with an invoice (UNCL 4343, T111 subset), why (list OPStatusReason), and what
# the seller is asked to do (list OPStatusAction).
INVOICE_STATUSES: dict[str, Promise] = {
    InvoiceStatusCode.RECEIVED: _("Received"),
    InvoiceStatusCode.IN_PROCESS: _("Being handled"),
    InvoiceStatusCode.UNDER_QUERY: _("Asked about"),
    InvoiceStatusCode.CONDITIONALLY_ACCEPTED: _("Accepted on conditions"),
    InvoiceStatusCode.REJECTED: _("Rejected"),
    InvoiceStatusCode.ACCEPTED: _("Accepted"),
    InvoiceStatusCode.PAID: _("Paid"),
}
CLARIFICATION_REASONS: dict[str, Promise] = {
    ClarificationReason.NO_ISSUE: _("Nothing is wrong"),
    ClarificationReason.REFERENCES_INCORRECT: _("A reference is wrong or missing"),
    ClarificationReason.LEGAL_INFORMATION_INCORRECT: _(
        "Information that the law asks for is wrong"
    ),
    ClarificationReason.RECEIVER_UNKNOWN: _("The receiver is not known"),
    ClarificationReason.ITEM_QUALITY_INSUFFICIENT: _("The goods are not as agreed"),
    ClarificationReason.DELIVERY_ISSUES: _("Something is wrong with the delivery"),
    ClarificationReason.PRICES_INCORRECT: _("A price is wrong"),
    ClarificationReason.QUANTITY_INCORRECT: _("A quantity is wrong"),
    ClarificationReason.ITEMS_INCORRECT: _("An item is wrong"),
    ClarificationReason.PAYMENT_TERMS_INCORRECT: _("The terms of payment are wrong"),
    ClarificationReason.NOT_RECOGNISED: _("The purchase is not recognised"),
    ClarificationReason.FINANCE_TERMS_INCORRECT: _("The terms of financing are wrong"),
    ClarificationReason.PARTIALLY_PAID: _("Paid in part"),
    ClarificationReason.OTHER: _("Another reason"),
}
CLARIFICATION_ACTIONS: dict[str, Promise] = {
    ClarificationAction.NO_ACTION: _("Nothing"),
    ClarificationAction.PROVIDE_INFORMATION: _("Send more information"),
    ClarificationAction.ISSUE_NEW_INVOICE: _("Send a new invoice"),
    ClarificationAction.CREDIT_FULLY: _("Credit the whole invoice"),
    ClarificationAction.CREDIT_PARTIALLY: _("Credit a part of the invoice"),
    ClarificationAction.CREDIT_THE_AMOUNT: _("Credit the amount that differs"),
    ClarificationAction.OTHER: _("Something else"),
}


def document_types() -> list[tuple[str, str | Promise]]:
    """The choices of a column, by this name: a new type changes no table."""
    return list(DocumentType.choices)


class TransportName(TextChoices):
    """The ways on which a party is reached."""

    DIRECTORY = "directory", _("Folder")
    EMAIL = "email", _("E-mail")
    ACCESS_POINT = "access-point", _("Access point")
    # Between mailboxes of this installation, for what is made here by hand.
    PORTAL = "portal", _("Portal")
    # From a purchasing system that proves itself by a secret, in its own request.
    CXML = "cxml", _("cXML")


class Syntax(TextChoices):
    """The languages in which a party takes invoices with their coding."""

    UBL = "ubl", _("Peppol BIS (UBL)")
    FINVOICE = "finvoice", _("Finvoice 3.0")


# What a party may choose for its own address.
CHOSEN_WAYS = (TransportName.DIRECTORY, TransportName.EMAIL, TransportName.ACCESS_POINT)


class Outcome(TextChoices):
    """What came of one attempt to send, or of one arrival."""

    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    ARRIVED = "arrived", _("Arrived")
    ARRIVED_AGAIN = "arrived-again", _("Arrived again")


class FaultCode(TextChoices):
    """Why a message waits in quarantine, or why an attempt to send it failed.

    The label is the sentence for people: what is wrong, and what to do. Faults of a
    document and refusals of a use case bring their own code and sentence.
    """

    UNREADABLE = (
        "unreadable",
        _("The document breaks the rules of its standard. Ask the sender for a corrected one."),
    )
    TOO_LARGE = (
        "too-large",
        _("The file has {size} bytes; at most {limit} are read. Ask for it in parts."),
    )
    READING_FAILED = (
        "reading-failed",
        _("Reading was broken off {attempts} times. Look at the file, then replay it."),
    )
    TYPE_NOT_EXCHANGED = (
        "type-not-exchanged",
        _("Documents of the type {type} are not received here yet. Tell the sender."),
    )
    NOT_APPLICABLE = (
        "not-applicable",
        _("Applying failed {attempts} times: a value does not fit here. Ask for a corrected one."),
    )
    SENDER_UNKNOWN = (
        "sender-unknown",
        _("No organisation here has the sender's address {address}. Register it, then replay."),
    )
    RECEIVER_UNKNOWN = (
        "receiver-unknown",
        _("No organisation here has the receiver's address {address}. Register it, then replay."),
    )
    OTHER_RECEIVER = (
        "other-receiver",
        _("The document is for {address}, who is not the owner of this inbox. Tell the sender."),
    )
    OTHER_SENDER = (
        "other-sender",
        _("It was carried for {carried}, but names {address} as its sender. Ask both."),
    )
    NUMBER_TOO_LONG = (
        "number-too-long",
        _("The document's number has {length} signs; at most {limit} are kept. Tell the sender."),
    )
    CONFLICT = (
        "conflict",
        _("Number {number} came before with other content (message {message}). Ask which holds."),
    )
    NO_ENDPOINT = (
        "no-endpoint",
        _("{party} has no electronic address. Register one; it is then sent by itself."),
    )
    TRANSPORT_FAILED = (
        "transport-failed",
        _("The transport failed: {reason} It is tried again by itself."),
    )


# Faults of the document itself, which its sender can mend: a Message Level Response tells them,
# by these sentences. What is mended here (an address to be registered) or answered by its business
# is none of them.
SENDERS_FAULTS = {
    FaultCode.UNREADABLE: _("The document breaks the rules of its standard. Send a corrected one."),
    FaultCode.TOO_LARGE: _(
        "The file has {size} bytes; at most {limit} are read. Send it in parts."
    ),
    FaultCode.TYPE_NOT_EXCHANGED: _("Documents of the type {type} are not received here yet."),
    FaultCode.NUMBER_TOO_LONG: _(
        "The document's number has {length} signs; at most {limit} are kept. Shorten it."
    ),
    FaultCode.CONFLICT: _(
        "Number {number} came before with other content, which holds. Send this under a new number."
    ),
    FaultCode.NOT_APPLICABLE: _(
        "A value of the document is larger or longer than can be kept. Send a corrected one."
    ),
}

# What the history says of each use case; an outbound message begins in somebody else's.
DONE = {
    "answer_received_change": _("Written as an answer"),
    "answer_received_order": _("Written as an answer"),
    "admit_message": _("Read and accepted"),
    "answer_change": _("Written by hand"),
    "answer_order": _("Written by hand"),
    "approve_requisition": _("Written with its order"),
    "ask_for_cancellation": _("Cancellation asked for"),
    "ask_for_change": _("Change asked for"),
    "cancel_order": _("Withdrawn with its order"),
    "credit_invoice": _("Written by hand"),
    "despatch_order": _("Written by hand"),
    "finish_message": _("Applied"),
    "forward_by_hand": _("Written with its voucher"),
    "forward_invoice": _("Written with its voucher"),
    "invoice_order": _("Written by hand"),
    "lay_message_aside": _("Laid aside"),
    "order_directly": _("Written with its order"),
    "pass_change_answer_on": _("Written as an answer"),
    "pass_answer_on": _("Written as an answer"),
    "quarantine_message": _("Put into quarantine"),
    "receive_document": _("Received"),
    "record_transmission": _("Tried to send"),
    "record_level_response": _("Answered by its receiver"),
    "register_own_endpoint": _("Own address registered"),
    "reach_as_usual": _("Documents of a type come on the usual way again"),
    "reach_by_type": _("Way chosen for documents of a type"),
    "reach_own_party": _("Way changed on which documents come"),
    "replay_message": _("Asked to be read again"),
    "send_basket_back": _("Written with its reservation"),
    "send_document": _("Written"),
    "take_change_in": _("Change asked for from the purchasing system"),
    "take_order_in": _("Written with its order"),
    "submit_requisition": _("Written with its order"),
    "tell_of_refused": _("Told that its receiver refuses it"),
    "tell_of_unsent": _("Told that it could not be sent"),
}
