"""A rule of approval may ask who asks: a member of one of the organisation's groups."""

import django.db.models.deletion
from django.db import migrations, models

TIED = """
ALTER TABLE ordering_approvalrule ADD CONSTRAINT approval_rule_own_group
    FOREIGN KEY (requester_group_id, party_id) REFERENCES parties_persongroup (id, party_id)
"""
UNTIED = "ALTER TABLE ordering_approvalrule DROP CONSTRAINT approval_rule_own_group"


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0022_baskets_before_a_party"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.AddField(
            model_name="approvalrule",
            name="requester_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="parties.persongroup",
            ),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
