"""What devices know of a model of the joint range (the setting SAMKOP_RANGE_VARIETY)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from samkop.catalogue.rules.range_steps import Variety
from samkop.core.devices.names import model_key
from samkop.fleet.queries.variety import assumption_of


def variety_of(
    party_id: int, body_id: int, models: Sequence[tuple[str, str]], today: date
) -> Variety:
    """Devices of these models (maker and name) of all who order from a body's range, and what
    the party assumes that a model costs it a year; the usual, where it has said nothing.
    """
    assumed = assumption_of(party_id)
    keys = [model_key(maker, name) for maker, name in models]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT devices, users FROM fleet_models_in_use(%s, %s, %s)", [body_id, keys, today]
        )
        devices, users = cursor.fetchone()
    return Variety(
        devices, users, assumed.image_cents, assumed.spares_cents, assumed.knowledge_cents,
        assumed.currency, own=assumed.pk is not None,
    )  # fmt: skip
