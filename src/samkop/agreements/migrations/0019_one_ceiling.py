"""Suppliers of one procurement may share its maximum value: one more row, moved with theirs.

docs/explanation/ceilings.md tells why it is as it is.
"""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import either, protect

reviews = import_module("samkop.agreements.migrations.0011_reviews_wall")
ceiling = import_module("samkop.agreements.migrations.0004_ceiling")

# What suppliers have delivered together is told to who runs the agreements or buys by them;
# to a supplier it would tell what its competitors have sold.
RULE_RUN_BY_ME = (
    "rule_id IN (SELECT r.id FROM agreements_calloffrule r"
    " WHERE r.purchasing_body_id = ANY (samkop_party_ids()))"
)
RULE_I_BUY_BY = (
    "rule_id IN (SELECT a.call_off_rule_id FROM agreements_namedbuyer n"
    " JOIN agreements_frameworkagreement a ON a.id = n.agreement_id"
    " WHERE n.buyer_id = ANY (samkop_party_ids()))"
)


def _with(source: str, *changes: tuple[str, str]) -> str:
    """The function's text with each place replaced, which stands in it once."""
    for before, after in changes:
        if source.count(before) != 1:
            raise ValueError(before)
        source = source.replace(before, after)
    return source


OWN_ROW = """
    SELECT maximum_cents, committed_cents INTO highest, balance FROM agreements_ceiling
        WHERE agreement_id = p_agreement FOR NO KEY UPDATE;
"""
BOTH_ROWS = """
    SELECT maximum_cents, committed_cents, shared_id INTO highest, balance, together
        FROM agreements_ceiling
        WHERE agreement_id = p_agreement FOR NO KEY UPDATE;
    IF together IS NOT NULL THEN
        SELECT maximum_cents - committed_cents INTO left_together FROM agreements_sharedceiling
            WHERE rule_id = together FOR NO KEY UPDATE;
    END IF;
"""
ROOM = """
        left_cents := highest - balance;
        IF p_cents"""
LEAST_ROOM = """
        left_cents := least(highest - balance, left_together);
        IF p_cents"""
SHARE_MOVED = """
    UPDATE agreements_committedshare SET"""
SHARED_MOVED = """
    IF together IS NOT NULL THEN
        UPDATE agreements_sharedceiling SET committed_cents = committed_cents + sign * p_cents
            WHERE rule_id = together
            RETURNING maximum_cents - committed_cents INTO left_together;
    END IF;
    UPDATE agreements_committedshare SET"""
DONE = """
    code := 'ok';
    left_cents := highest - balance;"""
DONE_TOGETHER = """
    code := 'ok';
    left_cents := least(highest - balance, left_together);"""

# As before, and: the agreement's own row names the one that it shares, so that an agreement
# which shares none asks nothing more. The shared row is locked after the agreement's own, and
# read and written with it.
MOVE = _with(
    reviews.MOVE,
    ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    ("sign integer := 1;", "sign integer := 1; together bigint; left_together bigint;"),
    (OWN_ROW, BOTH_ROWS),
    (ROOM, LEAST_ROOM),
    (SHARE_MOVED, SHARED_MOVED),
    (DONE, DONE_TOGETHER),
)

SETTLED = """
    RETURN settled;"""
SETTLED_TOGETHER = """
    SELECT r.* INTO together FROM agreements_calloffrule r
        JOIN agreements_frameworkagreement a ON a.call_off_rule_id = r.id
        WHERE a.id = p_agreement AND r.shares_maximum AND r.adopted_at IS NOT NULL;
    IF FOUND THEN
        INSERT INTO agreements_sharedceiling (rule_id, maximum_cents, committed_cents)
            VALUES (together.id, together.maximum_value_cents, 0) ON CONFLICT DO NOTHING;
        PERFORM 1 FROM agreements_sharedceiling WHERE rule_id = together.id FOR NO KEY UPDATE;
        UPDATE agreements_sharedceiling SET maximum_cents = together.maximum_value_cents + (
                SELECT coalesce(sum(m.value_change_cents), 0) FROM agreements_modification m
                JOIN agreements_frameworkagreement a ON a.id = m.agreement_id
                WHERE a.call_off_rule_id = together.id)
            WHERE rule_id = together.id;
        UPDATE agreements_ceiling SET shared_id = together.id WHERE agreement_id = p_agreement;
    END IF;
    RETURN settled;"""

# As before, and: of an adopted rule whose suppliers share the maximum, the shared row too.
SETTLE = _with(
    ceiling.SETTLE,
    ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    ("settled bigint;", "settled bigint; together agreements_calloffrule;"),
    (SETTLED, SETTLED_TOGETHER),
)

HOT = (
    "ALTER TABLE agreements_sharedceiling SET (fillfactor = 20,"
    " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)"
)
MAY = "GRANT UPDATE (shares_maximum) ON agreements_calloffrule TO samkop_app"
MAY_NOT = "REVOKE UPDATE (shares_maximum) ON agreements_calloffrule FROM samkop_app"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0018_shared_ceiling")]

    operations = [
        protect("agreements_sharedceiling", read=either(RULE_RUN_BY_ME, RULE_I_BUY_BY)),
        migrations.RunSQL(MAY, reverse_sql=MAY_NOT),
        migrations.RunSQL(HOT, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(
            MOVE,
            reverse_sql=reviews.MOVE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
        migrations.RunSQL(
            SETTLE,
            reverse_sql=ceiling.SETTLE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
