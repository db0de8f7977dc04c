"""What exchange needs of a document: its envelope; and faults as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from samkop.core.edocs import (
    Catalogue,
    CreditNote,
    DespatchAdvice,
    Document,
    Faults,
    Flag,
    Invoice,
    MessageLevelResponse,
    Order,
    OrderAgreement,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    OrderResponseAdvanced,
    examine,
)
from samkop.core.edocs.codelist_names import list_words
from samkop.core.edocs.model import Fault, Identifier
from samkop.core.edocs.model.application_response import LineResponse, MessageFaultCode
from samkop.core.edocs.outside import Outside, outside_of
from samkop.exchange.vocabulary import SENDERS_FAULTS, DocumentType, FaultCode
from samkop.platform.refusals import Refused

FaultRow = dict[str, Any]

TYPES: dict[type[Document], DocumentType] = {
    Order: DocumentType.ORDER,
    OrderResponse: DocumentType.ORDER_RESPONSE,
    OrderResponseAdvanced: DocumentType.ORDER_RESPONSE_ADVANCED,
    OrderAgreement: DocumentType.ORDER_AGREEMENT,
    OrderCancellation: DocumentType.ORDER_CANCELLATION,
    OrderChange: DocumentType.ORDER_CHANGE,
    Catalogue: DocumentType.CATALOGUE,
    Invoice: DocumentType.INVOICE,
    CreditNote: DocumentType.CREDIT_NOTE,
    DespatchAdvice: DocumentType.DESPATCH_ADVICE,
    MessageLevelResponse: DocumentType.MLR,
}
FAULTS_KEPT = 20


# Faults of the file or its syntax; any other id is a rule of the business.
SYNTAX = ("EDOC-", "UBL-", "FINVOICE-")
NOWHERE = "NA"  # the place of a fault that is at no line (Peppol MLR)
LONGEST_DESCRIPTION = 1000


@dataclass(frozen=True)
class Envelope:
    """From whom, to whom and which: what is written on the outside of a document.

    ``warnings`` are rules that it breaks and that keep it from nothing.
    """

    document_type: str
    number: str
    issue_date: date
    sender: Identifier | None
    addressee: Identifier | None
    warnings: tuple[FaultRow, ...] = ()

    @property
    def outside(self) -> Outside:
        """The same, as it is read of a faulty document."""
        return Outside(
            self.document_type, self.number, self.issue_date, self.sender, self.addressee
        )


@dataclass(frozen=True)
class Faulty:
    """The faults that keep a document from being taken in, and its outside where it is legible."""

    faults: list[FaultRow]
    outside: Outside = field(default_factory=Outside)


def envelope_of(content: bytes) -> Envelope | Faulty:
    """The envelope of a document, or the fatal faults that keep it from being taken in."""
    document, found = examine(content)
    if document is None:
        return Faulty(_faults_of(found), outside_of(content))
    document_type = TYPES.get(type(document))
    if document_type is None:
        outside = Outside(
            document.kind, document.id, document.issue_date, document.sender, document.addressee
        )
        return Faulty([fault(FaultCode.TYPE_NOT_EXCHANGED, type=document.kind)], outside)
    return Envelope(
        document_type=document_type,
        number=document.id,
        issue_date=document.issue_date,
        sender=document.sender,
        addressee=document.addressee,
        warnings=tuple(_row(broken) for broken in found.faults[:FAULTS_KEPT]),
    )


def _faults_of(found: Faults) -> list[FaultRow]:
    """Our own fault first (what it means for the message), then the document's, by rule."""
    fatal = [broken for broken in found.faults if broken.flag is Flag.FATAL]
    return [fault(FaultCode.UNREADABLE), *(_row(broken) for broken in fatal[:FAULTS_KEPT])]


def _row(broken: Fault) -> FaultRow:
    return {
        "code": broken.rule,
        "sentence": broken.sentence,
        "values": dict(broken.values),
        "location": broken.location,
    }


def line_responses(rows: Sequence[FaultRow], *, fatal: bool) -> tuple[LineResponse, ...]:
    """What a Message Level Response says of each fault, in the language in force.

    The rule's id stands before its sentence.
    """
    return tuple(
        LineResponse(
            line_id=row["location"] if row["location"].strip("/") else NOWHERE,
            description=f"{row['code']}: {sentence_to_sender(row)}",
            reason_code=_kind_of(row["code"], fatal=fatal),
        )
        for row in rows
    )


def sentence_to_sender(row: FaultRow) -> str:
    """The sentence of a fault for who has sent the document, who can see nothing here."""
    if row["code"] in SENDERS_FAULTS:
        return str(SENDERS_FAULTS[row["code"]]).format(**row["values"])
    return sentence_of(row)


def _kind_of(rule: str, *, fatal: bool) -> str:
    if not fatal:
        return MessageFaultCode.WARNING
    return MessageFaultCode.SYNTAX if rule.startswith(SYNTAX) else MessageFaultCode.FATAL


def level_answer(response: MessageLevelResponse) -> dict[str, Any]:
    """What a Message Level Response says, as plain values: its number's reference apart."""
    return {
        "verdict": response.response_code,
        "description": (response.description or "")[:LONGEST_DESCRIPTION],
        "faults": [
            {"place": line.line_id, "kind": line.reason_code, "text": line.description}
            for line in response.lines
        ],
    }


def shown_address(address: Identifier | None) -> str:
    """An electronic address as people write it: ``0216:003712345678``."""
    return "-" if address is None else f"{address.scheme or ''}:{address.value}"


def address_of(shown: str) -> Identifier:
    """The electronic address that is written ``0216:003712345678``."""
    scheme, _colon, value = shown.partition(":")
    return Identifier(value, scheme)


def fault(code: FaultCode, **values: Any) -> FaultRow:
    """A fault of ours; its sentence is looked up by its code when it is shown."""
    return {"code": str(code), "sentence": "", "values": values, "location": ""}


def fault_of_refusal(refused: Refused) -> FaultRow:
    """A handler's refusal, with its sentence untranslated: it is translated when shown."""
    with translation.override(None):
        sentence = str(refused.sentence)
    values = {name: str(value) for name, value in refused.facts.items()}
    return {"code": refused.code, "sentence": sentence, "values": values, "location": ""}


def sentence_of(row: Mapping[str, Any]) -> str:
    """The sentence of a fault in the reader's language, with its values filled in."""
    values = row["values"]
    if "list" in values:
        values = {**values, "list": list_words(str(values["list"]), gettext)}
    if not row["sentence"]:
        return str(FaultCode(row["code"]).label).format(**values)
    sentence = gettext(row["sentence"])
    # Refusals have their places as %(name)s, the rules of documents as {name}.
    if "%(" in sentence:
        return str(sentence % values)
    return sentence.format(**values) if values else sentence
