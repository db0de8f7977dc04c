"""What prices are held against, what is found, and what suppliers answer."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0004_wall_of_benefit"),
        ("agreements", "0027_wall_of_competitions"),
        ("catalogue", "0017_sorted_by_shown_name"),
        ("invoicing", "0011_rents_in_coding_rules"),
        ("ordering", "0058_released_pieces"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ordered", "As ordered"),
                            ("invoiced", "As invoiced"),
                            ("outside", "Outside the shop"),
                        ],
                        max_length=10,
                    ),
                ),
                ("invoice_line", models.CharField(blank=True, max_length=20)),
                ("reference", models.CharField(max_length=200)),
                ("seller_item_id", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("price_group", models.CharField(blank=True, max_length=60)),
                ("bought_on", models.DateField()),
                ("quantity", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("price_cents", models.BigIntegerField(null=True)),
                ("expected_cents", models.BigIntegerField(null=True)),
                ("difference_cents", models.BigIntegerField(default=0)),
                ("total_difference_cents", models.BigIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("agrees", "Agrees with its rule"),
                            ("higher", "Higher than its rule"),
                            ("lower", "Lower than its rule"),
                            ("no-rule", "No data"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("base", "Starts from another price"),
                            ("rate", "Another discount or margin than tendered"),
                            ("index", "Index step not applied"),
                            ("offer", "The supplier offers it for less"),
                            ("tier", "Volume tier not applied"),
                            ("markup", "Markup differs"),
                            ("rounding", "Rounding"),
                            ("above-rule", "Above what the rule gives"),
                            ("below-rule", "Below what the rule gives"),
                            ("outside-shop", "Bought outside the shop: no price by item"),
                            ("not-listed", "No price of that day on the agreement's list"),
                            ("no-evidence", "No evidence of the purchase price that day"),
                            ("list-above-index", "The list price rose more than its index"),
                            ("comparable", "The same product costs less in another agreement"),
                            ("successor", "The successor costs more at equal configuration"),
                        ],
                        max_length=20,
                    ),
                ),
                ("causes", models.JSONField(default=list)),
                ("expected", models.JSONField(default=dict)),
                ("volume", models.BigIntegerField(null=True)),
                ("tier_permille", models.PositiveSmallIntegerField(default=0)),
                ("markup_permille", models.PositiveSmallIntegerField(default=0)),
                ("checked_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
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
                    "invoice",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="invoicing.invoice",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ordering.orderline",
                    ),
                ),
                (
                    "outside_order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.outsideorder",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "supplier",
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
            name="PriceFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seller_item_id", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "Ordered at another price"),
                            ("invoice", "Invoiced at another price"),
                            ("list", "List price against its index"),
                            ("comparable", "Price against comparable items"),
                            ("successor", "Successor against predecessor"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("base", "Starts from another price"),
                            ("rate", "Another discount or margin than tendered"),
                            ("index", "Index step not applied"),
                            ("offer", "The supplier offers it for less"),
                            ("tier", "Volume tier not applied"),
                            ("markup", "Markup differs"),
                            ("rounding", "Rounding"),
                            ("above-rule", "Above what the rule gives"),
                            ("below-rule", "Below what the rule gives"),
                            ("outside-shop", "Bought outside the shop: no price by item"),
                            ("not-listed", "No price of that day on the agreement's list"),
                            ("no-evidence", "No evidence of the purchase price that day"),
                            ("list-above-index", "The list price rose more than its index"),
                            ("comparable", "The same product costs less in another agreement"),
                            ("successor", "The successor costs more at equal configuration"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("currency", models.CharField(max_length=3)),
                ("price_cents", models.BigIntegerField()),
                ("expected_cents", models.BigIntegerField()),
                ("quantity", models.PositiveIntegerField(default=0)),
                ("total_cents", models.BigIntegerField(default=0)),
                ("seen_from", models.DateField()),
                ("seen_until", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "Found"),
                            ("asked", "Supplier asked"),
                            ("explained", "Explained"),
                            ("corrected", "Corrected"),
                            ("credited", "Settled by credit"),
                        ],
                        default="found",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("question", models.CharField(blank=True, max_length=1000)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("answer_due_on", models.DateField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("conclusion", models.CharField(blank=True, max_length=1000)),
                ("credit_reference", models.CharField(blank=True, max_length=120)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="parties.region"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceAnswer",
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
                            ("right", "The price is right"),
                            ("corrects", "We correct the price"),
                            ("credits", "We credit the difference"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("credit_reference", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="followup.pricefinding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceFindingPurchase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "check_made",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found_in",
                        to="followup.pricecheck",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchases",
                        to="followup.pricefinding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceSharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shared", models.BooleanField()),
                ("valid_from", models.DateField()),
                ("decided_by", models.CharField(max_length=120)),
                ("register_number", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceTolerance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("permille", models.PositiveSmallIntegerField()),
                ("cents", models.PositiveIntegerField()),
                ("rise_permille", models.PositiveSmallIntegerField()),
                ("answer_days", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.region",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(fields=["purchasing_body", "-id"], name="price_check_by_body"),
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(fields=["buyer", "-id"], name="price_check_by_buyer"),
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(
                fields=["agreement", "item", "bought_on"], name="price_check_by_item"
            ),
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(
                fields=["purchasing_body", "bought_on", "id"], name="price_check_body_on"
            ),
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(
                fields=["purchasing_body", "total_difference_cents", "id"],
                name="price_check_body_sum",
            ),
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(fields=["buyer", "bought_on", "id"], name="price_check_buyer_on"),
        ),
        migrations.AddIndex(
            model_name="pricecheck",
            index=models.Index(
                fields=["buyer", "total_difference_cents", "id"], name="price_check_buyer_sum"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["ordered", "invoiced", "outside"])),
                name="price_check_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["agrees", "higher", "lower", "no-rule"])),
                name="price_check_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("invoice__isnull", True),
                        ("order_line__isnull", False),
                        ("outside_order__isnull", True),
                        ("source", "ordered"),
                    ),
                    models.Q(
                        ("invoice__isnull", False),
                        ("order_line__isnull", False),
                        ("outside_order__isnull", True),
                        ("source", "invoiced"),
                        models.Q(("invoice_line", ""), _negated=True),
                    ),
                    models.Q(
                        ("invoice__isnull", True),
                        ("order_line__isnull", True),
                        ("outside_order__isnull", False),
                        ("source", "outside"),
                    ),
                    _connector="OR",
                ),
                name="price_check_of_one_purchase",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("difference_cents", 0),
                        ("expected_cents__isnull", True),
                        ("outcome", "no-rule"),
                    ),
                    models.Q(
                        models.Q(("outcome", "no-rule"), _negated=True),
                        (
                            "difference_cents",
                            django.db.models.expressions.CombinedExpression(
                                models.F("price_cents"), "-", models.F("expected_cents")
                            ),
                        ),
                        ("expected_cents__isnull", False),
                        ("price_cents__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="price_check_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_difference_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("difference_cents"), "*", models.F("quantity")
                        ),
                    )
                ),
                name="price_check_total_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "ordered")),
                fields=("order_line",),
                name="price_check_once_an_order_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "invoiced")),
                fields=("invoice", "invoice_line", "order_line"),
                name="price_check_once_an_invoice_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "outside")),
                fields=("outside_order",),
                name="price_check_once_an_outside_order",
            ),
        ),
        migrations.AddIndex(
            model_name="pricefinding",
            index=models.Index(fields=["purchasing_body", "-id"], name="price_finding_by_body"),
        ),
        migrations.AddIndex(
            model_name="pricefinding",
            index=models.Index(fields=["supplier", "-id"], name="price_finding_by_supplier"),
        ),
        migrations.AddIndex(
            model_name="pricefinding",
            index=models.Index(fields=["buyer", "-id"], name="price_finding_by_buyer"),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["found", "asked", "explained", "corrected", "credited"])
                ),
                name="price_finding_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["order", "invoice", "list", "comparable", "successor"])
                ),
                name="price_finding_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "found")),
                fields=("purchasing_body", "key"),
                name="price_finding_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["list", "comparable", "successor"])),
                fields=("purchasing_body", "key"),
                name="price_finding_of_a_list_price_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.UniqueConstraint(
                fields=("id", "purchasing_body", "supplier"), name="price_finding_of_both"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at__isnull", True), ("state", "found")),
                    models.Q(
                        models.Q(("state", "found"), _negated=True),
                        ("answer_due_on__isnull", False),
                        ("asked_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="price_finding_asked_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled_at__isnull", False),
                        ("state__in", ["corrected", "credited", "explained"]),
                        models.Q(("conclusion", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["corrected", "credited", "explained"]), _negated=True
                        ),
                        ("settled_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="price_finding_ends_with_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "credited"), _negated=True),
                    models.Q(("credit_reference", ""), _negated=True),
                    _connector="OR",
                ),
                name="price_finding_credited_by_a_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["right", "corrects", "credits"])),
                name="price_answer_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="price_answer_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricefindingpurchase",
            constraint=models.UniqueConstraint(
                fields=("finding", "check_made"), name="price_finding_purchase_once"
            ),
        ),
        migrations.AddIndex(
            model_name="pricesharing",
            index=models.Index(fields=["owner", "-id"], name="price_sharing_newest"),
        ),
        migrations.AddConstraint(
            model_name="pricesharing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", ""), _negated=True),
                    models.Q(("register_number", ""), _negated=True),
                ),
                name="price_sharing_registered",
            ),
        ),
        migrations.AddIndex(
            model_name="pricetolerance",
            index=models.Index(fields=["purchasing_body", "-id"], name="price_tolerance_newest"),
        ),
        migrations.AddConstraint(
            model_name="pricetolerance",
            constraint=models.CheckConstraint(
                condition=models.Q(("permille__lte", 1000), ("rise_permille__lte", 1000)),
                name="price_tolerance_within_the_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricetolerance",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_days__gte", 1), ("answer_days__lte", 365)),
                name="price_tolerance_answer_days",
            ),
        ),
    ]
