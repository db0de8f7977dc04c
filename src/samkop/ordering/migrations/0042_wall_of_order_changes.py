"""What is asked of a supplier is seen with the order and written by the buyer alone."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

OF_A_VISIBLE_ORDER = "EXISTS (SELECT FROM ordering_order o WHERE o.id = order_id)"
OF_A_VISIBLE_CHANGE = "EXISTS (SELECT FROM ordering_orderchange c WHERE c.id = change_id)"
OF_MY_CHANGE = (
    "EXISTS (SELECT FROM ordering_orderchange c WHERE c.id = change_id"
    " AND c.party_id = ANY (samkop_party_ids()))"
)

# Asked of the order's own supplier; answered by an answer to the same order.
TIED = """
ALTER TABLE ordering_orderchange ADD CONSTRAINT order_change_of_both
    FOREIGN KEY (order_id, party_id, supplier_id)
    REFERENCES ordering_order (id, buyer_id, supplier_id);
ALTER TABLE ordering_orderchange ADD CONSTRAINT order_change_of_order UNIQUE (id, order_id);
ALTER TABLE ordering_orderresponse ADD CONSTRAINT response_to_change_of_order
    FOREIGN KEY (change_id, order_id) REFERENCES ordering_orderchange (id, order_id)
"""
UNTIED = """
ALTER TABLE ordering_orderresponse DROP CONSTRAINT response_to_change_of_order;
ALTER TABLE ordering_orderchange DROP CONSTRAINT order_change_of_order;
ALTER TABLE ordering_orderchange DROP CONSTRAINT order_change_of_both
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0041_order_changes"), ("platform", "0002_wall")]

    operations = [
        protect(
            "ordering_orderchange",
            read=either(party("party_id"), party("supplier_id"), OF_A_VISIBLE_ORDER),
            write=party("party_id"),
            update=("state", "answered_at"),
        ),
        protect("ordering_orderchangeline", read=OF_A_VISIBLE_CHANGE, write=OF_MY_CHANGE),
        append_only("ordering_orderchangeline"),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
