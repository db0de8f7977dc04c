"""Composite keys hold what plain ones beside them held; indexes that no query asks for go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0015_quantity_increment"),
        ("parties", "0012_actor_of_token"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entitlementuse",
            name="configuration",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="catalogue.configuration",
            ),
        ),
        migrations.AlterField(
            model_name="entitlementuse",
            name="exception",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="catalogue.entitlementexception",
            ),
        ),
        migrations.AlterField(
            model_name="entitlementuse",
            name="item",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="catalogue.catalogueitem",
            ),
        ),
        migrations.AlterField(
            model_name="entitlementuse",
            name="party",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="parties.party",
            ),
        ),
        migrations.AlterField(
            model_name="entitlementuse",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
    ]
