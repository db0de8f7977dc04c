"""The worker's loop that takes in what lies in the inboxes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from samkop.core.edocs.limits import STANDARD
from samkop.exchange.documents import Envelope, Faulty, envelope_of, fault
from samkop.exchange.leases import Taken, take_message
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of, folders, state_of
from samkop.exchange.rules import READING_ATTEMPTS
from samkop.exchange.transports import directory
from samkop.exchange.usecases.inbound import (
    admit_message,
    quarantine_message,
    receive_document,
)
from samkop.exchange.vocabulary import Direction, FaultCode, MessageState, TransportName
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

JOB = "exchange-inbound"

log = structlog.get_logger()


def collect_inboxes(data_dir: Path, *, now: datetime | None = None) -> int:
    """Store, read and put away every file of every inbox; returns how many messages.

    The bytes are committed before they are read, and the file is moved after that: killed
    anywhere, the next round goes on where this one was. An inbox or a file that cannot be
    had or moved is logged and does not stop the others. ``now`` is for tests.
    """
    with reading(actors.job(JOB)):
        known = folders()
    done = read_waiting(now)
    for folder, owner_id in known.items():
        for arrival in directory.arrivals(directory.inbox(data_dir, folder)):
            done += _take_in(arrival, owner_id, now)
    return done


def _take_in(arrival: directory.Arrival, owner_id: int, now: datetime | None) -> int:
    """Store one file, read what waits, and move the file; 0 if another worker has it."""
    message = perform(
        actors.job(JOB, owner_id),
        receive_document,
        now=now,
        owner_id=owner_id,
        content=arrival.content,
        sha256=arrival.sha256,
        size=arrival.size,
        transport=TransportName.DIRECTORY,
        file_name=arrival.file_name,
    )
    read_waiting(now)
    with reading(actors.job(JOB, owner_id)):
        state = state_of(message.pk)
    if state == MessageState.STORED:
        return 0
    quarantined = state == MessageState.QUARANTINED
    try:
        directory.put_away(arrival, directory.QUARANTINE if quarantined else directory.READ)
    except OSError as error:
        # It is stored; the next round tries to move it again.
        log.warning(
            "file-not-put-away", party=owner_id, file=arrival.file_name, reason=error.strerror
        )
        return 0
    return 1


def read_waiting(now: datetime | None) -> int:
    """Read what is stored and not yet read: new, broken off earlier, or replayed."""
    done = 0
    while taken := take_message(
        actors.job(JOB), now=now or datetime.now(UTC), direction=Direction.IN
    ):
        found = _examine(taken)
        if isinstance(found, Envelope):
            _perform(taken, admit_message, now, envelope=found)
        else:
            _perform(taken, quarantine_message, now, faults=found.faults, outside=found.outside)
        done += 1
    return done


def _examine(taken: Taken) -> Envelope | Faulty:
    """Read outside any transaction: a large catalogue takes seconds."""
    if taken.attempt > READING_ATTEMPTS:
        return Faulty([fault(FaultCode.READING_FAILED, attempts=READING_ATTEMPTS)])
    if taken.size > STANDARD.size:
        return Faulty([fault(FaultCode.TOO_LARGE, size=taken.size, limit=STANDARD.size)])
    with reading(actors.job(JOB, taken.owner_id)):
        content = content_of(taken.message_id)
    try:
        return envelope_of(content)
    except Exception:
        # Bad input raises nothing: this is a fault of ours, and must not hold up the others.
        log.exception("reading-failed", message=taken.message_id)
        return Faulty([fault(FaultCode.READING_FAILED, attempts=taken.attempt)])


def _perform(
    taken: Taken, use_case: Callable[..., Message], now: datetime | None, **inputs: Any
) -> None:
    perform(
        actors.job(JOB, taken.owner_id), use_case, now=now, message_id=taken.message_id, **inputs
    )
