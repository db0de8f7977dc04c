"""An order line holds the name of every price group that an agreement may have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0027_settlement_prices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="orderline",
            name="price_group",
            field=models.CharField(max_length=60),
        ),
    ]
