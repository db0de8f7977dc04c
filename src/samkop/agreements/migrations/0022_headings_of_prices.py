"""What the headings of a price file mean is remembered for the purchasing body, not by the file."""

from django.db import migrations

REMEMBERED = """
INSERT INTO parties_headingmap (party_id, kind, called, changed_by_id, changed_at)
SELECT DISTINCT ON (purchasing_body_id, kind)
    purchasing_body_id, kind, called, uploaded_by_id, uploaded_at
FROM agreements_pricefile WHERE called <> '{}'
ORDER BY purchasing_body_id, kind, id DESC
ON CONFLICT (party_id, kind) DO UPDATE SET called = parties_headingmap.called || excluded.called
"""
# Nothing of a price file is changed any more: the policy goes with the column that it was for.
NOTHING_CHANGES = "DROP POLICY agreements_pricefile_update ON agreements_pricefile"
RUN_BY_ME = (
    "(agreement_id, purchasing_body_id) IN ("
    "SELECT a.id, a.purchasing_body_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)
HEADINGS_CHANGE = (
    "CREATE POLICY agreements_pricefile_update ON agreements_pricefile FOR UPDATE"
    f" USING ({RUN_BY_ME}) WITH CHECK ({RUN_BY_ME});"
    " GRANT UPDATE (called) ON agreements_pricefile TO samkop_app"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0021_wall_of_price_files"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RunSQL(REMEMBERED, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(NOTHING_CHANGES, reverse_sql=HEADINGS_CHANGE),
        migrations.RemoveField(model_name="pricefile", name="called"),
    ]
