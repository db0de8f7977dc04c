"""What is paid for one, where an accepted substitute costs less than was ordered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0026_payments_by_year"),
    ]

    operations = [
        migrations.AddField(
            model_name="ordersettlement",
            name="prices",
            field=models.JSONField(default=dict),
        ),
    ]
