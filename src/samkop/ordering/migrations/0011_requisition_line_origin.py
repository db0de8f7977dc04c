"""A requisition keeps how each price came about, as an order does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0010_wall_of_approvals"),
    ]

    operations = [
        migrations.AddField(
            model_name="requisitionline",
            name="origin",
            field=models.JSONField(default=dict),
        ),
    ]
