"""The worker's loop that takes in what waits at the access point."""

from __future__ import annotations

import hashlib
from datetime import datetime

import structlog

from samkop.core.edocs.business_envelope import BusinessEnvelope
from samkop.exchange.collecting import JOB, read_waiting
from samkop.exchange.documents import shown_address
from samkop.exchange.queries import party_at
from samkop.exchange.transports import TransportError, access_point
from samkop.exchange.transports.access_point import AccessPoint, Delivery
from samkop.exchange.usecases.inbound import receive_document
from samkop.exchange.vocabulary import TransportName
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

log = structlog.get_logger()


def collect_deliveries(point: AccessPoint, *, now: datetime | None = None) -> int:
    """Store, confirm and read what waits at the access point; returns how many documents.

    Each is confirmed after its bytes are committed: killed in between, it is fetched again
    and known by its hash. What is for nobody here stays at the access point and is logged.
    ``now`` is for tests.
    """
    done = 0
    try:
        for delivery in access_point.deliveries(point):
            done += _take_in(point, delivery, now)
    except TransportError as error:
        log.warning("access-point-not-read", reason=str(error))
    if done:
        read_waiting(now)
    return done


def _take_in(point: AccessPoint, delivery: Delivery, now: datetime | None) -> int:
    envelope = delivery.envelope
    if not isinstance(envelope, BusinessEnvelope):
        log.warning("delivery-not-read", delivery=delivery.key, reason=envelope.faults[0].message)
        return 0
    with reading(actors.job(JOB)):
        owner_id = party_at(envelope.receiver)
    if owner_id is None:
        address = shown_address(envelope.receiver)
        log.warning("delivery-for-nobody-here", delivery=delivery.key, address=address)
        return 0
    perform(
        actors.job(JOB, owner_id),
        receive_document,
        now=now,
        owner_id=owner_id,
        content=envelope.content,
        sha256=hashlib.sha256(envelope.content).hexdigest(),
        size=len(envelope.content),
        transport=TransportName.ACCESS_POINT,
        file_name=f"{envelope.instance}.xml",
        carried_from=shown_address(envelope.sender),
    )
    access_point.confirm(point, delivery.key)
    return 1
