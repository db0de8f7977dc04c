"""A lot may have several suppliers: how they are called off, and a place for each."""

from django.db import migrations, models

CALL_OFF = "most_suppliers, call_off_method, turn_by, mini_competition_from_cents"


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0013_one_import_file"),
        ("tendering", "0014_pre_study"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="awardedlot",
            name="awarded_lot_once",
        ),
        migrations.RemoveConstraint(
            model_name="proposedaward",
            name="proposed_award_once_a_lot",
        ),
        migrations.RemoveConstraint(
            model_name="proposedaward",
            name="proposed_award_reasoned_where_not_the_best",
        ),
        migrations.AddField(
            model_name="awardedlot",
            name="place",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="lot",
            name="call_off_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ranking", "Ranking: the first in rank that can perform"),
                    ("rotation", "Rotation: whose turn it is, so that all get equally much"),
                    ("mini-competition", "Mini-competition among all that can perform"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="lot",
            name="mini_competition_from_cents",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lot",
            name="most_suppliers",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="lot",
            name="turn_by",
            field=models.CharField(
                choices=[("number", "The number of call-offs"), ("value", "Their value")],
                default="value",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="proposedaward",
            name="place",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="awardedlot",
            constraint=models.UniqueConstraint(
                fields=("decision", "lot", "place"), name="awarded_lot_once_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="awardedlot",
            constraint=models.UniqueConstraint(
                fields=("decision", "bid"), name="awarded_lot_once_a_bid"
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("call_off_method", ""),
                        ("mini_competition_from_cents__isnull", True),
                        ("most_suppliers", 1),
                    ),
                    models.Q(
                        ("call_off_method__in", ["ranking", "rotation", "mini-competition"]),
                        ("most_suppliers__range", (2, 99)),
                    ),
                    _connector="OR",
                ),
                name="lot_call_off_where_it_has_several_suppliers",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(("turn_by__in", ["number", "value"])),
                name="lot_call_off_turn_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mini_competition_from_cents__isnull", True),
                    models.Q(
                        ("mini_competition_from_cents__gt", 0),
                        ("mini_competition_from_cents__lte", models.F("maximum_value_cents")),
                    ),
                    _connector="OR",
                ),
                name="lot_competition_from_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedaward",
            constraint=models.UniqueConstraint(
                fields=("proposal", "lot", "place"), name="proposed_award_once_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedaward",
            constraint=models.UniqueConstraint(
                fields=("proposal", "bid"), name="proposed_award_once_a_bid"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedaward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place", 1),
                    models.Q(("bid__isnull", False), ("place__gt", 1)),
                    _connector="OR",
                ),
                name="proposed_award_of_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedaward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bid__isnull", False), ("rank__lte", models.F("place"))),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposed_award_reasoned_where_not_the_best",
            ),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE ({CALL_OFF}) ON tendering_lot TO samkop_app",
            reverse_sql=f"REVOKE UPDATE ({CALL_OFF}) ON tendering_lot FROM samkop_app",
        ),
    ]
