"""The shop sorts by the names that it shows: in each language the keeper's, else the catalogue's."""

from importlib import import_module

from django.db import migrations, models
from django.db.models.functions import Coalesce, NullIf

from samkop.catalogue.models.folding import SortKey

first = import_module("samkop.catalogue.migrations.0003_search")

LANGUAGES = ("sv", "fi", "en")
BY_NAME = "CASE WHEN sorted_by = 'name' THEN 'sort_key' ELSE"
BY_LANGUAGE = (
    "CASE sorted_by WHEN 'name_sv' THEN 'sort_key_sv' WHEN 'name_fi' THEN 'sort_key_fi'"
    " WHEN 'name_en' THEN 'sort_key_en' WHEN 'name' THEN 'sort_key' ELSE"
)
AS_TEXT = (
    "CASE WHEN sorted_by = 'name' THEN 'text'",
    "CASE WHEN sorted_by LIKE 'name%' THEN 'text'",
)


def _search(*, by_language: bool) -> str:
    """The search as 0014 left it, or by the language's names; rights and signature stay."""
    function = first.SEARCH.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
        "list_price_cents", "shown_price_cents"
    )
    if by_language:
        function = function.replace(BY_NAME, BY_LANGUAGE).replace(*AS_TEXT)
    return function


def _key(language: str) -> migrations.AddField:
    shown = Coalesce(NullIf(models.F(f"shop_name_{language}"), models.Value("")), models.F("name"))
    return migrations.AddField(
        model_name="catalogueitem",
        name=f"sort_key_{language}",
        field=models.GeneratedField(
            db_persist=True,
            expression=SortKey(shown),
            output_field=models.TextField(db_collation="C"),
        ),
    )


def _index(language: str) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name="catalogueitem",
        index=models.Index(
            fields=["agreement", f"sort_key_{language}", "id"],
            name=f"catalogue_item_by_name_{language}",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0016_one_key_a_use")]

    operations = [
        *map(_key, LANGUAGES),
        *map(_index, LANGUAGES),
        migrations.RunSQL(_search(by_language=True), reverse_sql=_search(by_language=False)),
    ]
