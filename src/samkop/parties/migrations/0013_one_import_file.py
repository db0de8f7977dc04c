"""Files of people become uploaded files of any kind; what headings mean is the organisation's."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import party, protect

OWN = party("party_id")
VERBS = ("read", "insert", "delete")


def renamed(old: str, new: str) -> str:
    return "; ".join(
        f"ALTER POLICY {old}_{verb} ON parties_importfile RENAME TO {new}_{verb}" for verb in VERBS
    )


# The register of imports names an uploaded file while it waits.
SUBJECTS = """
UPDATE platform_importrecord SET subject = replace(subject, 'parties.peoplefile:',
    'parties.importfile:') WHERE subject LIKE 'parties.peoplefile:%'
"""
FORMER_SUBJECTS = """
UPDATE platform_importrecord SET subject = replace(subject, 'parties.importfile:',
    'parties.peoplefile:') WHERE subject LIKE 'parties.importfile:%'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0012_actor_of_token"),
        ("platform", "0010_imports_by_the_operator"),
    ]

    operations = [
        migrations.RenameModel("PeopleFile", "ImportFile"),
        migrations.AddField(
            model_name="importfile",
            name="kind",
            field=models.SlugField(max_length=20, db_index=False, default="people"),
            preserve_default=False,
        ),
        migrations.RunSQL(
            renamed("parties_peoplefile", "parties_importfile"),
            reverse_sql=renamed("parties_importfile", "parties_peoplefile"),
        ),
        migrations.RunSQL(SUBJECTS, reverse_sql=FORMER_SUBJECTS),
        migrations.CreateModel(
            name="HeadingMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.SlugField(db_index=False, max_length=20)),
                ("called", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("party", "kind"), name="heading_map_one_a_kind")
                ],
            },
        ),
        protect(
            "parties_headingmap",
            read=OWN,
            write=OWN,
            update=("called", "changed_by_id", "changed_at"),
        ),
    ]
