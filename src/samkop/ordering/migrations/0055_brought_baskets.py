"""A basket that was returned comes back into the shop, to be changed or looked at (cXML)."""

from django.db import migrations, models

from samkop.platform.row_security import APPLICATION

# As everything of a session that changes; the lines that are brought along are written with it.
KEPT = f"GRANT UPDATE (configurations) ON ordering_punchoutsession TO {APPLICATION}"
NOT_KEPT = f"REVOKE UPDATE (configurations) ON ordering_punchoutsession FROM {APPLICATION}"
FUNCTIONS = [
    ("shop", "To choose in the shop"),
    ("detail", "To look at an item"),
    ("sourcing", "To search the shop"),
    ("validate", "To ask for an item's price of today"),
    ("edit", "To change a basket that was returned"),
    ("inspect", "To look at a basket that was returned"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0054_wall_of_purchase_plan"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="punchoutsession", name="punch_out_session_function_known"
        ),
        migrations.AddField(
            model_name="punchoutsession", name="brought", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="punchoutsession",
            name="configurations",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="punchoutsession",
            name="function",
            field=models.CharField(choices=FUNCTIONS, default="shop", max_length=15),
        ),
        migrations.AddConstraint(
            model_name="punchoutsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("function__in", [name for name, _label in FUNCTIONS])),
                name="punch_out_session_function_known",
            ),
        ),
        migrations.RunSQL(KEPT, reverse_sql=NOT_KEPT),
    ]
