"""How an incident, its clocks and its time line are shown: on pages and on paper alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.governance.incident_words import entry_words
from samkop.governance.models import IncidentClock, IncidentEntry, IncidentIndicator
from samkop.governance.rules.indicators import defanged
from samkop.governance.vocabulary import EntryKind, IndicatorKind

HOUR, MOST_HOURS = 3600, 96


@dataclass(frozen=True)
class ShownClock:
    """A clock in words: how it stands, and how that looks."""

    clock: IncidentClock
    tone: str
    words: str


def clock_shown(clock: IncidentClock, now: datetime) -> ShownClock:
    """Hours left or hours late, plainly; or when it was reported."""
    if clock.due_at is None:
        return ShownClock(clock, "neutral", _("Waits for the notification"))
    if clock.sent_at is not None:
        late = clock.sent_at > clock.due_at
        if late:
            return ShownClock(
                clock,
                "bad",
                _("Reported %(time)s late") % {"time": span(clock.due_at, clock.sent_at)},
            )
        return ShownClock(clock, "good", _("Reported in time"))
    if now > clock.due_at:
        return ShownClock(clock, "bad", _("%(time)s late") % {"time": span(clock.due_at, now)})
    soon = clock.warn_at is not None and now >= clock.warn_at
    return ShownClock(
        clock, "warn" if soon else "info", _("%(time)s left") % {"time": span(now, clock.due_at)}
    )


def span(begun: datetime, ended: datetime) -> str:
    """The time between in words: minutes, hours up to four days, then days. Rounded down."""
    seconds = max(0, int((ended - begun).total_seconds()))
    hours = seconds // HOUR
    if hours < 1:
        minutes = seconds // 60
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if hours < MOST_HOURS:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@dataclass(frozen=True)
class ShownEntry:
    """A line of the time line in words."""

    at: datetime
    kind: str
    text: str
    written_at: datetime


def entries_shown(entries: Iterable[IncidentEntry]) -> list[ShownEntry]:
    """The time line in the reader's language, as far as Samköp wrote it."""
    return [
        ShownEntry(
            one.happened_at,
            str(EntryKind(one.kind).label),
            entry_words(one.kind, one.text),
            one.written_at,
        )
        for one in entries
    ]


def indicators_shown(indicators: Iterable[IncidentIndicator]) -> list[tuple[int, str, str]]:
    """(id, kind, value) of each, so that no program makes a link of it."""
    return [
        (one.pk, str(IndicatorKind(one.kind).label), defanged(one.kind, one.value))
        for one in indicators
    ]
