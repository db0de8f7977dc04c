"""Changes and cancellations of orders, as purchasing systems send them."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import append_only, either, party, protect

# Foreign keys see through row security, so these hold whoever writes.
TIED = """
ALTER TABLE ordering_receivedorder ADD CONSTRAINT received_order_of_buyer UNIQUE (id, buyer_id);
ALTER TABLE ordering_orderchange ADD CONSTRAINT order_change_of_party UNIQUE (id, party_id);
ALTER TABLE ordering_receivedchange ADD CONSTRAINT received_change_of_own_order
    FOREIGN KEY (received_order_id, buyer_id) REFERENCES ordering_receivedorder (id, buyer_id);
ALTER TABLE ordering_receivedchange ADD CONSTRAINT received_change_asks_own_change
    FOREIGN KEY (change_id, buyer_id) REFERENCES ordering_orderchange (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_receivedchange DROP CONSTRAINT received_change_asks_own_change;
ALTER TABLE ordering_receivedchange DROP CONSTRAINT received_change_of_own_order;
ALTER TABLE ordering_orderchange DROP CONSTRAINT order_change_of_party;
ALTER TABLE ordering_receivedorder DROP CONSTRAINT received_order_of_buyer
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0049_wall_of_standing_orders"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.BigIntegerField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("cancellation", "Cancellation"), ("change", "Change")],
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(max_length=200)),
                ("order_number", models.CharField(max_length=200)),
                ("currency", models.CharField(max_length=3)),
                ("refusal_code", models.CharField(blank=True, max_length=60)),
                ("sentence", models.CharField(blank=True, max_length=500)),
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
                    "change",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_change",
                        to="ordering.orderchange",
                    ),
                ),
                (
                    "received_order",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_changes",
                        to="ordering.receivedorder",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cancellation", "change"])),
                        name="received_change_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_order__isnull", False), ("refusal_code", "")),
                            models.Q(
                                models.Q(("refusal_code", ""), _negated=True),
                                ("change__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="received_change_taken_or_refused",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect(
            "ordering_receivedchange",
            read=either(party("buyer_id"), party("receiver_id")),
            write=party("buyer_id"),
        ),
        append_only("ordering_receivedchange"),
    ]
