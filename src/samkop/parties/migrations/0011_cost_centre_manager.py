"""Who answers for a cost centre: one of its organisation's members."""

import django.db.models.deletion
from django.db import migrations, models

# The database lets only a member of the same organisation answer for a cost centre.
OWN_MANAGER = (
    "ALTER TABLE parties_costcentre ADD CONSTRAINT cost_centre_manager_is_a_member"
    " FOREIGN KEY (manager_id, party_id) REFERENCES parties_membership (person_id, party_id);"
    " GRANT UPDATE (manager_id) ON parties_costcentre TO samkop_app"
)
ANY_MANAGER = (
    "REVOKE UPDATE (manager_id) ON parties_costcentre FROM samkop_app;"
    " ALTER TABLE parties_costcentre DROP CONSTRAINT cost_centre_manager_is_a_member"
)


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0010_wall_of_viewings"),
    ]

    operations = [
        migrations.AddField(
            model_name="costcentre",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.RunSQL(OWN_MANAGER, reverse_sql=ANY_MANAGER),
    ]
