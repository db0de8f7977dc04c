"""What buying together is worth: assumptions, computations and what they came from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0027_wall_of_competitions"),
        ("followup", "0002_wall_of_feedback"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="Benefit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("regional", models.BooleanField()),
                ("year", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("inputs_sha256", models.CharField(max_length=64)),
                ("assumptions", models.JSONField()),
                ("way", models.JSONField()),
                ("result", models.JSONField()),
                ("computed_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="followup.benefit",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BenefitAssumption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("regional", models.BooleanField()),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("own-homework", "Hours of homework for an own tender"),
                            ("own-documents", "Hours for the documents of an own tender"),
                            ("own-questions", "Hours for bidders' questions in an own tender"),
                            ("own-evaluation", "Hours of evaluation in an own tender"),
                            ("own-decision", "Hours for the decision in an own tender"),
                            ("own-contract", "Hours for the contract after an own tender"),
                            ("own-follow-up", "Hours of follow-up after an own tender"),
                            ("joint-homework", "Hours of homework for the joint procedure"),
                            ("joint-documents", "Hours for the documents of the joint procedure"),
                            (
                                "joint-questions",
                                "Hours for bidders' questions in the joint procedure",
                            ),
                            ("joint-evaluation", "Hours of evaluation in the joint procedure"),
                            ("joint-decision", "Hours for the decision in the joint procedure"),
                            ("joint-contract", "Hours for the contract of the joint procedure"),
                            ("joint-follow-up", "Hours of follow-up of the joint agreement"),
                            ("part-in-joint", "A member's own hours in the joint procedure"),
                            ("own-tenders", "Own tenders instead of one joint procedure"),
                            ("hour-cost", "Cost of an hour of work"),
                            (
                                "own-price",
                                "Own price against the joint rule's, where there are no tiers",
                            ),
                            (
                                "fee-in-price",
                                "Part of the supplier's fee that an own price would lack",
                            ),
                            ("own-months", "Months from the need to an agreement of one's own"),
                        ],
                        max_length=20,
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "low",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                (
                    "likely",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                (
                    "high",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                ("source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_assumptions",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BenefitLeaving",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("quantity", models.BigIntegerField()),
                ("with_permille", models.PositiveSmallIntegerField()),
                ("without_permille", models.PositiveSmallIntegerField(null=True)),
                ("with_cents", models.BigIntegerField()),
                ("without_cents", models.BigIntegerField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leavings",
                        to="followup.benefit",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BenefitProcedure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share_cents", models.BigIntegerField()),
                ("total_cents", models.BigIntegerField()),
                ("year_days", models.PositiveIntegerField()),
                ("term_days", models.PositiveIntegerField()),
                ("paid", models.BooleanField()),
                ("events", models.JSONField(default=dict)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedures",
                        to="followup.benefit",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BenefitPurchase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("seller_item_id", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("quantity", models.BigIntegerField()),
                ("orders", models.PositiveIntegerField()),
                ("unit_cents", models.BigIntegerField()),
                ("rule_cents", models.BigIntegerField(null=True)),
                ("tiers", models.BooleanField()),
                ("joint_permille", models.PositiveSmallIntegerField()),
                ("own_permille", models.PositiveSmallIntegerField(null=True)),
                ("markup_permille", models.PositiveSmallIntegerField()),
                ("fee_permille", models.PositiveSmallIntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchases",
                        to="followup.benefit",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BenefitSharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shares", models.BooleanField()),
                ("decided_on", models.DateField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="benefit",
            index=models.Index(fields=["region", "owner", "year", "-id"], name="benefit_newest"),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                name="benefit_currency_is_iso_4217",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2200)),
                name="benefit_of_a_year",
            ),
        ),
        migrations.AddIndex(
            model_name="benefitassumption",
            index=models.Index(
                fields=["region", "owner", "key", "-id"], name="benefit_assumption_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitassumption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "key__in",
                        [
                            "own-homework",
                            "own-documents",
                            "own-questions",
                            "own-evaluation",
                            "own-decision",
                            "own-contract",
                            "own-follow-up",
                            "joint-homework",
                            "joint-documents",
                            "joint-questions",
                            "joint-evaluation",
                            "joint-decision",
                            "joint-contract",
                            "joint-follow-up",
                            "part-in-joint",
                            "own-tenders",
                            "hour-cost",
                            "own-price",
                            "fee-in-price",
                            "own-months",
                        ],
                    )
                ),
                name="benefit_assumption_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitassumption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("high__isnull", True), ("likely__isnull", True), ("low__isnull", True)
                    ),
                    models.Q(("likely__lte", models.F("high")), ("low__lte", models.F("likely"))),
                    _connector="OR",
                ),
                name="benefit_assumption_rises",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitassumption",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="benefit_assumption_has_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitassumption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("currency__regex", "^[A-Z]{3}$"), ("key", "hour-cost")),
                    models.Q(models.Q(("key", "hour-cost"), _negated=True), ("currency", "")),
                    _connector="OR",
                ),
                name="benefit_assumption_money_has_a_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitassumption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("regional", True),
                    models.Q(("key__startswith", "joint-"), _negated=True),
                    _connector="OR",
                ),
                name="benefit_assumption_of_the_procedure",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitleaving",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="benefit_leaving_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitprocedure",
            constraint=models.UniqueConstraint(
                fields=("benefit", "buyer", "agreement"), name="benefit_procedure_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitprocedure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("share_cents__gte", 0), ("share_cents__lte", models.F("total_cents"))
                ),
                name="benefit_procedure_share_of_the_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitprocedure",
            constraint=models.CheckConstraint(
                condition=models.Q(("term_days__gt", 0), ("year_days__lte", models.F("term_days"))),
                name="benefit_procedure_part_of_the_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitpurchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="benefit_purchase_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitsharing",
            constraint=models.UniqueConstraint(
                fields=("region", "owner"), name="benefit_sharing_once"
            ),
        ),
    ]
