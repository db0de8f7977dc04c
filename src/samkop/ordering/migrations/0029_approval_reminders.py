"""Who asked may remind those who decide; each reminder is a row."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import append_only, party, protect

OWN = party("party_id")
TIED = """
ALTER TABLE ordering_approvalreminder ADD CONSTRAINT approval_reminder_of_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id);
ALTER TABLE ordering_approvalreminder ADD CONSTRAINT approval_reminder_by_a_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_approvalreminder DROP CONSTRAINT approval_reminder_by_a_member;
ALTER TABLE ordering_approvalreminder DROP CONSTRAINT approval_reminder_of_own_requisition
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0028_long_price_groups"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "requisition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="ordering.requisition",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect("ordering_approvalreminder", read=OWN, write=OWN),
        append_only("ordering_approvalreminder"),
    ]
