"""Who acts, as SQL functions; and row security on the platform's own tables."""

from django.db import migrations

from samkop.platform.row_security import (
    DROP_FUNCTIONS,
    FUNCTIONS,
    append_only,
    either,
    party,
    protect,
    system_job,
)

SEALER = system_job("audit-sealer")
OWN_CHAIN = either(party("chain"), "chain = 0 AND cardinality(samkop_party_ids()) = 0")
OWN_FACT = either(party("party_id"), "party_id IS NULL AND cardinality(samkop_party_ids()) = 0")

# Of an entry, only the payload and its salt may go, and only both, and only to nothing.
ERASE_ONLY = """
CREATE FUNCTION platform_auditentry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.payload IS NULL AND NEW.salt IS NULL
        AND (NEW.id, NEW.xid, NEW.chain, NEW.at, NEW.actor, NEW.operation, NEW.key, NEW.digest)
        IS NOT DISTINCT FROM
        (OLD.id, OLD.xid, OLD.chain, OLD.at, OLD.actor, OLD.operation, OLD.key, OLD.digest)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'platform_auditentry is append-only: only an erasure may empty a payload'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER platform_auditentry_append_only BEFORE UPDATE OR DELETE ON platform_auditentry
    FOR EACH ROW EXECUTE FUNCTION platform_auditentry_is_append_only();
CREATE TRIGGER platform_auditentry_no_truncate BEFORE TRUNCATE ON platform_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION platform_auditentry_is_append_only()
"""
ALLOW_ALL = """
DROP TRIGGER platform_auditentry_append_only ON platform_auditentry;
DROP TRIGGER platform_auditentry_no_truncate ON platform_auditentry;
DROP FUNCTION platform_auditentry_is_append_only()
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=DROP_FUNCTIONS),
        # The sealer reads in (xid, id) order below the oldest open transaction.
        migrations.RunSQL(
            "ALTER TABLE platform_auditentry"
            " ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();"
            " CREATE INDEX audit_entry_sealing ON platform_auditentry (xid, id);"
            "ALTER TABLE platform_auditseal ADD COLUMN xid xid8 NOT NULL;"
            " CREATE INDEX audit_seal_newest ON platform_auditseal (xid DESC);"
            " GRANT USAGE ON SEQUENCE platform_auditentry_id_seq TO samkop_app",
            reverse_sql="ALTER TABLE platform_auditentry DROP COLUMN xid;"
            " ALTER TABLE platform_auditseal DROP COLUMN xid",
        ),
        protect("platform_auditentry", read=either(party("chain"), SEALER), write=OWN_CHAIN),
        migrations.RunSQL(ERASE_ONLY, reverse_sql=ALLOW_ALL),
        protect("platform_auditsubject", read=party("chain"), write=OWN_CHAIN),
        append_only("platform_auditsubject"),
        protect("platform_auditseal", read=either(party("chain"), SEALER), write=SEALER),
        append_only("platform_auditseal"),
        protect(
            "platform_idempotencykey",
            read="actor = samkop_actor()",
            write="actor = samkop_actor()",
            update=("kept",),
        ),
        protect(
            "platform_fact",
            read=either(OWN_FACT, system_job("dispatcher")),
            write=OWN_FACT,
            update=("attempts", "next_attempt_at", "done_at", "last_error"),
            update_when=system_job("dispatcher"),
        ),
        protect(
            "platform_jobrun",
            read=either(party("party_id"), system_job("rescue")),
            write=party("party_id"),
            update=(
                "state", "done", "total", "cancel_asked", "result", "sentence",
                "started_at", "ended_at",
            ),
        ),
    ]  # fmt: skip
