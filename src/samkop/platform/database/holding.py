"""Keeping others away from one thing, by its name, until this unit of work ends."""

from __future__ import annotations

from django.db import connection


def hold(thing: str, of: int | str, *, shared: bool = False) -> None:
    """Wait for whoever works at this thing of somebody or something, and keep others out.

    Those who share it let each other in, and wait for who holds it alone.
    """
    how = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(hashtextextended(%s, 0))", [f"{thing}:{of}"])
