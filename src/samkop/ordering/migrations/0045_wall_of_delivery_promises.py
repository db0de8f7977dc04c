"""A promise is seen with its order and kept in the buyer's name."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

SIDES = either(party("buyer_id"), party("supplier_id"), party("purchasing_body_id"))
KEPT = (
    "quantity", "parts", "last_on", "due_on", "rank", "warned_for", "alarmed_for",
    "completed_on", "closed",
)  # fmt: skip

# Only of the order's own sides, and of a line that it has.
TIED = """
ALTER TABLE ordering_deliverypromise ADD CONSTRAINT delivery_promise_of_both
    FOREIGN KEY (order_id, buyer_id, supplier_id)
    REFERENCES ordering_order (id, buyer_id, supplier_id);
ALTER TABLE ordering_deliverypromise ADD CONSTRAINT delivery_promise_of_line
    FOREIGN KEY (order_id, line_number) REFERENCES ordering_orderline (order_id, line_number)
"""
UNTIED = """
ALTER TABLE ordering_deliverypromise DROP CONSTRAINT delivery_promise_of_line;
ALTER TABLE ordering_deliverypromise DROP CONSTRAINT delivery_promise_of_both
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0044_delivery_promises"), ("platform", "0002_wall")]

    operations = [
        protect("ordering_deliverypromise", read=SIDES, write=party("buyer_id"), update=KEPT),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
