import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0004_ceiling"),
        ("catalogue", "0003_search"),
        ("parties", "0004_wall_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalAuthority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limit_cents", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "cost_centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.costcentre",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("free_below_cents", models.BigIntegerField()),
                (
                    "cost_centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.costcentre",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BasketLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.catalogueitem"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("amount_cents", models.BigIntegerField()),
                ("committed_cents", models.BigIntegerField(default=0)),
                (
                    "cost_centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.costcentre"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BudgetMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=60)),
                ("cents", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ordering.budget"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("cost_centre_code", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("placed", "Placed"),
                            ("acknowledged", "Received by the supplier"),
                            ("confirmed", "Confirmed"),
                            ("partly-confirmed", "Confirmed in part"),
                            ("substitute-offered", "Substitute offered"),
                            ("refused", "Refused by the supplier"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="placed",
                        max_length=20,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("total_cents", models.BigIntegerField()),
                ("message_id", models.BigIntegerField(null=True)),
                ("placed_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ordering.budget"
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.participation",
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
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
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
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.PositiveSmallIntegerField()),
                ("seller_item_id", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("unit_code", models.CharField(max_length=3)),
                ("price_group", models.CharField(max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price_cents", models.BigIntegerField()),
                ("net_cents", models.BigIntegerField()),
                ("origin", models.JSONField(default=dict)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.catalogueitem"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ordering.order",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=200)),
                (
                    "response_code",
                    models.CharField(
                        choices=[
                            ("AB", "Received"),
                            ("RE", "Refused"),
                            ("AP", "Accepted"),
                            ("CA", "Accepted with changes"),
                        ],
                        max_length=2,
                    ),
                ),
                ("promised_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("message_id", models.BigIntegerField()),
                ("received_at", models.DateTimeField()),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="ordering.order",
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
            name="OrderResponseLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.PositiveSmallIntegerField()),
                ("status", models.CharField(max_length=3)),
                ("quantity", models.PositiveIntegerField()),
                ("promised_on", models.DateField(blank=True, null=True)),
                ("substitute_item_id", models.CharField(blank=True, max_length=80)),
                ("substitute_name", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ordering.orderresponse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.CharField(max_length=60)),
                ("standing", models.JSONField(default=dict)),
                ("released_cents", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="ordering.order",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Requisition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Waiting for approval"),
                            ("ordered", "Ordered"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("total_cents", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("submitted_at", models.DateTimeField()),
                (
                    "cost_centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.costcentre"
                    ),
                ),
                (
                    "delivery_location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.deliverylocation"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="requisition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="ordering.requisition",
            ),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "Approved"), ("rejected", "Rejected")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="ordering.approvalauthority"
                    ),
                ),
                (
                    "requisition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="ordering.requisition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequisitionLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price_cents", models.BigIntegerField()),
                ("net_cents", models.BigIntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.catalogueitem"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "requisition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ordering.requisition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubstituteDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
                (
                    "response_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="ordering.orderresponseline"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="approvalauthority",
            index=models.Index(fields=["party", "cost_centre"], name="approval_authority_lookup"),
        ),
        migrations.AddConstraint(
            model_name="approvalauthority",
            constraint=models.CheckConstraint(
                condition=models.Q(("limit_cents__gt", 0)), name="approval_authority_limit_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalthreshold",
            constraint=models.UniqueConstraint(
                models.F("party"),
                django.db.models.functions.comparison.Coalesce("cost_centre", 0),
                name="approval_threshold_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalthreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("free_below_cents__gte", 0)),
                name="approval_threshold_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="basketline",
            constraint=models.UniqueConstraint(
                fields=("party", "person", "item"), name="basket_line_once_per_item"
            ),
        ),
        migrations.AddConstraint(
            model_name="basketline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__range", (1, 10000))),
                name="basket_line_quantity_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                fields=("cost_centre", "year"), name="budget_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("committed_cents__gte", 0)),
                name="budget_commitment_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("committed_cents__lte", models.F("amount_cents"))),
                name="budget_not_overrun",
            ),
        ),
        migrations.AddIndex(
            model_name="budgetmovement",
            index=models.Index(fields=["budget", "id"], name="budget_movement_ledger"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(
                fields=("order", "line_number"), name="order_line_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("quantity"), "*", models.F("unit_price_cents")
                        ),
                    )
                ),
                name="order_line_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderresponse",
            constraint=models.UniqueConstraint(
                fields=("supplier", "number", "order"), name="order_response_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderresponseline",
            constraint=models.UniqueConstraint(
                fields=("response", "line_number"), name="order_response_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ordersettlement",
            constraint=models.UniqueConstraint(
                fields=("order", "cause"), name="order_settlement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ordersettlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("released_cents__gte", 0)), name="order_settlement_gives_back"
            ),
        ),
        migrations.AddIndex(
            model_name="requisition",
            index=models.Index(fields=["party", "state", "-id"], name="requisition_by_state"),
        ),
        migrations.AddIndex(
            model_name="requisition",
            index=models.Index(
                fields=["party", "requester", "-id"], name="requisition_by_requester"
            ),
        ),
        migrations.AddConstraint(
            model_name="requisition",
            constraint=models.UniqueConstraint(
                fields=("party", "number"), name="requisition_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="requisition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["submitted", "ordered", "rejected", "withdrawn"])
                ),
                name="requisition_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["buyer", "-id"], name="order_by_buyer"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["supplier", "-id"], name="order_by_supplier"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["purchasing_body", "-id"], name="order_by_purchasing_body"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=("buyer", "number"), name="order_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "placed",
                            "acknowledged",
                            "confirmed",
                            "partly-confirmed",
                            "substitute-offered",
                            "refused",
                            "cancelled",
                        ],
                    )
                ),
                name="order_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_cents__gte", 0)), name="order_total_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                fields=("requisition",), name="approval_decides_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["approved", "rejected"])),
                name="approval_decision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", "approved"),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="approval_rejection_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="requisitionline",
            constraint=models.UniqueConstraint(
                fields=("requisition", "line_number"), name="requisition_line_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="requisitionline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("quantity"), "*", models.F("unit_price_cents")
                        ),
                    )
                ),
                name="requisition_line_adds_up",
            ),
        ),
    ]
