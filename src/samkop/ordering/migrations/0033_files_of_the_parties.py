"""The finance office's uploaded files stand with those of people, which are like them.

Files that wait are moved with their line in the register of imports; what their headings were
called becomes what the organisation calls them, the newest word counting.
"""

from django.db import migrations

from samkop.platform.row_security import party, protect

OWN = party("party_id")
# For the way back: the table comes again with its wall.
WALL = protect("ordering_importfile", read=OWN, write=OWN, update=("called",), delete=OWN)

MOVED = """
DO $$
DECLARE
    waiting record;
    moved bigint;
BEGIN
    FOR waiting IN SELECT * FROM ordering_importfile ORDER BY id LOOP
        INSERT INTO parties_importfile
            (party_id, uploaded_by_id, kind, name, content, sha256, uploaded_at)
        VALUES (waiting.party_id, waiting.uploaded_by_id, waiting.kind, waiting.name,
            waiting.content, waiting.sha256, waiting.uploaded_at)
        RETURNING id INTO moved;
        UPDATE platform_importrecord SET subject = 'parties.importfile:' || moved
            WHERE subject = 'ordering.importfile:' || waiting.id;
        IF waiting.called <> '{}' THEN
            INSERT INTO parties_headingmap AS known
                (party_id, kind, called, changed_by_id, changed_at)
            VALUES (waiting.party_id, waiting.kind, waiting.called, waiting.uploaded_by_id,
                waiting.uploaded_at)
            ON CONFLICT (party_id, kind) DO UPDATE SET called = known.called || excluded.called,
                changed_by_id = excluded.changed_by_id, changed_at = excluded.changed_at;
        END IF;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0032_one_key_a_fact"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RunSQL(MOVED, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=WALL.sql),
        migrations.DeleteModel("ImportFile"),
    ]
