"""The worker's loop that sends what waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from samkop.core.edocs.model import Identifier
from samkop.exchange.documents import FaultRow, address_of, fault
from samkop.exchange.leases import Taken, take_message
from samkop.exchange.models import Message
from samkop.exchange.printing import printed
from samkop.exchange.queries import (
    content_of,
    electronic_address,
    endpoint_of,
    folder_of,
    message_of,
)
from samkop.exchange.rules import file_name
from samkop.exchange.transports import (
    Parcel,
    Send,
    TransportError,
    access_point,
    directory,
    mailbox,
    portal,
)
from samkop.exchange.transports.access_point import AccessPoint
from samkop.exchange.usecases.inbound import receive_document
from samkop.exchange.usecases.outbound import record_transmission
from samkop.exchange.vocabulary import Direction, DocumentType, FaultCode, TransportName
from samkop.parties.models import Party
from samkop.parties.rules import usual_language
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

JOB, INBOUND_JOB = "exchange-outbound", "exchange-inbound"


class NoEndpointError(Exception):
    """A party has no electronic address. ``party`` is its name."""

    def __init__(self, party: str) -> None:
        super().__init__(party)
        self.party = party


def transports(data_dir: Path, now: datetime | None = None) -> dict[str, Send]:
    """Each transport by its name; ``now`` is for tests."""
    return {
        TransportName.DIRECTORY: partial(directory.send, data_dir),
        TransportName.EMAIL: partial(mailbox.send, printed),
        TransportName.PORTAL: partial(portal.send, partial(_store, now)),
        TransportName.ACCESS_POINT: partial(_to_the_network, own_access_point()),
    }


def _store(now: datetime | None, **arrived: Any) -> None:
    job = actors.job(INBOUND_JOB, arrived["owner_id"])
    perform(job, receive_document, now=now, **arrived)


def own_access_point() -> AccessPoint | None:
    """The installation's access point, if it has one."""
    return AccessPoint(**settings.ACCESS_POINT) if settings.ACCESS_POINT["url"] else None


def _to_the_network(point: AccessPoint | None, parcel: Parcel) -> str:
    if point is None:
        raise TransportError("This installation has no access point.")
    return access_point.send(point, parcel)


def transmit_waiting(data_dir: Path, *, now: datetime | None = None, limit: int = 100) -> int:
    """Send up to ``limit`` messages whose time has come; returns how many were tried.

    Killed in between, the message is taken again when its lease has run out; carrying it
    twice is harmless. ``now`` is for tests; the loop reads the clock for each message.
    """
    carriers = transports(data_dir, now)
    for tried in range(limit):
        taken = take_message(actors.job(JOB), now=now or datetime.now(UTC), direction=Direction.OUT)
        if taken is None:
            return tried
        detail, failure = _carry(taken, carriers)
        perform(
            actors.job(JOB, taken.owner_id),
            record_transmission,
            now=now,
            message_id=taken.message_id,
            attempt=taken.attempt,
            detail=detail,
            failure=failure,
        )
    return limit


def _carry(taken: Taken, carriers: Mapping[str, Send]) -> tuple[str, FaultRow | None]:
    """Carry one message: (where it lies, None), or (why not, the fault)."""
    try:
        with reading(actors.job(JOB, taken.owner_id)):
            transport, parcel = _pack(message_of(taken.message_id))
        return carriers[transport](parcel), None
    except NoEndpointError as error:
        return str(error), fault(FaultCode.NO_ENDPOINT, party=error.party)
    except TransportError as error:
        return str(error), fault(FaultCode.TRANSPORT_FAILED, reason=str(error))


def _pack(message: Message) -> tuple[str, Parcel]:
    receiver: Party = message.receiver  # type: ignore[assignment] # what goes out has one
    transport, address = _way(message, receiver)
    folder = folder_of(message.owner_id)
    if folder is None and transport == TransportName.DIRECTORY:
        raise NoEndpointError(message.owner.name)
    language = usual_language(receiver.country)
    parcel = Parcel(
        message_id=message.pk,
        receiver_id=receiver.pk,
        sender_folder=folder or "",
        sender_name=message.owner.legal_name,
        address=address,
        language=language,
        title=_title(message, language),
        link=f"{settings.PUBLIC_ADDRESS}{reverse('message', args=[message.pk])}",
        file_name=file_name(message.document_type, message.number),
        content=content_of(message.pk),
        sender_address=electronic_address(message.owner_id),
        receiver_address=_receiver_address(transport, address, receiver),
        sender_country=message.owner.country,
        created_at=message.created_at,
    )
    return transport, parcel


def _way(message: Message, receiver: Party) -> tuple[str, str]:
    """Transport and address; the receiver's own of today, unless somebody wrote it here."""
    if message.transport == TransportName.PORTAL:
        return message.transport, ""
    endpoint = endpoint_of(receiver.pk, message.document_type)
    if endpoint is None:
        raise NoEndpointError(receiver.name)
    return endpoint.transport, endpoint.address


def _receiver_address(transport: str, address: str, receiver: Party) -> Identifier | None:
    """Whom the network brings it to: what the way says, which may be a system of the receiver's."""
    if transport == TransportName.ACCESS_POINT:
        return address_of(address)
    return electronic_address(receiver.pk)


def _title(message: Message, language: str) -> str:
    with translation.override(language):
        return f"{DocumentType(message.document_type).label} {message.number}"
