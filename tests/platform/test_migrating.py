"""Migrations that render one model at a time: the database is that of Django's own way."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connections

import ground
from samkop.platform import embedded_postgres as postgres
from samkop.platform import migrating

# Django's own way takes half a minute for all apps.
APPS = () if os.environ.get("SAMKOP_TEST_SCALE") == "all" else ("parties",)

# What a database is made of, as PostgreSQL itself describes it.
ASPECTS = {
    "columns": """
        SELECT attrelid::regclass::text, attnum, attname, format_type(atttypid, atttypmod),
               attnotnull, attidentity, pg_get_expr(adbin, adrelid)
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
          AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' ORDER BY 1, 2""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2""",
    "functions": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' ORDER BY 1, 2""",
    "policies": """
        SELECT tablename, policyname, cmd, roles::text, qual, with_check
        FROM pg_policies ORDER BY 1, 2""",
    "rights": """
        SELECT relname, relacl::text, relrowsecurity, relforcerowsecurity
        FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1""",
}  # fmt: skip


def described(database):
    with psycopg.connect(**{**ground.server().parameters("postgres"), "dbname": database}) as seen:
        return {aspect: seen.execute(query).fetchall() for aspect, query in ASPECTS.items()}


@contextmanager
def migrated(migrate):
    """The name of a database of one's own that ``migrate`` has filled."""
    server, name = ground.server().parameters("postgres"), f"migrated_{uuid.uuid4().hex[:12]}"
    postgres.prepare_database(server, database=name, **ground.PASSWORDS)
    ground.point_at(name)
    try:
        migrate()
        connections.close_all()
        yield name
    finally:
        postgres.drop_database(server, name)


def test_the_database_is_the_one_of_djangos_own_migrations():
    with migrated(lambda: migrating.migrate(*APPS)) as ours:
        found = described(ours)
    with migrated(lambda: call_command("migrate", *APPS, database="owner", verbosity=0)) as whole:
        expected = described(whole)
    assert [aspect for aspect, rows in expected.items() if not rows] == []
    for aspect in ASPECTS:
        assert found[aspect] == expected[aspect], aspect
