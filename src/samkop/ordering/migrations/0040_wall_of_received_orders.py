"""Who sees and who writes the orders that come from purchasing systems."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# Foreign keys see through row security, so these hold whoever writes.
TIED = """
ALTER TABLE ordering_reservation ADD CONSTRAINT reservation_of_buyer UNIQUE (id, buyer_id);
ALTER TABLE ordering_receivedorder ADD CONSTRAINT received_order_for_own_reservation
    FOREIGN KEY (reservation_id, buyer_id) REFERENCES ordering_reservation (id, buyer_id);
ALTER TABLE ordering_receivedorder ADD CONSTRAINT received_order_becomes_own_order
    FOREIGN KEY (order_id, buyer_id) REFERENCES ordering_order (id, buyer_id)
"""
UNTIED = """
ALTER TABLE ordering_receivedorder DROP CONSTRAINT received_order_becomes_own_order;
ALTER TABLE ordering_receivedorder DROP CONSTRAINT received_order_for_own_reservation;
ALTER TABLE ordering_reservation DROP CONSTRAINT reservation_of_buyer
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0039_received_orders")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect(
            "ordering_receivedorder",
            read=either(party("buyer_id"), party("receiver_id")),
            write=party("buyer_id"),
        ),
        append_only("ordering_receivedorder"),
    ]
