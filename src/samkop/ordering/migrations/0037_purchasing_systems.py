"""Purchasing systems in the shop, their sessions, and what their baskets hold."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0023_functions_planned_once"),
        ("catalogue", "0017_sorted_by_shown_name"),
        ("ordering", "0036_wall_of_line_progress"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="PunchOutConnection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("protocol", models.CharField(choices=[("oci", "OCI 5")], max_length=10)),
                ("identity", models.CharField(max_length=40, unique=True)),
                ("secret_digest", models.BinaryField(max_length=32)),
                ("secret_made_at", models.DateTimeField()),
                (
                    "return_origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=270), size=None
                    ),
                ),
                ("reservation_hours", models.PositiveSmallIntegerField(default=24)),
                ("created_at", models.DateTimeField()),
                ("switched_off_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PunchOutSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.BinaryField(max_length=32, unique=True)),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("shop", "To choose in the shop"),
                            ("detail", "To look at an item"),
                            ("sourcing", "To search the shop"),
                            ("validate", "To ask for an item's price of today"),
                        ],
                        default="shop",
                        max_length=15,
                    ),
                ),
                ("item_id", models.BigIntegerField(blank=True, null=True)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("search", models.CharField(blank=True, max_length=200)),
                ("return_address", models.CharField(max_length=2000)),
                ("parameters", models.JSONField(default=dict)),
                ("buyer_cookie", models.CharField(blank=True, max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("open", "In the shop"),
                            ("returned", "Basket returned"),
                            ("left", "Left without a basket"),
                            ("expired", "Run out"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reservation",
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
                            ("held", "Held"),
                            ("consumed", "Ordered"),
                            ("expired", "Run out"),
                            ("released", "Given back"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("total_cents", models.BigIntegerField()),
                ("reserved_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReservationLine",
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
                ("price_group", models.CharField(max_length=60)),
                ("properties", models.JSONField(default=dict)),
                ("quantity", models.PositiveIntegerField()),
                ("unit_price_cents", models.BigIntegerField()),
                ("net_cents", models.BigIntegerField()),
                ("term_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("origin", models.JSONField(default=dict)),
                ("expected_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="basketline",
            name="basket_line_once_per_item",
        ),
        migrations.AddField(
            model_name="punchoutconnection",
            name="cost_centre",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="parties.costcentre",
            ),
        ),
        migrations.AddField(
            model_name="punchoutconnection",
            name="delivery_location",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="parties.deliverylocation",
            ),
        ),
        migrations.AddField(
            model_name="punchoutconnection",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="punchoutconnection",
            name="shopper",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddField(
            model_name="punchoutsession",
            name="connection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="ordering.punchoutconnection"
            ),
        ),
        migrations.AddField(
            model_name="punchoutsession",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="punchoutsession",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddField(
            model_name="basketconfiguration",
            name="punch_out_session",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.punchoutsession",
            ),
        ),
        migrations.AddField(
            model_name="basketline",
            name="punch_out_session",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.punchoutsession",
            ),
        ),
        migrations.AddConstraint(
            model_name="basketline",
            constraint=models.UniqueConstraint(
                fields=("party", "person", "item", "punch_out_session"),
                name="basket_line_once_per_item",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="agreements.frameworkagreement"
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="buyer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="connection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="ordering.punchoutconnection"
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="order",
            field=models.OneToOneField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.order",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="participation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="agreements.participation",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="purchasing_body",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="session",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reservations",
                to="ordering.punchoutsession",
            ),
        ),
        migrations.AddField(
            model_name="reservationline",
            name="configuration",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="catalogue.configuration",
            ),
        ),
        migrations.AddField(
            model_name="reservationline",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="catalogue.catalogueitem"
            ),
        ),
        migrations.AddField(
            model_name="reservationline",
            name="reservation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="ordering.reservation",
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutconnection",
            constraint=models.UniqueConstraint(
                fields=("party", "name"), name="punch_out_connection_name_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutconnection",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol__in", ["oci"])),
                name="punch_out_connection_protocol_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutconnection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reservation_hours__range", (1, 720))),
                name="punch_out_connection_hours_bounded",
            ),
        ),
        migrations.AddIndex(
            model_name="punchoutsession",
            index=models.Index(
                condition=models.Q(("state__in", ["asked", "open"])),
                fields=["expires_at", "id"],
                name="punch_out_session_going_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "open", "returned", "left", "expired"])),
                name="punch_out_session_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("function__in", ["shop", "detail", "sourcing", "validate"])),
                name="punch_out_session_function_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="punchoutsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("asked_at"))),
                name="punch_out_session_ends_later",
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(fields=["buyer", "reserved_at", "id"], name="reservation_by_time"),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("state", "held")),
                fields=["expires_at", "id"],
                name="reservation_running_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                fields=("buyer", "number"), name="reservation_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["held", "consumed", "expired", "released"])),
                name="reservation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("reserved_at"))),
                name="reservation_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "held")),
                    models.Q(
                        models.Q(("state", "held"), _negated=True), ("ended_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="reservation_ended_unless_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("order__isnull", False), ("state", "consumed")),
                    models.Q(
                        models.Q(("state", "consumed"), _negated=True), ("order__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="reservation_consumed_by_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservationline",
            constraint=models.UniqueConstraint(
                fields=("reservation", "line_number"), name="reservation_line_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservationline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("quantity"), "*", models.F("unit_price_cents")
                        ),
                    )
                ),
                name="reservation_line_adds_up",
            ),
        ),
    ]
