"""Several accounts of VAT: by VAT code and rate, deducted, refunded or borne with the line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0009_wall_of_rents"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountingsetup",
            name="vat_accounts",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
