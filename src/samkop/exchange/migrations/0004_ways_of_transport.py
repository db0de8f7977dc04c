"""Documents by e-mail; a party's administrators choose the way on which theirs come."""

from django.db import migrations, models

from samkop.platform.row_security import APPLICATION, either, party, system_job

MAY = either(party("party_id"), system_job("operator"))


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_message_indexes"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="endpoint",
            name="endpoint_transport_known",
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="address",
            field=models.CharField(max_length=254),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="transport",
            field=models.CharField(
                choices=[("directory", "Folder"), ("email", "E-mail")],
                default="directory",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="transport",
            field=models.CharField(
                choices=[("directory", "Folder"), ("email", "E-mail")], max_length=12
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("transport__in", ["directory", "email"])),
                name="endpoint_transport_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("transport", "email"), _negated=True),
                    ("address__regex", "^[^@\\s,;<>]+@[^@\\s,;<>]+$"),
                    _connector="OR",
                ),
                name="endpoint_mailbox_is_one",
            ),
        ),
        migrations.RunSQL(
            "CREATE POLICY exchange_endpoint_update ON exchange_endpoint FOR UPDATE"
            f" USING ({MAY}) WITH CHECK ({MAY});"
            f" GRANT UPDATE (transport, address) ON exchange_endpoint TO {APPLICATION}",
            reverse_sql="DROP POLICY exchange_endpoint_update ON exchange_endpoint;"
            f" REVOKE UPDATE ON exchange_endpoint FROM {APPLICATION}",
        ),
    ]
