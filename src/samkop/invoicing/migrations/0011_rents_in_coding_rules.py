"""Coding rules ask for rents: of a financier, and of one of its schedules."""

import django.db.models.deletion
from django.db import migrations, models

CRITERIA = (
    "party",
    "cost_centre_code",
    "project_code",
    "price_group",
    "category",
    "item_class",
    "amount_from_cents",
    "financier",
    "schedule",
)


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0010_vat_accounts"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="codingrule", name="coding_rule_once"),
        migrations.AddField(
            model_name="codingrule",
            name="financier",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
            ),
        ),
        migrations.AddField(
            model_name="codingrule",
            name="schedule",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
        migrations.AddConstraint(
            model_name="codingrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until", None)),
                fields=CRITERIA,
                name="coding_rule_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="codingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("schedule", "")) | models.Q(("financier__isnull", False)),
                name="coding_rule_schedule_of_financier",
            ),
        ),
    ]
