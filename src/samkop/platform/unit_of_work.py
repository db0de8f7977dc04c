"""The door: every write goes through ``perform``, every read through ``reading``.

It opens the transaction, tells row security who acts, answers a known idempotency key,
runs again after a deadlock and writes the audit entry, so that no use case does.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import OperationalError, transaction

from samkop.platform import idempotency
from samkop.platform.actors import Actor
from samkop.platform.audit.entries import Change
from samkop.platform.closing import Told, close
from samkop.platform.database.driver import asked
from samkop.platform.database.guard import door_is_open
from samkop.platform.database.prepared import foreseen
from samkop.platform.refusals import RunAgain, not_allowed, viewing_as

Result = TypeVar("Result")
Answer = TypeVar("Answer")

# deadlock_detected, serialization_failure: the same work can succeed when run again.
RETRIED = {"40P01", "40001"}
ATTEMPTS = 6


@dataclass
class Unit:
    """One open unit of work: who acts, when, and what it has changed so far."""

    actor: Actor
    now: datetime
    writes: bool
    changes: list[Change] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    facts: list[Told] = field(default_factory=list)
    read: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)


_current: ContextVar[Unit | None] = ContextVar("unit_of_work", default=None)
_clock: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=lambda: datetime.now(UTC))


@contextmanager
def clock_of(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let the door read another clock: that of a past which is told anew.

    Who gives ``now`` to the door is not concerned.
    """
    token = _clock.set(clock)
    try:
        yield
    finally:
        _clock.reset(token)


def current_unit() -> Unit:
    """The open unit of work. Raises RuntimeError outside the door."""
    unit = _current.get()
    if unit is None:
        raise RuntimeError("There is no open unit of work: enter by perform() or reading().")
    return unit


def once(read: Callable[..., Result], *inputs: Hashable) -> Result:
    """What ``read(*inputs)`` gives, asked once in the open unit of work.

    For what a unit asks again and again and does not change, such as who its party is.
    """
    unit, name = current_unit(), (read, *inputs)
    if name not in unit.read:
        unit.read[name] = read(*inputs)
    return unit.read[name]  # type: ignore[no-any-return]


def perform(
    actor: Actor,
    use_case: Callable[..., Result],
    *,
    key: str | None = None,
    now: datetime | None = None,
    **inputs: Any,
) -> Result:
    """Run one use case in one transaction and return what it returns.

    ``key`` is the idempotency key of this actor for this use case: known with the same
    inputs, it answers as before and does nothing; known with other inputs, it is refused
    (``idempotency-key-reused``). ``now`` is the aware time given to the use case; the
    door alone reads the clock. ``inputs`` go to the use case as they are.

    Raises Refused when the use case says no; nothing is kept then, not even the key. Whoever
    looks at the pages as somebody else is refused at once (``viewing-as``). RunAgain is raised
    only when the use case said so at each of six attempts.
    """
    return perform_then(actor, use_case, _as_it_is, key=key, now=now, **inputs)


def _as_it_is(result: Result) -> Result:
    return result


def perform_then(
    actor: Actor,
    use_case: Callable[..., Result],
    then: Callable[[Result], Answer],
    *,
    key: str | None = None,
    now: datetime | None = None,
    **inputs: Any,
) -> Answer:
    """As ``perform``; ``then`` reads in the same transaction what is answered instead.

    For programs, whose answer to a write is what a reading would show.
    """
    if actor.viewing_id is not None:
        raise viewing_as()
    operation = f"{use_case.__module__.removeprefix('samkop.')}.{use_case.__name__}"
    for attempt in range(ATTEMPTS):
        try:
            with _door(actor, now or _clock.get()(), writes=True) as unit:
                known = idempotency.claim(actor, operation, key, inputs, unit.now)
                if known is not None:
                    result: Result = known.answer()
                else:
                    result = use_case(actor=actor, now=unit.now, **inputs)
                    kept = idempotency.kept_of(actor, key, result)
                    close(
                        unit.actor, unit.now, operation, key, changes=unit.changes,
                        notes=unit.notes, facts=unit.facts, kept=kept,
                    )  # fmt: skip
                return then(result)
        except RunAgain:
            if attempt + 1 == ATTEMPTS:
                raise
        except OperationalError as error:
            if attempt + 1 == ATTEMPTS or _sqlstate(error) not in RETRIED:
                raise
        time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreads retries
    raise AssertionError("unreachable: the last attempt returns or raises")


@contextmanager
def reading(actor: Actor, *, now: datetime | None = None) -> Iterator[Unit]:
    """Open a read-only unit of work; everything shown must be fetched inside."""
    with _door(actor, now or _clock.get()(), writes=False) as unit:
        yield unit


@contextmanager
def unaudited(actor: Actor, *, now: datetime | None = None) -> Iterator[Unit]:
    """Open a writing unit of work without audit entry: for the platform's own bookkeeping.

    Sealing, leasing facts and showing progress would otherwise fill the trail with
    entries about the trail. ``tests/house`` names the few modules that may.
    """
    with _door(actor, now or _clock.get()(), writes=True) as unit:
        yield unit
        if unit.facts:
            raise RuntimeError("Only a use case tells facts: enter by perform().")


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: require(may_…(…))
    """Raise Refused ``not-allowed`` unless a policy said yes."""
    if not allowed:
        raise not_allowed()


@contextmanager
def _door(actor: Actor, now: datetime, *, writes: bool) -> Iterator[Unit]:
    if _current.get() is not None:
        raise RuntimeError("The door is open already: a use case calls functions, not perform().")
    unit = Unit(actor=actor, now=now, writes=writes)
    token, opened, ahead = _current.set(unit), door_is_open.set(True), foreseen.set({})
    try:
        with transaction.atomic(durable=True):
            _tell_database(actor, writes=writes)
            yield unit
    finally:
        foreseen.reset(ahead)
        door_is_open.reset(opened)
        _current.reset(token)


def _tell_database(actor: Actor, *, writes: bool) -> None:
    """Set who acts, for this transaction only (a session's setting leaks through pools)."""
    parties = "{" + ",".join(map(str, actor.party_ids)) + "}"
    statement = (
        "SELECT set_config('samkop.party_ids', %s, true), set_config('samkop.person_id', %s, true),"
        " set_config('samkop.actor', %s, true)"
        ", set_config('transaction_read_only', %s, true)"
    )
    read_only = "off" if writes else "on"
    asked(statement, [parties, str(actor.person_id or ""), actor.identity, read_only])


def _sqlstate(error: BaseException) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
