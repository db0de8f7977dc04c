"""The lines that somebody gets are found by that person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0016_wall_of_call_offs"),
        ("catalogue", "0009_wall_of_availability"),
        ("ordering", "0023_rule_of_requesters_group"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="requisitionline",
            index=models.Index(
                condition=models.Q(("recipient__isnull", False)),
                fields=["party", "recipient"],
                name="requisition_line_by_recipient",
            ),
        ),
    ]
