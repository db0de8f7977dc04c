"""Orders that come from purchasing systems; an order of one may commit no budget here."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0038_wall_of_purchasing_systems"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="budget",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.budget",
            ),
        ),
        migrations.CreateModel(
            name="ReceivedOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.BigIntegerField(unique=True)),
                ("number", models.CharField(max_length=200)),
                ("currency", models.CharField(max_length=3)),
                ("line_ids", models.JSONField(default=dict)),
                ("refusal_code", models.CharField(blank=True, max_length=60)),
                ("sentence", models.CharField(blank=True, max_length=500)),
                ("received_at", models.DateTimeField()),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_order",
                        to="ordering.order",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_orders",
                        to="ordering.reservation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["buyer", "-id"], name="received_order_by_buyer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("order__isnull", False),
                                ("refusal_code", ""),
                                ("reservation__isnull", False),
                            ),
                            models.Q(
                                models.Q(("refusal_code", ""), _negated=True),
                                ("order__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="received_order_taken_or_refused",
                    )
                ],
            },
        ),
    ]
