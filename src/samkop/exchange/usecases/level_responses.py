"""Message Level Responses: faulty documents are told to their senders; what comes is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs.model import Identifier
from samkop.core.edocs.model.application_response import LineResponse
from samkop.core.edocs.outside import Outside
from samkop.core.period import day_of
from samkop.exchange.documents import (
    NOWHERE,
    Envelope,
    FaultRow,
    address_of,
    line_responses,
    sentence_to_sender,
)
from samkop.exchange.models import Message, MessageLevelResponse
from samkop.exchange.policies import may_answer_message
from samkop.exchange.queries import electronic_address, endpoint_of, party_at
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import (
    Direction,
    DocumentType,
    MessageState,
    TransportName,
    Verdict,
)
from samkop.parties.models import Party
from samkop.parties.rules import usual_language
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

# Made here by hand, its page shows it; sent by cXML, the response to the request says it.
ANSWERED_AT_ONCE = (TransportName.PORTAL, TransportName.CXML)


def refuse(
    actor: Actor,
    now: datetime,
    message: Message,
    faults: Sequence[FaultRow],
    outside: Outside | None,
) -> Message | None:
    """Tell the sender of a faulty message, once, what is wrong with it, where he is known.

    He is known by what the transport vouches for and what the document says; where the two
    differ, nobody is told. ``faults``: what it means first, then each fault of the document.
    Called inside the unit of work that sets it aside.
    """
    known = outside or Outside(message.document_type, message.number)
    sender_id, address = _sender_of(message, known)
    if sender_id is None or known.kind == DocumentType.MLR:
        return None
    with translation.override(_language_of(sender_id)):
        lines = line_responses(faults[1:] or faults[:1], fatal=True)
        return _answer(
            actor, now, message, sender_id, address, known.number, Verdict.REJECTED, lines,
            sentence_to_sender(faults[0]),
        )  # fmt: skip


def acknowledge(
    actor: Actor, now: datetime, message: Message, envelope: Envelope
) -> Message | None:
    """Tell the sender that his message was taken in, with the warnings, where he wants to know.

    Called inside the unit of work that takes it in.
    """
    sender_id = message.sender_id or 0
    endpoint = endpoint_of(sender_id)
    if endpoint is None or not endpoint.wants_acknowledgement:
        return None
    if message.document_type == DocumentType.MLR:
        return None
    with translation.override(_language_of(sender_id)):
        return _answer(
            actor, now, message, sender_id, envelope.sender, envelope.number, Verdict.ACCEPTED,
            line_responses(envelope.warnings, fatal=False), "",
        )  # fmt: skip


def record_level_response(
    *,
    actor: Actor,
    now: datetime,
    message_id: int,
    owner_id: int,
    about_id: int | None,
    verdict: str,
    description: str,
    faults: list[dict[str, str]],
) -> MessageLevelResponse:
    """Keep what the receiver of a message says of it; a refusal is told to the sender's people.

    ``about_id`` is the message that was found to be meant. Raises Refused
    ``answered-message-unknown`` where ``owner_id`` has sent the actor no such message.
    """
    about = Message.objects.filter(
        pk=about_id or 0, owner_id=owner_id, receiver_id=actor.party_id or 0,
        direction=Direction.OUT, state=MessageState.SENT,
    ).exclude(document_type=DocumentType.MLR).first()  # fmt: skip
    if about is None:
        raise Refused(
            "answered-message-unknown",
            _("It answers a message that was not sent to its sender. Ask which one is meant."),
        )
    require(may_answer_message(actor, about))
    answer = create(
        MessageLevelResponse(
            message_id=message_id, about=about, owner_id=owner_id, answerer_id=actor.party_id or 0,
            verdict=verdict, description=description, faults=faults, created_at=now,
        )
    )  # fmt: skip
    if verdict == Verdict.REJECTED:
        tell("message-refused", message_id=about.pk, owner_id=owner_id)
    return answer


def _sender_of(message: Message, outside: Outside) -> tuple[int | None, Identifier | None]:
    """Who is to be told, and under which address; (None, None) where it is not sure."""
    if message.transport in ANSWERED_AT_ONCE:
        return None, None
    carried = address_of(message.carried_from) if message.carried_from else None
    said = outside.sender or (electronic_address(message.sender_id) if message.sender_id else None)
    address = said or carried
    sender_id = party_at(address)
    if sender_id is None or sender_id == message.owner_id:
        return None, None
    if carried is not None and party_at(carried) != sender_id:
        return None, None
    return sender_id, address


def _language_of(party_id: int) -> str:
    return usual_language(Party.objects.get(pk=party_id).country)


def _answer(
    actor: Actor,
    now: datetime,
    message: Message,
    sender_id: int,
    addressee: Identifier | None,
    number: str,
    verdict: Verdict,
    lines: tuple[LineResponse, ...],
    description: str,
) -> Message | None:
    own, subject = electronic_address(message.owner_id), subject_of(message)
    answered: dict[str, Any] = {
        "owner_id": message.owner_id, "subject": subject, "document_type": DocumentType.MLR,
    }  # fmt: skip
    if own is None or addressee is None or Message.objects.filter(**answered).exists():
        return None
    issued = day_of(now, message.owner.time_zone)
    response = edocs.MessageLevelResponse(
        id=f"MLR-{message.pk}", issue_date=issued, sender=own, addressee=addressee,
        response_code=verdict, document_id=number or _carried_as(message),
        lines=lines, description=description or None,
    )  # fmt: skip
    return send_document(
        actor=actor, now=now, receiver_id=sender_id, document_type=DocumentType.MLR,
        number=response.id, issue_date=issued, content=edocs.write(response), subject=subject,
    )  # fmt: skip


def _carried_as(message: Message) -> str:
    """What the access point's envelope called it, where its own number cannot be read."""
    if message.transport == TransportName.ACCESS_POINT:
        return message.file_name.removesuffix(".xml")
    return NOWHERE
