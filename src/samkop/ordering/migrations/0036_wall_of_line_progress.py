"""What became of an order's lines is read with the order and counted in the buyer's name."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

# The order's own policy decides: the sub-select runs under it.
OF_A_VISIBLE_ORDER = "EXISTS (SELECT FROM ordering_order o WHERE o.id = order_id)"
SUMS = ("despatched", "received", "returned", "invoiced", "credited")

# Only lines that the order has, and only in the order's own buyer's name.
TIED = """
ALTER TABLE ordering_orderlinemovement ADD CONSTRAINT order_line_movement_of_own_order
    FOREIGN KEY (order_id, buyer_id) REFERENCES ordering_order (id, buyer_id);
ALTER TABLE ordering_orderlinemovement ADD CONSTRAINT order_line_movement_of_line
    FOREIGN KEY (order_id, line_number) REFERENCES ordering_orderline (order_id, line_number);
ALTER TABLE ordering_orderlineprogress ADD CONSTRAINT order_line_progress_of_own_order
    FOREIGN KEY (order_id, buyer_id) REFERENCES ordering_order (id, buyer_id);
ALTER TABLE ordering_orderlineprogress ADD CONSTRAINT order_line_progress_of_line
    FOREIGN KEY (order_id, line_number) REFERENCES ordering_orderline (order_id, line_number)
"""
UNTIED = """
ALTER TABLE ordering_orderlineprogress DROP CONSTRAINT order_line_progress_of_line;
ALTER TABLE ordering_orderlineprogress DROP CONSTRAINT order_line_progress_of_own_order;
ALTER TABLE ordering_orderlinemovement DROP CONSTRAINT order_line_movement_of_line;
ALTER TABLE ordering_orderlinemovement DROP CONSTRAINT order_line_movement_of_own_order
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0035_line_progress"), ("platform", "0002_wall")]

    operations = [
        protect("ordering_orderlinemovement", read=OF_A_VISIBLE_ORDER, write=party("buyer_id")),
        append_only("ordering_orderlinemovement"),
        protect(
            "ordering_orderlineprogress",
            read=OF_A_VISIBLE_ORDER,
            write=party("buyer_id"),
            update=SUMS,
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
