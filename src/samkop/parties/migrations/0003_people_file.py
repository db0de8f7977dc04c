"""How people are sorted, and the files that they are imported from."""

import django.db.models.deletion
from django.db import migrations, models

import samkop.parties.models.person

# å ä ö sort after z: the three characters after z in ASCII stand for them.
SORT_KEY = """
CREATE FUNCTION parties_sort_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT translate(lower($1), 'åäöæøáàâãéèêëíìîïóòôõúùûüýÿñçšž', '{|}|}aaaaeeeeiiiioooouuuuyyncsz') $$
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_wall")]

    operations = [
        migrations.RunSQL(SORT_KEY, reverse_sql="DROP FUNCTION parties_sort_key(text)"),
        migrations.AddField(
            model_name="person",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=samkop.parties.models.person.SortKey("name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("id", "person", "party"), name="membership_of_person_and_party"
            ),
        ),
        migrations.CreateModel(
            name="PeopleFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
            ],
        ),
    ]
