"""Keeping others away from one thing of an organisation until this unit of work ends."""

from __future__ import annotations

from django.db import connection


def hold(thing: str, party_id: int) -> None:
    """Wait for whoever works at this thing of the organisation, and keep others out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{thing}:{party_id}"]
        )
