"""Imports are the organisation's own; what has ended stays as it ended."""

from django.db import migrations

from samkop.platform.row_security import party, protect

ENDED = """
CREATE FUNCTION platform_importrecord_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an import that has ended stays as it ended'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER platform_importrecord_ends_once BEFORE UPDATE ON platform_importrecord
    FOR EACH ROW WHEN (OLD.state <> 'waiting')
    EXECUTE FUNCTION platform_importrecord_ends_once();
"""
NOT_ENDED = """
DROP TRIGGER platform_importrecord_ends_once ON platform_importrecord;
DROP FUNCTION platform_importrecord_ends_once();
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0008_imports")]

    operations = [
        protect(
            "platform_importrecord",
            read=party("party_id"),
            write=party("party_id"),
            update=("state", "rows", "fault_count", "faults", "page", "ended_at"),
        ),
        migrations.RunSQL(ENDED, reverse_sql=NOT_ENDED),
    ]
