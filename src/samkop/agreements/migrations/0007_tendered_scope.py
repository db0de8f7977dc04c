"""What was tendered in a price group, and the models that entered within it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0006_wall_of_price_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdmittedModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("seller_item_id", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("maker", models.CharField(max_length=120)),
                ("category", models.CharField(max_length=20)),
                ("properties", models.JSONField(default=dict)),
                ("register_number", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="admitted_models",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "seller_item_id"), name="admitted_model_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TenderedScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("categories", models.JSONField(default=list)),
                ("makers", models.JSONField(default=list)),
                ("most_cents", models.BigIntegerField(blank=True, null=True)),
                ("bounds", models.JSONField(default=list)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tendered_scopes",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "price_group"), name="tendered_scope_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("categories", []), _negated=True),
                        name="tendered_scope_has_a_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_cents__isnull", True), ("most_cents__gt", 0), _connector="OR"
                        ),
                        name="tendered_scope_price_positive",
                    ),
                ],
            },
        ),
    ]
