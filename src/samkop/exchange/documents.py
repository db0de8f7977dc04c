"""What exchange needs of a document: its envelope; and faults as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    Order,
    OrderAgreement,
    OrderResponse,
    OrderResponseAdvanced,
    read,
)
from samkop.core.edocs.model import Identifier
from samkop.exchange.vocabulary import DocumentType, FaultCode
from samkop.platform.refusals import Refused

FaultRow = dict[str, Any]

TYPES: dict[type[Document], DocumentType] = {
    Order: DocumentType.ORDER,
    OrderResponse: DocumentType.ORDER_RESPONSE,
    OrderResponseAdvanced: DocumentType.ORDER_RESPONSE_ADVANCED,
    OrderAgreement: DocumentType.ORDER_AGREEMENT,
    Catalogue: DocumentType.CATALOGUE,
    Invoice: DocumentType.INVOICE,
    CreditNote: DocumentType.CREDIT_NOTE,
    DespatchAdvice: DocumentType.DESPATCH_ADVICE,
}
FAULTS_KEPT = 20


@dataclass(frozen=True)
class Envelope:
    """From whom, to whom and which: what is written on the outside of a document."""

    document_type: str
    number: str
    issue_date: date
    sender: Identifier | None
    addressee: Identifier | None


def envelope_of(content: bytes) -> Envelope | list[FaultRow]:
    """The envelope of a document, or the fatal faults that keep it from being taken in."""
    document = read(content)
    if isinstance(document, Faults):
        return _faults_of(document)
    document_type = TYPES.get(type(document))
    if document_type is None:
        return [fault(FaultCode.TYPE_NOT_EXCHANGED, type=document.kind)]
    return Envelope(
        document_type=document_type,
        number=document.id,
        issue_date=document.issue_date,
        sender=document.sender,
        addressee=document.addressee,
    )


def _faults_of(found: Faults) -> list[FaultRow]:
    """Our own fault first (what it means for the message), then the document's, by rule."""
    fatal = [broken for broken in found.faults if broken.flag is Flag.FATAL]
    return [
        fault(FaultCode.UNREADABLE),
        *(
            {
                "code": broken.rule,
                "sentence": broken.sentence,
                "values": dict(broken.values),
                "location": broken.location,
            }
            for broken in fatal[:FAULTS_KEPT]
        ),
    ]


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
    if not row["sentence"]:
        return str(FaultCode(row["code"]).label).format(**values)
    sentence = gettext(row["sentence"])
    # Refusals have their places as %(name)s, the rules of documents as {name}.
    if "%(" in sentence:
        return str(sentence % values)
    return sentence.format(**values) if values else sentence
