"""What a buyer has decided stands with its decision: a participation rests on it."""

import django.db.models.deletion
from django.db import migrations, models

# Every participation was a decision to join, carried out at once; nothing more was recorded.
MOVED = """
INSERT INTO governance_memberdecision (party_id, about_agreement, kind, decider, decided_by,
    delegation, decided_on, section, register_number, reason, orders_from, orders_until, currency,
    enforcement, state, at)
SELECT buyer_id, agreement_id, 'join', 'organ', organ, '', decided_on, section, register_number, '',
    orders_from, orders_until, '', 'at-once', 'appealable', at
FROM agreements_participation;
UPDATE agreements_participation p SET decision_id = d.id FROM governance_memberdecision d
WHERE d.about_agreement = p.agreement_id AND d.party_id = p.buyer_id;
-- What waits to be checked keeps the table from being altered in the same transaction.
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0027_wall_of_competitions"),
        ("governance", "0006_wall_of_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="frameworkagreement",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="governance.project",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="decision",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="governance.memberdecision",
            ),
        ),
        migrations.RunSQL(MOVED, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="participation",
            name="decision",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="governance.memberdecision",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="participation", name="participation_orders_after_the_decision"
        ),
        migrations.RemoveConstraint(
            model_name="participation", name="participation_ends_after_its_start"
        ),
        migrations.RemoveField(model_name="participation", name="decided_on"),
        migrations.RemoveField(model_name="participation", name="organ"),
        migrations.RemoveField(model_name="participation", name="section"),
        migrations.RemoveField(model_name="participation", name="register_number"),
        migrations.RemoveField(model_name="participation", name="orders_from"),
        migrations.RemoveField(model_name="participation", name="orders_until"),
    ]
