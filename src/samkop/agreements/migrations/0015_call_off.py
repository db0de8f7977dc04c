"""Call-off among the suppliers of one procurement: rule, offers, turns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0014_tender_lead"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallOffTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=120)),
                ("turns", models.SmallIntegerField()),
                ("cents", models.BigIntegerField()),
                ("considered", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="frameworkagreement",
            name="call_off_rank",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="CallOffRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("ranking", "Ranking: the first in rank that can perform"),
                            (
                                "rotation",
                                "Rotation: whose turn it is, so that all get equally much",
                            ),
                            ("mini-competition", "Mini-competition among all that can perform"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "turn_by",
                    models.CharField(
                        choices=[("number", "The number of call-offs"), ("value", "Their value")],
                        default="value",
                        max_length=10,
                    ),
                ),
                ("mini_competition_from_cents", models.BigIntegerField(blank=True, null=True)),
                ("maximum_value_cents", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("register_number", models.CharField(max_length=60)),
                ("adopted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CallOffOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.CharField(max_length=80)),
                ("seller_item_id", models.CharField(max_length=120)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="agreements.calloffrule",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="frameworkagreement",
            name="call_off_rule",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="agreements.calloffrule",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.UniqueConstraint(
                fields=("id", "call_off_rule"), name="framework_agreement_of_call_off_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.UniqueConstraint(
                fields=("call_off_rule", "call_off_rank"), name="framework_agreement_rank_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("call_off_rank__isnull", True), ("call_off_rule__isnull", True)),
                    models.Q(("call_off_rank__gte", 1), ("call_off_rule__isnull", False)),
                    _connector="OR",
                ),
                name="framework_agreement_ranked_where_called_off",
            ),
        ),
        migrations.AddField(
            model_name="calloffturn",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="agreements.frameworkagreement"
            ),
        ),
        migrations.AddField(
            model_name="calloffturn",
            name="buyer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="calloffturn",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turns",
                to="agreements.calloffrule",
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffrule",
            constraint=models.UniqueConstraint(
                fields=("purchasing_body", "number"), name="call_off_rule_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffrule",
            constraint=models.UniqueConstraint(
                fields=("id", "purchasing_body"), name="call_off_rule_of_purchasing_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["ranking", "rotation", "mini-competition"])),
                name="call_off_rule_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("turn_by__in", ["number", "value"])),
                name="call_off_rule_turn_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("maximum_value_cents__gt", 0)),
                name="call_off_rule_has_a_maximum",
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mini_competition_from_cents__isnull", True),
                    models.Q(
                        ("mini_competition_from_cents__gt", 0),
                        ("mini_competition_from_cents__lte", models.F("maximum_value_cents")),
                    ),
                    _connector="OR",
                ),
                name="call_off_rule_competition_from_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffoffer",
            constraint=models.UniqueConstraint(
                fields=("rule", "position", "agreement"), name="call_off_offer_once_a_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffoffer",
            constraint=models.UniqueConstraint(
                fields=("agreement", "seller_item_id"), name="call_off_offer_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("position", ""), _negated=True),
                name="call_off_offer_has_a_position",
            ),
        ),
        migrations.AddIndex(
            model_name="calloffturn",
            index=models.Index(fields=["rule", "agreement"], name="call_off_turn_by_agreement"),
        ),
        migrations.AddIndex(
            model_name="calloffturn",
            index=models.Index(fields=["buyer", "reference"], name="call_off_turn_by_reference"),
        ),
        migrations.AddConstraint(
            model_name="calloffturn",
            constraint=models.UniqueConstraint(
                fields=("rule", "buyer", "reference", "turns"), name="call_off_turn_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="calloffturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cents__gte", 0), ("turns", 1)),
                    models.Q(("cents__lte", 0), ("turns", -1)),
                    _connector="OR",
                ),
                name="call_off_turn_taken_or_given_back",
            ),
        ),
    ]
