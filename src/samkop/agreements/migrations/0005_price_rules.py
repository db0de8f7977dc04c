"""The rule, evidence and index clause of a price group, and where a list price came from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0004_ceiling"),
        ("parties", "0004_wall_of_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="listprice",
            name="reference",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="IndexSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("publisher", models.CharField(max_length=120)),
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
            name="IndexClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("base_month", models.DateField()),
                ("base_value", models.DecimalField(decimal_places=4, max_digits=12)),
                ("first_review_on", models.DateField()),
                ("interval_months", models.PositiveSmallIntegerField(default=12)),
                ("lag_months", models.PositiveSmallIntegerField(default=0)),
                ("cap_permille", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("floor_permille", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("threshold_permille", models.PositiveSmallIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_clauses",
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agreements.indexseries"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IndexValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=12)),
                ("published_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="agreements.indexseries",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seller_item_id", models.CharField(max_length=120)),
                ("maker", models.CharField(max_length=120)),
                ("purchase_price_cents", models.BigIntegerField()),
                ("decided_on", models.DateField()),
                ("document_reference", models.CharField(max_length=120)),
                ("competitors", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_evidence",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="listprice",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="list_prices",
                to="agreements.priceevidence",
            ),
        ),
        migrations.CreateModel(
            name="PriceRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fixed", "Fixed price"),
                            ("list-discount", "Discount on a public list price"),
                            ("cost-plus", "Purchase price plus a tendered margin"),
                        ],
                        max_length=15,
                    ),
                ),
                ("permille", models.PositiveSmallIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_rules",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IndexAdjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("series_code", models.CharField(max_length=40)),
                ("review_on", models.DateField()),
                ("applies_from", models.DateField()),
                ("base_month", models.DateField()),
                ("base_value", models.DecimalField(decimal_places=4, max_digits=12)),
                ("month", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=12)),
                ("held_permille", models.SmallIntegerField(blank=True, null=True)),
                ("register_number", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_adjustments",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "price_group", "review_on"),
                        name="index_adjustment_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("applies_from__gte", models.F("review_on"))),
                        name="index_adjustment_not_before_its_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_value__gt", 0), ("value__gt", 0)),
                        name="index_adjustment_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_permille__isnull", True),
                            ("held_permille__gt", -1000),
                            _connector="OR",
                        ),
                        name="index_adjustment_leaves_a_price",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="indexseries",
            constraint=models.UniqueConstraint(
                fields=("purchasing_body", "code"), name="index_series_code_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="indexclause",
            constraint=models.UniqueConstraint(
                fields=("agreement", "price_group"), name="index_clause_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="indexclause",
            constraint=models.CheckConstraint(
                condition=models.Q(("interval_months__gte", 1)), name="index_clause_has_an_interval"
            ),
        ),
        migrations.AddConstraint(
            model_name="indexclause",
            constraint=models.CheckConstraint(
                condition=models.Q(("base_value__gt", 0)), name="index_clause_base_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="indexclause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor_permille__isnull", True), ("floor_permille__lt", 1000), _connector="OR"
                ),
                name="index_clause_floor_leaves_a_price",
            ),
        ),
        migrations.AddIndex(
            model_name="indexvalue",
            index=models.Index(fields=["series", "month", "-id"], name="index_value_newest"),
        ),
        migrations.AddConstraint(
            model_name="indexvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gt", 0)), name="index_value_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="indexvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="index_value_of_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="indexvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_on__gte", models.F("month"))),
                name="index_value_published_after",
            ),
        ),
        migrations.AddIndex(
            model_name="priceevidence",
            index=models.Index(
                fields=["agreement", "seller_item_id", "-id"], name="price_evidence_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="priceevidence",
            constraint=models.UniqueConstraint(
                fields=("id", "agreement", "seller_item_id", "purchase_price_cents"),
                name="price_evidence_of_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("purchase_price_cents__gte", 0)),
                name="price_evidence_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("competitors__gte", 1)), name="price_evidence_of_a_competition"
            ),
        ),
        migrations.AddConstraint(
            model_name="priceevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                name="price_evidence_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__gte", models.F("decided_on"))),
                name="price_evidence_valid_after_it_was_won",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.UniqueConstraint(
                fields=("agreement", "price_group"), name="price_rule_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["fixed", "list-discount", "cost-plus"])),
                name="price_rule_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "fixed"), _negated=True), ("permille", 0), _connector="OR"
                ),
                name="price_rule_fixed_has_no_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("permille__lte", 1000)),
                name="price_rule_rate_at_most_the_price",
            ),
        ),
    ]
