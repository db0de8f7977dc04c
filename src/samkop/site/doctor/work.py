"""The work: who does it, what waits too long, and whether the audit trail's heads hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from samkop.platform.audit.heads import HeadForgedError, Heads
from samkop.platform.jobs import STALLED_AFTER
from samkop.platform.outbox import ALARM_AFTER_ATTEMPTS
from samkop.site.doctor.database import value
from samkop.site.doctor.findings import Finding, note, well, wrong
from samkop.site.supervisor import register

LATE = timedelta(minutes=2)

_LATE_FACTS = "SELECT count(*) FROM platform_fact WHERE done_at IS NULL AND next_attempt_at < %s"
_LATE_MESSAGES = """
SELECT count(*) FROM exchange_message
WHERE state IN ('stored', 'waiting') AND next_attempt_at < %s
"""
_LATE_SEALS = """
SELECT count(*) FROM platform_auditentry e WHERE at < %s
AND NOT EXISTS (SELECT FROM platform_auditseal s WHERE s.entry_id = e.id)
"""
_STALLED_JOBS = """
SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < %s)
"""


def examine_work(data: Path, now: datetime) -> Iterator[Finding]:
    """Everything that the worker should be doing."""
    yield supervisor(data)
    beats = value("SELECT max(last_heartbeat) FROM procrastinate_workers")
    alive = beats is not None and now - beats < STALLED_AFTER
    waiting = waiting_work(now)
    yield worker(alive=alive, waiting=sum(waiting.values()), served=_is_served(data))
    yield from late_work(waiting)
    yield from alarms()
    yield heads(data)


def supervisor(data: Path) -> Finding:
    """Whether the pages are served from here."""
    served = register.read(data)
    if served is None or not served.is_alive:
        return note("not-served", "Nothing serves this data folder now. Start it: samkop serve.")
    if not served.ready:
        return wrong(
            "pages-silent",
            f"samkop serve runs (process {served.supervisor.pid}), but {served.address} does not"
            " answer yet. If that lasts, its log says why.",
        )
    return well("served", f"The pages are at {served.address}.")


def worker(*, alive: bool, waiting: int, served: bool) -> Finding:
    """Whether somebody sends, receives and seals."""
    if alive:
        return well("worker", "A worker is at work.")
    sentence = "No worker has shown a sign of life for half a minute"
    if waiting or served:
        return wrong(
            "worker-silent",
            f"{sentence}, and {waiting} things wait for it. Start one: samkop serve, or samkop"
            " worker; if one runs, its log says what stops it.",
        )
    return note("worker-silent", f"{sentence}; nothing waits for it.")


def waiting_work(now: datetime) -> dict[str, int]:
    """How much of each kind should have been done two minutes ago."""
    late = [now - LATE]
    return {
        "facts": value(_LATE_FACTS, late),
        "messages": value(_LATE_MESSAGES, late),
        "audit entries": value(_LATE_SEALS, late),
        "jobs": value(_STALLED_JOBS, [now - STALLED_AFTER]),
    }


def late_work(waiting: dict[str, int]) -> Iterator[Finding]:
    """One finding a kind that waits."""
    for kind, count in waiting.items():
        if count:
            yield wrong(
                f"{kind.replace(' ', '-')}-late",
                f"{count} {kind} wait for longer than they should. The worker's log says why.",
            )
    if not any(waiting.values()):
        yield well("work", "Nothing waits for longer than it should.")


def alarms() -> Iterator[Finding]:
    """What has been tried again and again."""
    messages = value("SELECT count(*) FROM exchange_message WHERE state = 'alarm'")
    if messages:
        yield wrong(
            "messages-unsent",
            f"{messages} messages could not be sent after many attempts. The page of each says"
            " why; they are still tried.",
        )
    quarantined = value("SELECT count(*) FROM exchange_message WHERE state = 'quarantined'")
    if quarantined:
        yield note("messages-quarantined", f"{quarantined} received messages are in quarantine.")
    facts = value(
        "SELECT count(*) FROM platform_fact WHERE done_at IS NULL AND attempts >= %s",
        [ALARM_AFTER_ATTEMPTS],
    )
    if facts:
        yield wrong(
            "facts-unhandled",
            f"{facts} facts could not be handled after {ALARM_AFTER_ATTEMPTS} attempts. The"
            " worker's log has the reason of each; they are still tried.",
        )


def heads(data: Path) -> Finding:
    """Whether the signed heads are whole, and the chains still lead through them."""
    folder = data / "audit" / "heads"
    if not folder.is_dir():
        return note("audit-heads", "The audit trail has no signed heads yet.")
    try:
        known = Heads(folder).read()
    except HeadForgedError as error:
        return wrong(
            "audit-head-forged",
            f"The file {error} in {folder} is not what was signed. Run: samkop audit verify.",
        )
    query = "SELECT hash FROM platform_auditseal WHERE chain = %s AND number = %s"
    broken = [
        head.chain
        for head in known.values()
        if bytes(value(query, [head.chain, head.count]) or b"") != head.hash
    ]
    if broken:
        return wrong(
            "audit-chain-broken",
            f"The audit chains of the parties {', '.join(map(str, broken))} do not lead through"
            " their signed heads. Run: samkop audit verify.",
        )
    return well("audit-heads", f"{len(known)} signed heads of the audit trail fit the database.")


def _is_served(data: Path) -> bool:
    served = register.read(data)
    return served is not None and served.is_alive
