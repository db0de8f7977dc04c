"""Days and hashes of a steering group's meetings; pure."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import Any


def last_day_of_call(meets_on: date, notice_days: int) -> date:
    """The last day on which a meeting is called in time: so many days before its own."""
    return meets_on - timedelta(days=notice_days)


def canonical_sha256(content: Any) -> str:
    """SHA-256 of a JSON value: keys sorted, no space, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
