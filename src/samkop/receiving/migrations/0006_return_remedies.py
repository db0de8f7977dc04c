"""A return says what is wanted for it: a replacement, or a credit note."""

from django.db import migrations, models

MAY = "GRANT UPDATE (remedy) ON receiving_goodsreturn TO samkop_app"
NOT = "REVOKE UPDATE (remedy) ON receiving_goodsreturn FROM samkop_app"


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0058_released_pieces"),
        ("parties", "0013_one_import_file"),
        ("receiving", "0005_segregation_limit"),
    ]

    operations = [
        migrations.AddField(
            model_name="goodsreturn",
            name="remedy",
            field=models.CharField(
                choices=[
                    ("replacement", "A replacement"),
                    ("credit", "A credit note, and no replacement"),
                ],
                default="credit",
                max_length=11,
            ),
        ),
        migrations.AddConstraint(
            model_name="goodsreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("remedy__in", ["replacement", "credit"])),
                name="goods_return_remedy_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="goodsreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("remedy", "credit"), ("reason__in", ["damaged", "wrong-item"]), _connector="OR"
                ),
                name="goods_return_replaces_what_was_ordered",
            ),
        ),
        migrations.RunSQL(MAY, reverse_sql=NOT),
    ]
