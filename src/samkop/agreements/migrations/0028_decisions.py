"""What a buyer has decided stands with its decision: a participation rests on it."""

import django.db.models.deletion
from django.db import migrations, models

# What waits to be checked keeps the table from being altered in the same transaction.
CHECKED = """
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""

# Every participation was a decision to join, carried out at once; nothing more was recorded. Where
# the migration was taken back, the decisions are still there: none is made a second time.
MOVED = """
INSERT INTO governance_memberdecision (party_id, about_agreement, kind, decider, decided_by,
    delegation, decided_on, section, register_number, reason, orders_from, orders_until, currency,
    enforcement, state, at)
SELECT buyer_id, agreement_id, 'join', 'organ', organ, '', decided_on, section, register_number, '',
    orders_from, orders_until, '', 'at-once', 'appealable', at
FROM agreements_participation p
WHERE NOT EXISTS (SELECT FROM governance_memberdecision d
    WHERE d.about_agreement = p.agreement_id AND d.party_id = p.buyer_id);
UPDATE agreements_participation p SET decision_id = d.id FROM governance_memberdecision d
WHERE d.about_agreement = p.agreement_id AND d.party_id = p.buyer_id AND NOT EXISTS (
    SELECT FROM governance_memberdecision later WHERE later.replaces_id = d.id);
INSERT INTO agreements_participation (agreement_id, buyer_id, decision_id, section, at)
SELECT d.about_agreement, d.party_id, d.id, '', (
    SELECT min(first.at) FROM governance_memberdecision first
    WHERE first.about_agreement = d.about_agreement AND first.party_id = d.party_id)
FROM governance_memberdecision d
WHERE d.about_agreement IS NOT NULL AND NOT EXISTS (
    SELECT FROM governance_memberdecision later WHERE later.replaces_id = d.id)
ON CONFLICT (agreement_id, buyer_id) DO NOTHING;
"""

# The way back: each participation has again what it rests on, with the days of the newest decision
# to join and of a later one to leave that stands (MemberDecision.ordering_days). What gives no
# right today ended yesterday: the version before knows no standing of a decision. Who has never
# joined had no participation, and has ordered nothing by one.
BACK = """
WITH RECURSIVE chain AS (
    SELECT p.id AS participation, 0 AS depth, d.* FROM agreements_participation p
        JOIN governance_memberdecision d ON d.id = p.decision_id
    UNION ALL
    SELECT c.participation, c.depth + 1, d.* FROM chain c
        JOIN governance_memberdecision d ON d.id = c.replaces_id
), joined AS (
    SELECT DISTINCT ON (participation) * FROM chain WHERE kind = 'join'
    ORDER BY participation, depth
), days AS (
    SELECT j.participation, j.decided_on, j.decided_by, j.section, j.register_number, j.orders_from,
        coalesce(left_on.orders_until, j.orders_until) AS orders_until,
        CASE WHEN r.code IS NOT NULL THEN current_date - 1 END AS stopped_on
    FROM joined j
    JOIN agreements_participation p ON p.id = j.participation
    CROSS JOIN LATERAL samkop_decision_right(
        p.decision_id, greatest(current_date, j.orders_from)) r
    LEFT JOIN LATERAL (
        SELECT c.orders_until FROM chain c
        WHERE c.participation = j.participation AND c.depth < j.depth AND c.kind = 'leave'
            AND c.state NOT IN ('annulled', 'revoked')
        ORDER BY c.depth LIMIT 1
    ) left_on ON true
)
UPDATE agreements_participation p SET decided_on = d.decided_on, organ = d.decided_by,
    section = d.section, register_number = d.register_number, orders_from = d.orders_from,
    orders_until = CASE WHEN least(d.orders_until, d.stopped_on) IS NOT NULL
        THEN greatest(d.orders_from, least(d.orders_until, d.stopped_on)) END
FROM days d WHERE d.participation = p.id;
DELETE FROM agreements_committedshare s USING agreements_participation p
WHERE p.id = s.participation_id AND p.orders_from IS NULL AND s.committed_cents = 0;
DELETE FROM agreements_participation WHERE orders_from IS NULL;
GRANT UPDATE (orders_until) ON agreements_participation TO samkop_app;
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
        # On the way back they are filled from the decisions before they are required again.
        migrations.AlterField(
            model_name="participation", name="decided_on", field=models.DateField(null=True)
        ),
        migrations.AlterField(
            model_name="participation", name="orders_from", field=models.DateField(null=True)
        ),
        migrations.AlterField(
            model_name="participation",
            name="organ",
            field=models.CharField(max_length=120, null=True),
        ),
        migrations.AlterField(
            model_name="participation",
            name="register_number",
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.RunSQL(MOVED + CHECKED, reverse_sql=migrations.RunSQL.noop),
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
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=BACK + CHECKED),
        migrations.RemoveField(model_name="participation", name="decided_on"),
        migrations.RemoveField(model_name="participation", name="organ"),
        migrations.RemoveField(model_name="participation", name="section"),
        migrations.RemoveField(model_name="participation", name="register_number"),
        migrations.RemoveField(model_name="participation", name="orders_from"),
        migrations.RemoveField(model_name="participation", name="orders_until"),
    ]
