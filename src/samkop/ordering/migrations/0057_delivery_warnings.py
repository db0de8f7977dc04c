"""Days of warning are chosen by the buyer, and seen by whoever has promised it something."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import either, party, protect

HAS_PROMISED = "EXISTS (SELECT FROM ordering_deliverypromise p WHERE p.buyer_id = party_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0056_consent_by_document"),
        ("parties", "0013_one_import_file"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("critical_days", models.PositiveSmallIntegerField()),
                ("important_days", models.PositiveSmallIntegerField()),
                ("ordinary_days", models.PositiveSmallIntegerField()),
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("critical_days__lte", 90),
                            ("important_days__lte", 90),
                            ("ordinary_days__lte", 90),
                        ),
                        name="delivery_warning_within_three_months",
                    )
                ],
            },
        ),
        protect(
            "ordering_deliverywarning",
            read=either(party("party_id"), HAS_PROMISED),
            write=party("party_id"),
            update=("critical_days", "important_days", "ordinary_days"),
        ),
    ]
