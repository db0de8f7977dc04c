"""Days as people write them in a file."""

from __future__ import annotations

from datetime import date, datetime

_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d")


def day_in(text: str) -> tuple[date | None, bool]:
    """The day, and whether the text could be read (an empty one can)."""
    for form in _FORMS if text else ():
        try:
            return datetime.strptime(text, form).date(), True  # noqa: DTZ007 - days have no zone
        except ValueError:
            continue
    return None, not text
