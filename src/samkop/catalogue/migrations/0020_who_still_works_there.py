"""Wishes count of those who still belong where they said it."""

from importlib import import_module

from django.db import migrations, models

before = import_module("samkop.catalogue.migrations.0019_wall_of_range_proposals")
COUNTS = f"""
CREATE OR REPLACE FUNCTION catalogue_wish_counts(body bigint)
RETURNS TABLE (item_id bigint, category text, kind text, party_id bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.item_id, w.category, w.kind, w.party_id, count(*)
    FROM catalogue_wish w
    WHERE w.purchasing_body_id = body AND w.taken_back_at IS NULL AND {before.COUNTED_FOR}
    AND EXISTS (SELECT FROM parties_membership p WHERE p.person_id = w.person_id
        AND p.party_id = w.party_id AND p.valid_from <= current_date
        AND (p.valid_until IS NULL OR p.valid_until >= current_date))
    GROUP BY w.item_id, w.category, w.kind, w.party_id
$$
"""  # noqa: S608 - made of constants
COUNTED = before.FUNCTIONS.split("CREATE FUNCTION catalogue_wish_lines")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0019_wall_of_range_proposals"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposalfigures",
            name="origin",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(COUNTS, reverse_sql=COUNTED),
    ]
