"""Of what went back and is credited no replacement is expected: pieces are released."""

from django.db import migrations, models

MAY = "GRANT UPDATE (released) ON ordering_orderlineprogress TO samkop_app"
NOT = "REVOKE UPDATE (released) ON ordering_orderlineprogress FROM samkop_app"


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0057_delivery_warnings"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="orderlinemovement",
            name="order_line_movement_known",
        ),
        migrations.AddField(
            model_name="orderlineprogress",
            name="released",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="orderlinemovement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("despatched", "Despatched"),
                    ("received", "Received"),
                    ("returned", "Returned"),
                    ("released", "Not to be replaced"),
                    ("invoiced", "Invoiced"),
                    ("credited", "Credited"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="orderlinemovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["despatched", "received", "returned", "released", "invoiced", "credited"],
                    )
                ),
                name="order_line_movement_known",
            ),
        ),
        migrations.RunSQL(MAY, reverse_sql=NOT),
    ]
