"""Purchasing systems that speak cXML."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0046_first_promises"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="punchoutconnection",
            name="punch_out_connection_protocol_known",
        ),
        migrations.AlterField(
            model_name="punchoutconnection",
            name="protocol",
            field=models.CharField(
                choices=[
                    ("oci", "OCI 5"),
                    ("peppol", "OCI 5, and the basket as a Peppol document (T77)"),
                    ("cxml", "cXML 1.2"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutconnection",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol__in", ["oci", "peppol", "cxml"])),
                name="punch_out_connection_protocol_known",
            ),
        ),
    ]
