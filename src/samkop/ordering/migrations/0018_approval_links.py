"""Links by which an approver decides from a mail; found by their hash before anybody is known."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import party, protect

OWN = party("party_id")
TIED = """
ALTER TABLE ordering_approvallink ADD CONSTRAINT approval_link_of_a_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_approvallink ADD CONSTRAINT approval_link_of_a_step
    FOREIGN KEY (requisition_id, position)
    REFERENCES ordering_approvalstep (requisition_id, position);
ALTER TABLE ordering_approvallink ADD CONSTRAINT approval_link_of_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_approvallink DROP CONSTRAINT approval_link_of_own_requisition;
ALTER TABLE ordering_approvallink DROP CONSTRAINT approval_link_of_a_step;
ALTER TABLE ordering_approvallink DROP CONSTRAINT approval_link_of_a_member
"""
# Whoever has the link is told whose it is; everything else is read as that person.
DEFINER = """
CREATE FUNCTION ordering_approval_link_of(asked text)
RETURNS TABLE (party_id bigint, person_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT l.party_id, l.person_id FROM ordering_approvallink l WHERE l.digest = asked $$;
REVOKE ALL ON FUNCTION ordering_approval_link_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ordering_approval_link_of(text) TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0017_wall_of_shortages"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, to="ordering.requisition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="approval_link_lives_a_while",
                    )
                ],
            },
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(DEFINER, reverse_sql="DROP FUNCTION ordering_approval_link_of(text)"),
        protect("ordering_approvallink", read=OWN, write=OWN, update=("used_at",)),
    ]
