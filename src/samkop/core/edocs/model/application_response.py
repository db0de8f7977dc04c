"""Answers to a document: Peppol Invoice Response (T111) and Message Level Response (T71)."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from samkop.core.edocs.model.party import Party
from samkop.core.edocs.model.values import Identifier


class InvoiceStatusCode(StrEnum):
    """How far the buyer is with an invoice (UNCL 4343, T111 subset).

    UQ, CA and RE need a clarification (PEPPOL-T111-R001).
    """

    RECEIVED = "AB"
    IN_PROCESS = "IP"
    UNDER_QUERY = "UQ"
    CONDITIONALLY_ACCEPTED = "CA"
    REJECTED = "RE"
    ACCEPTED = "AP"
    PAID = "PD"


class ClarificationList(StrEnum):
    """What a clarification says: why the status is as it is, or what the seller is to do."""

    REASON = "OPStatusReason"
    ACTION = "OPStatusAction"


class ClarificationReason(StrEnum):
    """Why an invoice has its status (list OPStatusReason)."""

    NO_ISSUE = "NON"
    REFERENCES_INCORRECT = "REF"
    LEGAL_INFORMATION_INCORRECT = "LEG"
    RECEIVER_UNKNOWN = "REC"
    ITEM_QUALITY_INSUFFICIENT = "QUA"
    DELIVERY_ISSUES = "DEL"
    PRICES_INCORRECT = "PRI"
    QUANTITY_INCORRECT = "QTY"
    ITEMS_INCORRECT = "ITM"
    PAYMENT_TERMS_INCORRECT = "PAY"
    NOT_RECOGNISED = "UNR"
    FINANCE_TERMS_INCORRECT = "FIN"
    PARTIALLY_PAID = "PPD"
    OTHER = "OTH"


class ClarificationAction(StrEnum):
    """What the buyer asks the seller to do (list OPStatusAction)."""

    NO_ACTION = "NOA"
    PROVIDE_INFORMATION = "PIN"
    ISSUE_NEW_INVOICE = "NIN"
    CREDIT_FULLY = "CNF"
    CREDIT_PARTIALLY = "CNP"
    CREDIT_THE_AMOUNT = "CNA"
    OTHER = "OTH"


class MessageResponseCode(StrEnum):
    """Whether a message was taken (UNCL 4343, T71 subset)."""

    ACKNOWLEDGED = "AB"
    ACCEPTED = "AP"
    REJECTED = "RE"


class MessageFaultCode(StrEnum):
    """What kind of rule a message breaks at a place: a fatal one, a warning, or the syntax."""

    FATAL = "BV"
    WARNING = "BW"
    SYNTAX = "SV"


@dataclass(frozen=True, slots=True)
class Condition:
    """A term of EN 16931 (`BT-48`) that is wrong in the invoice, and what it should be."""

    attribute_id: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Clarification:
    """Why an invoice has its status, or what the seller is to do: `list_id` says which."""

    code: str | None = None
    list_id: str | None = None
    reason: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceResponse:
    """A buyer's answer to the invoice `document_id`.

    `issuer` and `recipient` are the invoice's seller and buyer, where they are not `receiver_party`
    and `sender_party`.
    """

    kind: ClassVar[str] = "invoice-response"

    id: str
    issue_date: date
    sender_party: Party
    receiver_party: Party
    response_code: str
    document_id: str
    document_type_code: str
    document_issue_date: date | None = None
    issue_time: time | None = None
    note: str | None = None
    effective_date: date | None = None
    clarifications: tuple[Clarification, ...] = ()
    issuer: Party | None = None
    recipient: Party | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"

    @property
    def sender(self) -> Identifier | None:
        """The electronic address that the document comes from."""
        return self.sender_party.endpoint

    @property
    def addressee(self) -> Identifier | None:
        """The electronic address that the document is for."""
        return self.receiver_party.endpoint


@dataclass(frozen=True, slots=True)
class LineResponse:
    """One fault in a message: at which line or path (`NA` if nowhere), what, of which kind."""

    line_id: str
    description: str
    reason_code: str
    response_code: str | None = None


@dataclass(frozen=True, slots=True)
class MessageLevelResponse:
    """A receiver's answer to the message `document_id`: whether it was taken, or what is wrong."""

    kind: ClassVar[str] = "mlr"

    id: str
    issue_date: date
    sender: Identifier
    addressee: Identifier
    response_code: str
    document_id: str
    lines: tuple[LineResponse, ...] = ()
    issue_time: time | None = None
    description: str | None = None
    document_type_code: str | None = None
    document_version: str | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:mlr:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:mlr:3"
