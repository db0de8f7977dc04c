"""Keeping of each item the price that the shop shows, so that it can be filtered and sorted by.

What a price is made of lies in the agreement: lists, rules, evidence, index steps, tiers,
markup; each has its days. The shop computes what it shows; this keeps up with it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from samkop.agreements.queries import agreement_of
from samkop.catalogue.policies import may_keep_prices
from samkop.catalogue.queries.shown_prices import stale_prices
from samkop.core.period import day_of
from samkop.platform.actors import Actor
from samkop.platform.records import note
from samkop.platform.unit_of_work import require

_KEEP = (
    "UPDATE catalogue_catalogueitem AS i SET shown_price_cents = n.cents"
    " FROM unnest(%s::bigint[], %s::bigint[]) AS n (id, cents) WHERE i.id = n.id"
)


def keep_shown_prices(*, actor: Actor, now: datetime, agreement_id: int) -> int:
    """Keep what a shelf's items cost today; returns of how many it had changed.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    agreement = agreement_of(agreement_id)
    require(may_keep_prices(actor, agreement))
    one_shelf_at_a_time(agreement_id)
    return write_shown_prices(agreement_id, day_of(now, agreement.purchasing_body.time_zone))


def write_shown_prices(agreement_id: int, today: date) -> int:
    """The same inside a use case that holds the shelf; returns how many were written."""
    stale = stale_prices(agreement_id, today)
    if stale:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [list(stale), list(stale.values())])
        note(prices=len(stale))
    return len(stale)


def one_shelf_at_a_time(agreement_id: int) -> None:
    """Two that write one shelf would each compare with what the other changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('catalogue:' || %s, 0))",
            [str(agreement_id)],
        )
