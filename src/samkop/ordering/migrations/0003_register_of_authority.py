"""The register of authority: currency, who entered it, and its walls."""

import datetime as dt

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

CURRENCIES = (
    "UPDATE ordering_approvalauthority a SET currency = p.currency"
    " FROM parties_party p WHERE p.id = a.party_id"
)
OWN_COST_CENTRE = (
    "ALTER TABLE ordering_approvalauthority ADD CONSTRAINT authority_own_cost_centre"
    " FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);"
    " ALTER TABLE ordering_approvalauthority ADD CONSTRAINT authority_of_party"
    " UNIQUE (id, party_id)"
)
ANY_COST_CENTRE = (
    "ALTER TABLE ordering_approvalauthority DROP CONSTRAINT authority_of_party;"
    " ALTER TABLE ordering_approvalauthority DROP CONSTRAINT authority_own_cost_centre"
)


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0002_wall"),
        ("parties", "0004_wall_of_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="approvalauthority",
            name="currency",
            field=models.CharField(default="EUR", max_length=3),
        ),
        migrations.RunSQL(CURRENCIES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(OWN_COST_CENTRE, reverse_sql=ANY_COST_CENTRE),
        migrations.AddField(
            model_name="approvalauthority",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalauthority",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_by", models.F("person")), _negated=True),
                name="approval_authority_not_for_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalauthority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    (
                        "valid_until__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("valid_from"), "-", models.Value(dt.timedelta(days=1))
                        ),
                    ),
                    _connector="OR",
                ),
                name="approval_authority_ends_after_its_start",
            ),
        ),
    ]
