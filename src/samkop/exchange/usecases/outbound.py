"""Sending: a message is written with the fact it tells of, and carried by the worker."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import structlog
from django.utils.translation import gettext_lazy as _

from samkop.exchange.documents import FaultRow
from samkop.exchange.models import Message, Payload, Transmission
from samkop.exchange.policies import may_record_transmission, may_send
from samkop.exchange.queries import endpoint_of, written_as
from samkop.exchange.rules import is_alarm, pause_after
from samkop.exchange.vocabulary import (
    Direction,
    FaultCode,
    MessageState,
    Outcome,
    TransportName,
)
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

_UNSENT = (MessageState.WAITING, MessageState.ALARM)

log = structlog.get_logger()


def send_document(
    *,
    actor: Actor,
    now: datetime,
    receiver_id: int,
    document_type: str,
    number: str,
    issue_date: date,
    content: bytes,
    subject: str,
    by_hand: bool = False,
) -> Message:
    """Put a document of the acting party into its mailbox, to be sent by the worker.

    ``by_hand`` says that somebody made it here, for another party of this installation: it
    goes into that party's mailbox. Called inside the unit of work of the fact that it tells
    of. The same document again is the message that stands there already; other content under
    a used number is Refused ``document-number-reused``.
    """
    require(may_send(actor))
    owner_id = actor.party_id or 0
    sha256 = hashlib.sha256(content).hexdigest()
    message = Message(
        owner_id=owner_id,
        direction=Direction.OUT,
        state=MessageState.WAITING,
        document_type=document_type,
        number=number,
        issue_date=issue_date,
        sender_id=owner_id,
        receiver_id=receiver_id,
        subject=subject,
        sha256=sha256,
        size=len(content),
        transport=TransportName.PORTAL if by_hand else _way_to(receiver_id, document_type),
        created_at=now,
        next_attempt_at=now,
    )
    if create_new(message):
        create_all([Payload(message=message, content=content)], under=message)
        return message
    known = written_as(owner_id, document_type, number)
    assert known is not None  # noqa: S101 - it has kept this one out
    if (known.sha256, known.receiver_id) != (sha256, receiver_id):
        raise _number_reused(number)
    return known


def _way_to(receiver_id: int, document_type: str) -> str:
    endpoint = endpoint_of(receiver_id, document_type)
    return endpoint.transport if endpoint else TransportName.DIRECTORY


def withdraw_document(*, message_id: int, now: datetime) -> bool:
    """Take an outbound message of the acting party back, if surely nothing of it has left.

    Called inside the unit of work that makes it void. False, and nothing changed, once an
    attempt has begun: it may have succeeded. (An attempt that found no address did not.)
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    tried = message.transmissions.count()
    stayed = message.fault_code == FaultCode.NO_ENDPOINT and tried == message.attempts
    if message.state not in _UNSENT or not (message.attempts == 0 or stayed):
        return False
    change(message, state=MessageState.WITHDRAWN, finished_at=now)
    return True


def record_transmission(
    *,
    actor: Actor,
    now: datetime,
    message_id: int,
    attempt: int,
    detail: str,
    failure: FaultRow | None,
) -> Message:
    """Keep what came of one attempt to send: without ``failure`` it was sent.

    ``detail`` is the file's name, or the transport's own words on the failure. After a
    failure the message rests for a growing pause; from the eighth on it is an alarm, and
    still tried.
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    require(may_record_transmission(actor, message))
    create(
        Transmission(
            message=message,
            owner_id=message.owner_id,
            attempt=attempt,
            at=now,
            outcome=Outcome.FAILED if failure else Outcome.SENT,
            detail=detail[:500],
        )
    )
    if message.state not in _UNSENT:
        return message  # another worker was faster; what it sent is the same
    if failure is None:
        return change(message, state=MessageState.SENT, finished_at=now, fault_code="", faults=[])
    return _postpone(message, now, attempt, failure)


def _postpone(message: Message, now: datetime, attempt: int, failure: FaultRow) -> Message:
    alarm = is_alarm(attempt)
    if alarm:
        log.error("message-unsent", message=message.pk, attempts=attempt, code=failure["code"])
    if alarm and message.state != MessageState.ALARM:
        tell("message-unsent", message_id=message.pk, document_type=message.document_type)
    return change(
        message,
        state=MessageState.ALARM if alarm else MessageState.WAITING,
        next_attempt_at=now + pause_after(attempt),
        fault_code=failure["code"],
        faults=[failure],
    )


def _number_reused(number: str) -> Refused:
    return Refused(
        "document-number-reused",
        _("Number %(number)s was used for another document. Send it under a number of its own."),
        number=number,
    )
