"""Above what sum receiver and approver differ: decided by the organisation, never changed."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import append_only, party, protect

# Foreign keys see through row security: who decides belongs to the organisation.
DECIDED = """
ALTER TABLE receiving_segregationlimit ADD CONSTRAINT segregation_limit_by_a_member
FOREIGN KEY (decided_by_id, party_id) REFERENCES parties_membership (person_id, party_id)
"""
UNDONE = "ALTER TABLE receiving_segregationlimit DROP CONSTRAINT segregation_limit_by_a_member"


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0013_one_import_file"),
        ("receiving", "0004_wall_of_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="SegregationLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limit_cents", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("valid_from", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "valid_from"), name="segregation_limit_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit_cents__isnull", True), ("limit_cents__gte", 0), _connector="OR"
                        ),
                        name="segregation_limit_not_negative",
                    ),
                ],
            },
        ),
        migrations.RunSQL(DECIDED, reverse_sql=UNDONE),
        protect("receiving_segregationlimit", read=party("party_id"), write=party("party_id")),
        append_only("receiving_segregationlimit"),
    ]
