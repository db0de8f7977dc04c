"""Receiving: bytes are stored first, then read, then admitted once or quarantined."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from samkop.core.edocs.outside import Outside
from samkop.exchange.documents import Envelope, FaultRow, address_of, fault, shown_address
from samkop.exchange.models import Message, Payload, Transmission
from samkop.exchange.policies import may_store
from samkop.exchange.queries import party_at
from samkop.exchange.usecases.level_responses import acknowledge, refuse
from samkop.exchange.vocabulary import (
    SENDERS_FAULTS,
    TAKEN_STATES,
    Direction,
    FaultCode,
    MessageState,
    Outcome,
    TransportName,
)
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all
from samkop.platform.unit_of_work import require

LONGEST_NUMBER: int = Message._meta.get_field("number").max_length or 0


def receive_document(
    *,
    actor: Actor,
    now: datetime,
    owner_id: int,
    content: bytes,
    sha256: str,
    size: int,
    transport: str,
    file_name: str,
    carried_from: str = "",
    sender_id: int | None = None,
) -> Message:
    """Store what arrived in a party's mailbox, before anything reads it.

    The same bytes in the same mailbox are the message that stands there already; only the
    arrival is kept. ``content`` is empty where the file is larger than what is read
    (``size`` says how large); such a message cannot be read later either. ``carried_from``
    is the sender's address that the transport vouches for, where it does; ``sender_id`` is the
    party whose secret came with it, and who has sent it then, whatever address it names.
    """
    require(may_store(actor, owner_id))
    _one_at_a_time(f"{owner_id}:{sha256}")
    known = Message.objects.filter(owner_id=owner_id, direction=Direction.IN, sha256=sha256).first()
    if known is None:
        message = create(
            Message(
                owner_id=owner_id,
                direction=Direction.IN,
                state=MessageState.STORED,
                sha256=sha256,
                size=size,
                transport=transport,
                file_name=file_name,
                carried_from=carried_from,
                sender_id=sender_id,
                created_at=now,
                next_attempt_at=now,
            )
        )
        create_all([Payload(message=message, content=content)], under=message)
        _keep_arrival(message, now, 1, Outcome.ARRIVED, file_name)
        return message
    if known.fault_code == FaultCode.OTHER_SENDER and known.carried_from != carried_from:
        # The right sender has brought it now: it is read again as what it is.
        change(known, state=MessageState.STORED, carried_from=carried_from, attempts=0,
               next_attempt_at=now, fault_code="", faults=[])  # fmt: skip
    if known.state != MessageState.STORED:
        # While it is not yet read, the file still lies in the inbox and is met again.
        arrivals = known.transmissions.count()
        _keep_arrival(known, now, arrivals + 1, Outcome.ARRIVED_AGAIN, file_name)
    return known


def admit_message(
    *,
    actor: Actor,
    now: datetime,
    message_id: int,
    envelope: Envelope,
) -> Message:
    """Decide on a stored message that has been read: admitted, or quarantined.

    Admitted once per receiver, sender, type, number and issue date, it is told as the
    fact ``message-received``; another content under the same key is a conflict, and a
    sender or receiver who is not known here waits until the address is registered.
    """
    message = _locked(message_id)
    require(may_store(actor, message.owner_id))
    if message.state != MessageState.STORED:
        return message
    sender_id, receiver_id = _parties(message, envelope)
    change(
        message,
        document_type=envelope.document_type,
        number=envelope.number[:LONGEST_NUMBER],
        issue_date=envelope.issue_date,
        sender_id=sender_id,
        receiver_id=receiver_id,
    )
    wrong = _wrong_address(message, envelope) or _conflict(message)
    if wrong:
        return _quarantine(actor, message, now, [wrong], envelope.outside)
    acknowledge(actor, now, message, envelope)
    change(message, state=MessageState.ACCEPTED, fault_code="", faults=[])
    tell(
        "message-received",
        message_id=message.pk,
        document_type=message.document_type,
        number=message.number,
        sender_id=sender_id,
        receiver_id=receiver_id,
    )
    return message


def _parties(message: Message, envelope: Envelope) -> tuple[int | None, int | None]:
    """From whom and to whom; what came with a secret names neither by an electronic address."""
    if message.transport == TransportName.CXML:
        return message.sender_id, message.owner_id
    return party_at(envelope.sender), party_at(envelope.addressee)


def quarantine_message(
    *,
    actor: Actor,
    now: datetime,
    message_id: int,
    faults: list[FaultRow],
    outside: Outside | None = None,
) -> Message:
    """Set a message aside that cannot be read, or that its handler refuses to apply.

    ``outside`` is what could be read of its sender; of one that was read before, all is known.
    """
    message = _locked(message_id)
    require(may_store(actor, message.owner_id))
    if message.state not in {MessageState.STORED, MessageState.ACCEPTED}:
        return message
    return _quarantine(actor, message, now, faults, outside)


def finish_message(*, actor: Actor, now: datetime, message_id: int) -> Message:
    """Its handler has applied the message."""
    message = _locked(message_id)
    require(may_store(actor, message.owner_id))
    if message.state != MessageState.ACCEPTED:
        return message
    return change(message, state=MessageState.APPLIED, finished_at=now)


def _keep_arrival(
    message: Message, now: datetime, number: int, outcome: Outcome, file_name: str
) -> None:
    create(
        Transmission(
            message=message,
            owner_id=message.owner_id,
            attempt=number,
            at=now,
            outcome=outcome,
            detail=file_name,
        )
    )


def _locked(message_id: int) -> Message:
    return Message.objects.select_for_update().get(pk=message_id)


def _wrong_address(message: Message, envelope: Envelope) -> FaultRow | None:
    if len(envelope.number) > LONGEST_NUMBER:
        length = len(envelope.number)
        return fault(FaultCode.NUMBER_TOO_LONG, length=length, limit=LONGEST_NUMBER)
    if message.sender_id is None:
        return fault(FaultCode.SENDER_UNKNOWN, address=shown_address(envelope.sender))
    if message.carried_from and party_at(address_of(message.carried_from)) != message.sender_id:
        shown = shown_address(envelope.sender)
        return fault(FaultCode.OTHER_SENDER, carried=message.carried_from, address=shown)
    if message.receiver_id is None:
        return fault(FaultCode.RECEIVER_UNKNOWN, address=shown_address(envelope.addressee))
    if message.receiver_id != message.owner_id:
        return fault(FaultCode.OTHER_RECEIVER, address=shown_address(envelope.addressee))
    return None


def _conflict(message: Message) -> FaultRow | None:
    """The fault that the message's key is taken by other content, or None."""
    key: dict[str, Any] = {
        "owner_id": message.owner_id,
        "sender_id": message.sender_id,
        "document_type": message.document_type,
        "number": message.number,
        "issue_date": message.issue_date,
    }
    _one_at_a_time(repr(sorted(key.items())))
    taken = Message.objects.filter(**key, state__in=TAKEN_STATES).first()
    if taken is None:
        return None
    return fault(FaultCode.CONFLICT, number=message.number, message=taken.pk)


def _quarantine(
    actor: Actor,
    message: Message,
    now: datetime,
    faults: list[FaultRow],
    outside: Outside | None,
) -> Message:
    if faults[0]["code"] in SENDERS_FAULTS:
        refuse(actor, now, message, faults, outside)
    return change(
        message,
        state=MessageState.QUARANTINED,
        finished_at=now,
        fault_code=faults[0]["code"],
        faults=faults,
    )


def _one_at_a_time(key: str) -> None:
    """Let two transactions about the same key wait for each other, to their end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
