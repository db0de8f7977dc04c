"""When somebody may be reminded of what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

PAUSE = timedelta(days=1)


def reminding_from(told_at: Iterable[datetime]) -> datetime:
    """From when on a reminder may be sent, after those who decide were told at these times."""
    return max(told_at) + PAUSE
