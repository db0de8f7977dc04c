"""The worker's loop that takes in what waits at the access point."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog

from samkop.core.edocs.business_envelope import BusinessEnvelope
from samkop.exchange.collecting import JOB, read_waiting
from samkop.exchange.documents import shown_address
from samkop.exchange.queries import party_at
from samkop.exchange.rules import pause_after
from samkop.exchange.transports import TransportError, access_point
from samkop.exchange.transports.access_point import AccessPoint
from samkop.exchange.usecases.inbound import receive_document
from samkop.exchange.vocabulary import TransportName
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

log = structlog.get_logger()


class Resting:
    """Deliveries that could not be taken in: each is fetched again after a growing pause.

    Kept by the worker that fetches, for as long as it lives: nothing is lost with it, since
    what rests lies at the access point.
    """

    def __init__(self) -> None:
        self._until: dict[str, tuple[int, datetime]] = {}

    def awake(self, waiting: Sequence[str], now: datetime) -> list[str]:
        """Those of the waiting deliveries whose time has come; forgets who waits no more."""
        known = {key: self._until[key] for key in waiting if key in self._until}
        awake = [key for key in waiting if key not in known or known[key][1] <= now]
        self._until = known
        return awake

    def lay_down(self, key: str, now: datetime) -> None:
        """Leave a delivery in peace for 5, 10, 20 … seconds, at most an hour."""
        failures = self._until.get(key, (0, now))[0] + 1
        self._until[key] = (failures, now + pause_after(failures))


def collect_deliveries(point: AccessPoint, resting: Resting, *, now: datetime | None = None) -> int:
    """Store, confirm and read what waits at the access point; returns how many documents.

    Each is confirmed after its bytes are committed: killed in between, it is fetched again
    and known by its hash. What is for nobody here stays at the access point and is logged, and
    one that cannot be had stops none of the others; either rests in ``resting`` before it is
    fetched again. ``now`` is for tests.
    """
    done, at = 0, now or datetime.now(UTC)
    try:
        keys = access_point.waiting(point)
    except TransportError as error:
        log.warning("access-point-not-read", reason=str(error))
        return 0
    for key in resting.awake(keys, at):
        try:
            taken = _take_in(point, key, now)
        except TransportError as error:
            log.warning("delivery-not-fetched", delivery=key, reason=str(error))
            taken = 0
        if not taken:
            resting.lay_down(key, at)
        done += taken
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
