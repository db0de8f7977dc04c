"""Which agreements stand in a state on a day, and which want looking at, as conditions.

The same as ``rules.standing``, which says it of one agreement: a test compares them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q

from samkop.agreements.models import NamedBuyer
from samkop.agreements.vocabulary import ORDERABLE, RUNNING, State

NEAR_ITS_END = timedelta(days=180)
NEARLY_FULL = Decimal("0.8")


def standing_in(states: Collection[State], today: date) -> Q:
    """Agreements that stand in one of the states on the day, whatever was recorded."""
    found = Q(pk__in=[])
    for state in states:
        found |= _stands(state, today)
    return found


def nearly_full(today: date) -> Q:
    """Whose ceiling is four fifths full or more, and which are not over."""
    filled = Q(ceiling__committed_cents__gte=F("ceiling__maximum_cents") * NEARLY_FULL)
    return filled & Q(state__in=ORDERABLE | {State.EXHAUSTED}) & ~_run_out(today)


def near_its_end(today: date) -> Q:
    """Whose last day comes within half a year, and which are not over."""
    near = Q(valid_until__lt=today + NEAR_ITS_END)
    return near & Q(state__in=RUNNING) & ~_run_out(today)


def part_is(part: str, party_id: int) -> Q:
    """Agreements that the party runs (``run``), supplies (``supply``) or is named in (``buy``)."""
    named = NamedBuyer.objects.filter(buyer_id=party_id).values("agreement_id")
    parts = {
        "run": Q(purchasing_body_id=party_id), "supply": Q(supplier_id=party_id),
        "buy": Q(id__in=named),
    }  # fmt: skip
    return parts[part]


def _stands(state: State, today: date) -> Q:
    over, full = _run_out(today), Q(state__in=ORDERABLE) & _full()
    if state == State.ENDED:
        return Q(state=state) | over
    if state == State.EXHAUSTED:
        return Q(state=state) | (full & ~over)
    if state in ORDERABLE:
        return Q(state=state) & ~over & ~full
    return Q(state=state) & ~over


def _run_out(today: date) -> Q:
    """Over by the calendar: the term, or the last day of orders during a review."""
    term = Q(state__in=ORDERABLE | {State.SUSPENDED}, valid_until__lt=today)
    return term | Q(state=State.INTERIM, interim_until__isnull=False, interim_until__lt=today)


def _full() -> Q:
    return Q(ceiling__isnull=True) | Q(ceiling__committed_cents__gte=F("ceiling__maximum_cents"))
