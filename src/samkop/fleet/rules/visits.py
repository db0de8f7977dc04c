"""Where, when and by whom work is done: said before there is a work order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One place, one day, one performer.

    ``performer_id`` None: the owner's own people. ``due_on`` None: today. ``window`` is from
    and to, in the site's time; None: the site's usual one. ``origin_id`` is the site that
    things are brought from. ``is_signed_for`` None: as is usual of the kind of work.
    """

    location_id: int | None = None
    performer_id: int | None = None
    performer_person_id: int | None = None
    due_on: date | None = None
    window: tuple[time, time] | None = None
    origin_id: int | None = None
    promised_on: date | None = None
    is_signed_for: bool | None = None
    note: str = ""
    source: str = ""
