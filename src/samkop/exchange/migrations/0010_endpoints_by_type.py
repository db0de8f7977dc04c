"""A way of its own for documents of one type; what is registered stays the usual way."""

import django.contrib.postgres.constraints
from django.db import migrations, models

import samkop.exchange.vocabulary
from samkop.platform.row_security import APPLICATION, party

SPECIAL = f"document_type <> '' AND {party('party_id')}"


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0009_level_responses"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="endpoint",
            name="endpoint_unique",
        ),
        migrations.AddField(
            model_name="endpoint",
            name="document_type",
            field=models.CharField(
                blank=True,
                choices=samkop.exchange.vocabulary.document_types,
                db_default="",
                default="",
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.UniqueConstraint(
                fields=("scheme", "identifier", "document_type"), name="endpoint_unique_of_type"
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("document_type", ""), _negated=True),
                fields=("party", "document_type"),
                name="endpoint_one_of_a_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("scheme", "="), ("identifier", "="), ("party", "<>")],
                name="endpoint_address_of_one_party",
            ),
        ),
        # What a party has chosen for a type it may give up; its usual way never.
        migrations.RunSQL(
            f"CREATE POLICY exchange_endpoint_delete ON exchange_endpoint FOR DELETE"
            f" USING ({SPECIAL}); GRANT DELETE ON exchange_endpoint TO {APPLICATION}",
            reverse_sql="DROP POLICY exchange_endpoint_delete ON exchange_endpoint;"
            f" REVOKE DELETE ON exchange_endpoint FROM {APPLICATION}",
        ),
    ]
