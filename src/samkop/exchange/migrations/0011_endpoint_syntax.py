"""In which language a party takes its own invoices with their coding."""

from django.db import migrations, models

from samkop.platform.row_security import APPLICATION

FINVOICE_OF_CODED = models.Q(("syntax", "ubl")) | models.Q(
    ("document_type", "coded-invoice")
) & ~models.Q(("transport", "access-point"))


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0010_endpoints_by_type"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="syntax",
            field=models.CharField(
                choices=[("ubl", "Peppol BIS (UBL)"), ("finvoice", "Finvoice 3.0")],
                db_default="ubl",
                default="ubl",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("syntax__in", ["ubl", "finvoice"])),
                name="endpoint_syntax_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=FINVOICE_OF_CODED, name="endpoint_finvoice_of_coded_invoices"
            ),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (syntax) ON exchange_endpoint TO {APPLICATION}",
            reverse_sql=f"REVOKE UPDATE (syntax) ON exchange_endpoint FROM {APPLICATION}",
        ),
    ]
