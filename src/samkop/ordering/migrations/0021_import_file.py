"""Files of cost centres, budgets and registers of authority, until they are imported."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import party, protect

OWN = party("party_id")
KINDS = [
    ("cost-centres", "Cost centres"),
    ("budgets", "Budgets"),
    ("authority", "Register of authority"),
]


def to(model: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=f"parties.{model}")


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0020_prices_of_answers"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("called", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                ("party", to("party")),
                ("uploaded_by", to("person")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=[kind for kind, _label in KINDS]),
                        name="import_file_kind_known",
                    )
                ],
            },
        ),
        protect("ordering_importfile", read=OWN, write=OWN, update=("called",), delete=OWN),
    ]
