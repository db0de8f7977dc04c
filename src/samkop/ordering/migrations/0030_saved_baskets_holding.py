"""How many saved baskets hold an item, for whoever runs its agreement: the count alone."""

from django.db import migrations

# Whose baskets they are and what else is in them stays with their organisations.
HOLDING = """
CREATE FUNCTION ordering_saved_baskets_holding(items bigint[])
RETURNS TABLE (item_id bigint, baskets bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.item_id, count(*) FROM ordering_savedbasketline l
    JOIN catalogue_catalogueitem i ON i.id = l.item_id
    WHERE l.item_id = ANY (items) AND i.purchasing_body_id = ANY (samkop_party_ids())
    GROUP BY l.item_id
$$;
REVOKE ALL ON FUNCTION ordering_saved_baskets_holding(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ordering_saved_baskets_holding(bigint[]) TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0029_approval_reminders"), ("catalogue", "0001_initial")]

    operations = [
        migrations.RunSQL(
            HOLDING, reverse_sql="DROP FUNCTION ordering_saved_baskets_holding(bigint[])"
        )
    ]
