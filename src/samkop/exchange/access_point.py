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
from samkop.exchange.transports.access_point import AccessPoint
from samkop.exchange.usecases.inbound import receive_document
from samkop.exchange.vocabulary import TransportName
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

log = structlog.get_logger()


def collect_deliveries(point: AccessPoint, *, now: datetime | None = None) -> int:
    """Store, confirm and read what waits at the access point; returns how many documents.

    Each is confirmed after its bytes are committed: killed in between, it is fetched again
    and known by its hash. What is for nobody here stays at the access point and is logged, and
    one that cannot be had stops none of the others. ``now`` is for tests.
    """
    done = 0
    try:
        keys = access_point.waiting(point)
    except TransportError as error:
        log.warning("access-point-not-read", reason=str(error))
        return 0
    for key in keys:
        try:
            done += _take_in(point, key, now)
        except TransportError as error:
            log.warning("delivery-not-fetched", delivery=key, reason=str(error))
    if done:
        read_waiting(now)
    return done


def _take_in(point: AccessPoint, key: str, now: datetime | None) -> int:
    envelope = access_point.fetch(point, key)
    if not isinstance(envelope, BusinessEnvelope):
        log.warning("delivery-not-read", delivery=key, reason=envelope.faults[0].message)
        return 0
    with reading(actors.job(JOB)):
        owner_id = party_at(envelope.receiver)
    if owner_id is None:
        address = shown_address(envelope.receiver)
        log.warning("delivery-for-nobody-here", delivery=key, address=address)
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
    access_point.confirm(point, key)
    return 1
