"""The shop filters and sorts by the price that it shows, not by the supplier's list price."""

from importlib import import_module

from django.db import migrations, models

first = import_module("samkop.catalogue.migrations.0003_search")


def _by(column: str) -> str:
    """The functions of the search, by this price; rights and signatures stay."""
    functions = first.SEARCH + first.FACETS
    return functions.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
        "list_price_cents", column
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0013_wall_of_item_pictures")]

    operations = [
        migrations.AddField(
            model_name="catalogueitem",
            name="shown_price_cents",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        # The worker makes of it what the agreements' rules give, as soon as it runs.
        migrations.RunSQL(
            "UPDATE catalogue_catalogueitem SET shown_price_cents = list_price_cents",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex(model_name="catalogueitem", name="catalogue_item_by_price"),
        migrations.AddIndex(
            model_name="catalogueitem",
            index=models.Index(
                fields=["agreement", "shown_price_cents", "id"], name="catalogue_item_by_price"
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (shown_price_cents) ON catalogue_catalogueitem TO samkop_app",
            reverse_sql="REVOKE UPDATE (shown_price_cents) ON catalogue_catalogueitem"
            " FROM samkop_app",
        ),
        migrations.RunSQL(_by("shown_price_cents"), reverse_sql=_by("list_price_cents")),
    ]
