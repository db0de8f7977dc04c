"""Rules of approval as data, steps, four eyes, delegation; the thresholds become rules."""

import datetime as dt

import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

# Append-only for everybody; the owner lifts it for the one column that is new.
REQUESTERS = """
ALTER TABLE ordering_approval DISABLE TRIGGER ordering_approval_append_only;
UPDATE ordering_approval a SET requester_id = r.requester_id
    FROM ordering_requisition r WHERE r.id = a.requisition_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE ordering_approval ENABLE TRIGGER ordering_approval_append_only;
SET CONSTRAINTS ALL DEFERRED
"""
# What waits, and what was decided, needed one approver.
STEPS = """
INSERT INTO ordering_approvalstep (party_id, requisition_id, position, kind, role)
    SELECT party_id, id, 1, 'authority', '' FROM ordering_requisition r
    WHERE state = 'submitted'
        OR EXISTS (SELECT FROM ordering_approval a WHERE a.requisition_id = r.id)
    ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""
# A cost centre's own threshold goes before the common one: two rows each, its own first.
RULES_OF_THRESHOLDS = """
INSERT INTO ordering_ruleset
    (party_id, version, title, currency, state, revision, valid_from, drafted_at)
    SELECT p.id, 1, 'Gränser / Rajat', p.currency, 'adopted', 1, '2000-01-01', now()
    FROM parties_party p
    WHERE EXISTS (SELECT FROM ordering_approvalthreshold t WHERE t.party_id = p.id)
    ORDER BY p.id;
WITH numbered AS (
    SELECT t.*, s.id AS rule_set_id, row_number() OVER (
        PARTITION BY t.party_id ORDER BY t.cost_centre_id IS NULL, t.cost_centre_id
    ) AS n
    FROM ordering_approvalthreshold t JOIN ordering_ruleset s USING (party_id)
)
INSERT INTO ordering_approvalrule
    (party_id, rule_set_id, position, amount_to_cents, cost_centre_id, category,
     requester_role, outcome, role)
    SELECT party_id, rule_set_id, 2 * n - 1, free_below_cents, cost_centre_id, '', '', 'none', ''
    FROM numbered WHERE free_below_cents > 0
    UNION ALL
    SELECT party_id, rule_set_id, 2 * n, NULL, cost_centre_id, '', '', 'authority', ''
    FROM numbered;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0004_ceiling"),
        ("ordering", "0008_order_file"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalDelegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("entered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("amount_from_cents", models.BigIntegerField(blank=True, null=True)),
                ("amount_to_cents", models.BigIntegerField(blank=True, null=True)),
                ("category", models.CharField(blank=True, max_length=20)),
                ("requester_role", models.CharField(blank=True, max_length=20)),
                ("outside_range", models.BooleanField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("none", "No approval"),
                            ("authority", "One approver with authority"),
                            ("manager", "The cost centre's manager"),
                            ("four-eyes", "Two different approvers"),
                            ("role-first", "A role first, then an approver"),
                        ],
                        max_length=12,
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authority", "Approver"),
                            ("manager", "The cost centre's manager"),
                            ("role", "Role"),
                        ],
                        max_length=10,
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("simulated", "Simulated"),
                            ("adopted", "Adopted"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("drafted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RuleSimulation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("requisitions", models.PositiveIntegerField()),
                ("moved", models.PositiveIntegerField()),
                ("result", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="approval",
            name="approval_decides_once",
        ),
        migrations.AddField(
            model_name="approval",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="position",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="approval",
            name="requester",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.RunSQL(REQUESTERS, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="approval",
            name="requester",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
            ),
        ),
        migrations.AlterField(
            model_name="approval",
            name="authority",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.approvalauthority",
            ),
        ),
        migrations.AddField(
            model_name="approvaldelegation",
            name="approver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
            ),
        ),
        migrations.AddField(
            model_name="approvaldelegation",
            name="delegate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
            ),
        ),
        migrations.AddField(
            model_name="approvaldelegation",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.person"
            ),
        ),
        migrations.AddField(
            model_name="approvaldelegation",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="delegation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.approvaldelegation",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                fields=("requisition", "position"), name="approval_decides_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                fields=("requisition", "person"), name="approval_by_different_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("requester")), _negated=True),
                name="approval_not_of_ones_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegation__isnull", True), ("on_behalf_of__isnull", True)),
                    models.Q(
                        ("delegation__isnull", False),
                        models.Q(("on_behalf_of", models.F("requester")), _negated=True),
                        models.Q(("on_behalf_of", models.F("person")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="approval_for_an_absent_one",
            ),
        ),
        migrations.AddField(
            model_name="approvalrule",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="agreements.frameworkagreement",
            ),
        ),
        migrations.AddField(
            model_name="approvalrule",
            name="cost_centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="parties.costcentre",
            ),
        ),
        migrations.AddField(
            model_name="approvalrule",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="requisition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="ordering.requisition",
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="rule",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="ordering.approvalrule"
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="adopted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="drafted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="approvalrule",
            name="rule_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="ordering.ruleset",
            ),
        ),
        migrations.AddField(
            model_name="rulesimulation",
            name="current",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ordering.ruleset",
            ),
        ),
        migrations.AddField(
            model_name="rulesimulation",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="rulesimulation",
            name="rule_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="simulations",
                to="ordering.ruleset",
            ),
        ),
        migrations.AddIndex(
            model_name="approvaldelegation",
            index=models.Index(fields=["party", "valid_until"], name="approval_delegation_lookup"),
        ),
        migrations.AddConstraint(
            model_name="approvaldelegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("approver", models.F("delegate")), _negated=True),
                name="approval_delegation_to_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvaldelegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "valid_until__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("valid_from"), "-", models.Value(dt.timedelta(days=1))
                        ),
                    )
                ),
                name="approval_delegation_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalstep",
            constraint=models.UniqueConstraint(
                fields=("requisition", "position"), name="approval_step_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["authority", "manager", "role"])),
                name="approval_step_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(
                fields=("party", "version"), name="rule_set_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(
                fields=("party", "valid_from"), name="rule_set_one_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "simulated", "adopted"])),
                name="rule_set_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "adopted"), ("valid_from__isnull", False)),
                    models.Q(
                        models.Q(("state", "adopted"), _negated=True), ("valid_from__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="rule_set_adopted_for_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrule",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("rule_set", "position"),
                name="approval_rule_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["none", "authority", "manager", "four-eyes", "role-first"])
                ),
                name="approval_rule_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "role-first"), models.Q(("role", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "role-first"), _negated=True), ("role", "")),
                    _connector="OR",
                ),
                name="approval_rule_names_its_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_from_cents__isnull", True),
                    ("amount_from_cents__gte", 0),
                    _connector="OR",
                ),
                name="approval_rule_amount_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_to_cents__isnull", True),
                    models.Q(("amount_from_cents__isnull", True), ("amount_to_cents__gt", 0)),
                    ("amount_to_cents__gt", models.F("amount_from_cents")),
                    _connector="OR",
                ),
                name="approval_rule_amounts_in_order",
            ),
        ),
        migrations.RunSQL(STEPS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(RULES_OF_THRESHOLDS, reverse_sql=migrations.RunSQL.noop),
        migrations.DeleteModel(
            name="ApprovalThreshold",
        ),
    ]
