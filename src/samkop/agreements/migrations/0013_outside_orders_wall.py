"""Who sees and records orders placed outside the shop."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

wall = import_module("samkop.agreements.migrations.0003_wall")

# Foreign keys see through row security: only of who joined, only with the agreement's
# supplier, and a correction only of this buyer's order.
TIED = """
ALTER TABLE agreements_outsideorder ADD CONSTRAINT outside_order_by_participant
    FOREIGN KEY (participation_id, buyer_id) REFERENCES agreements_participation (id, buyer_id);
ALTER TABLE agreements_outsideorder ADD CONSTRAINT outside_order_at_the_agreements_supplier
    FOREIGN KEY (agreement_id, supplier_id)
    REFERENCES agreements_frameworkagreement (id, supplier_id);
ALTER TABLE agreements_outsideordercorrection ADD CONSTRAINT correction_of_the_buyers_outside_order
    FOREIGN KEY (outside_order_id, agreement_id, buyer_id)
    REFERENCES agreements_outsideorder (id, agreement_id, buyer_id)
"""
UNTIED = """
ALTER TABLE agreements_outsideordercorrection
    DROP CONSTRAINT correction_of_the_buyers_outside_order;
ALTER TABLE agreements_outsideorder DROP CONSTRAINT outside_order_at_the_agreements_supplier;
ALTER TABLE agreements_outsideorder DROP CONSTRAINT outside_order_by_participant
"""
RECORDERS = either(party("buyer_id"), wall.RUN_BY_ME)
# The order's own policy decides: the sub-select runs under it.
OF_A_VISIBLE_ORDER = "EXISTS (SELECT FROM agreements_outsideorder o WHERE o.id = outside_order_id)"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_outside_orders")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect(
            "agreements_outsideorder",
            read=either(party("buyer_id"), party("supplier_id"), wall.RUN_BY_ME),
            write=RECORDERS,
        ),
        append_only("agreements_outsideorder"),
        protect("agreements_outsideordercorrection", read=OF_A_VISIBLE_ORDER, write=RECORDERS),
        append_only("agreements_outsideordercorrection"),
    ]
