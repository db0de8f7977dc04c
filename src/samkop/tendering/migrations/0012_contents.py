"""What a tender asks for, how its bids are compared, and what was published of it."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import append_only, protect

READABLE = "tender_id IN (SELECT t.id FROM tendering_tender t)"
MINE = (
    "tender_id IN (SELECT t.id FROM tendering_tender t WHERE t.owner_id = ANY (samkop_party_ids()))"
)
PREPARED_BY_ME = MINE[:-1] + " AND t.state = 'in-preparation')"
# A correction brings further versions of documents while bids may come.
DOCUMENTED_BY_ME = MINE[:-1] + " AND t.state IN ('in-preparation', 'open'))"

# The composite keys: nothing of one tender hangs on another's lot, supplier or requirement.
OF_THE_TENDER = (
    ("tenderdocument", "tender_document_of_lot", "lot_id", "lot"),
    ("requirement", "requirement_of_lot", "lot_id", "lot"),
    ("espdcriterion", "espd_criterion_of_lot", "lot_id", "lot"),
    ("priceline", "price_line_of_lot", "lot_id", "lot"),
    ("awardcriterion", "award_criterion_of_lot", "lot_id", "lot"),
    ("evaluationmodel", "evaluation_model_of_lot", "lot_id", "lot"),
    ("knownsuppliermark", "known_supplier_mark_of_supplier", "supplier_id", "knownsupplier"),
    ("knownsuppliermark", "known_supplier_mark_of_requirement", "requirement_id", "requirement"),
)
# What may be changed while the tender is in preparation.
CHANGEABLE = {
    "requirement": ("lot_id", "text", "evidence"),
    "espdcriterion": ("lot_id", "kind", "text"),
    "priceline": ("text", "unit", "quantity", "price_max_cents", "item", "years"),
    "awardcriterion": (
        "lot_id",
        "text",
        "weight",
        "deduction_cents",
        "scale_top",
        "scale_step",
        "minimum_mark",
    ),
    "evaluationmodel": ("kind", "price_weight", "parameters", "method", "discounts"),
    "awardrule": ("value", "clause"),
}


def composite(table: str, name: str, column: str, target: str) -> migrations.RunSQL:
    """A foreign key over the column and the tender."""
    return migrations.RunSQL(
        f"ALTER TABLE tendering_{table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, tender_id)"
        f" REFERENCES tendering_{target} (id, tender_id)",
        reverse_sql=f"ALTER TABLE tendering_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tendering", "0011_wall_of_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownSupplier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="known_suppliers",
                        to="tendering.tender",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=500)),
                ("unit", models.CharField(max_length=40)),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
                ("price_max_cents", models.BigIntegerField(blank=True, null=True)),
                ("item", models.CharField(blank=True, max_length=60)),
                ("years", models.JSONField(blank=True, default=list)),
                (
                    "lot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.lot",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_lines",
                        to="tendering.tender",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("evidence", models.TextField(blank=True)),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.lot",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="tendering.tender",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KnownSupplierMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("meets", models.BooleanField()),
                (
                    "supplier",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="tendering.knownsupplier",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.tender",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="tendering.requirement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TenderDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("instructions", "Instructions"),
                            ("specification", "Specification"),
                            ("contract", "Draft contract"),
                            ("consultation", "Record of the market consultation"),
                            ("other", "Other document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=120)),
                ("version", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.lot",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="tendering.tender",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AwardCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("weight", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("deduction_cents", models.BigIntegerField(blank=True, null=True)),
                ("scale_top", models.PositiveSmallIntegerField()),
                ("scale_step", models.DecimalField(decimal_places=3, default=1, max_digits=7)),
                (
                    "minimum_mark",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=7, null=True),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.lot",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "code"), name="award_criterion_code_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight__isnull", True),
                            models.Q(("weight__gt", 0), ("weight__lte", 1000)),
                            _connector="OR",
                        ),
                        name="award_criterion_weight_in_permille",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scale_step__gt", 0),
                            ("scale_top__gt", 0),
                            models.Q(
                                ("deduction_cents__isnull", True),
                                ("deduction_cents__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="award_criterion_has_a_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("max_lots_per_bidder", "At most so many lots to one bidder"),
                            ("min_suppliers", "At least so many suppliers"),
                            ("max_suppliers", "At most so many suppliers"),
                            ("incompatible_lots", "Two lots not to the same bidder"),
                            ("unawarded_cost", "A lot may stay unawarded at a cost"),
                        ],
                        max_length=30,
                    ),
                ),
                ("value", models.BigIntegerField(blank=True, null=True)),
                ("lots", models.JSONField(blank=True, default=list)),
                ("clause", models.TextField()),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award_rules",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "max_lots_per_bidder",
                                    "min_suppliers",
                                    "max_suppliers",
                                    "incompatible_lots",
                                    "unawarded_cost",
                                ],
                            )
                        ),
                        name="award_rule_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("clause", ""), _negated=True),
                        name="award_rule_is_quoted",
                    ),
                    models.UniqueConstraint(
                        fields=("tender", "kind", "lots"), name="award_rule_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EspdCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("exclusion", "Exclusion ground"),
                            ("selection", "Selection criterion"),
                        ],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("text", models.TextField(blank=True)),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.lot",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="espd",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "code"), name="espd_criterion_once_a_tender"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["exclusion", "selection"])),
                        name="espd_criterion_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lowest-price", "Lowest price"),
                            ("life-cycle-cost", "Life-cycle cost"),
                            ("priced-quality", "Quality priced in money"),
                            ("absolute-scale", "Price and quality on an absolute scale"),
                            ("relative", "Lowest price over price"),
                        ],
                        max_length=20,
                    ),
                ),
                ("price_weight", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("parameters", models.JSONField(blank=True, default=dict)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("per-lot", "The best bid on each lot"),
                            ("combination", "The best combination over several lots"),
                        ],
                        default="per-lot",
                        max_length=20,
                    ),
                ),
                ("discounts", models.BooleanField(default=False)),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tendering.lot",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_models",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "lot"), name="evaluation_model_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "lowest-price",
                                    "life-cycle-cost",
                                    "priced-quality",
                                    "absolute-scale",
                                    "relative",
                                ],
                            )
                        ),
                        name="evaluation_model_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_weight__isnull", True),
                            models.Q(("price_weight__gt", 0), ("price_weight__lte", 1000)),
                            _connector="OR",
                        ),
                        name="evaluation_model_price_weight_in_permille",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("discounts", False), ("method", "per-lot")),
                            models.Q(
                                ("kind__in", ["lowest-price", "life-cycle-cost", "priced-quality"]),
                                ("lot__isnull", True),
                                ("method", "combination"),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_model_combines_money_alone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="freezes",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "edition"), name="freeze_edition_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="freeze_has_its_hash",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="knownsupplier",
            constraint=models.UniqueConstraint(
                fields=("tender", "name"), name="known_supplier_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="knownsupplier",
            constraint=models.UniqueConstraint(
                fields=("id", "tender"), name="known_supplier_of_tender"
            ),
        ),
        migrations.AddConstraint(
            model_name="priceline",
            constraint=models.UniqueConstraint(
                fields=("lot", "code"), name="price_line_code_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="priceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity__gt", 0),
                    models.Q(
                        ("price_max_cents__isnull", True),
                        ("price_max_cents__gt", 0),
                        _connector="OR",
                    ),
                ),
                name="price_line_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("tender", "code"), name="requirement_code_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("id", "tender"), name="requirement_of_tender"
            ),
        ),
        migrations.AddConstraint(
            model_name="knownsuppliermark",
            constraint=models.UniqueConstraint(
                fields=("supplier", "requirement"), name="known_supplier_marked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderdocument",
            constraint=models.UniqueConstraint(
                fields=("tender", "name", "version"), name="tender_document_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["instructions", "specification", "contract", "consultation", "other"],
                    )
                ),
                name="tender_document_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), ("version__gt", 0)),
                name="tender_document_not_empty",
            ),
        ),
        *(composite(*each) for each in OF_THE_TENDER),
        *(
            protect(
                f"tendering_{table}",
                read=READABLE,
                write=PREPARED_BY_ME,
                update=columns,
                delete=PREPARED_BY_ME,
            )
            for table, columns in CHANGEABLE.items()
        ),
        protect(
            "tendering_tenderdocument",
            read=READABLE,
            write=DOCUMENTED_BY_ME,
            delete=PREPARED_BY_ME,
        ),
        # The buyer's own working papers.
        protect("tendering_knownsupplier", read=MINE, write=PREPARED_BY_ME, delete=PREPARED_BY_ME),
        protect(
            "tendering_knownsuppliermark",
            read=MINE,
            write=PREPARED_BY_ME,
            update=("meets",),
            delete=PREPARED_BY_ME,
        ),
        protect("tendering_freeze", read=READABLE, write=MINE),
        append_only("tendering_freeze"),
    ]
