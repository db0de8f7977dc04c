"""A division is seen by the agreement's members; its lines by whom they concern."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
RUN_BY_ME = (
    "(agreement_id, purchasing_body_id) IN ("
    "SELECT a.id, a.purchasing_body_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)
BODY = party("purchasing_body_id")
CONCERNED = either(BODY, party("supplier_id"), party("buyer_id"))

# No line of another's order, nor under another's division, whoever writes.
TIED = """
ALTER TABLE ordering_allocatedline ADD CONSTRAINT allocated_line_of_allocation
    FOREIGN KEY (allocation_id, purchasing_body_id, supplier_id)
    REFERENCES ordering_allocation (id, purchasing_body_id, supplier_id);
ALTER TABLE ordering_allocatedline ADD CONSTRAINT allocated_line_of_the_buyers_order
    FOREIGN KEY (order_id, buyer_id, supplier_id)
    REFERENCES ordering_order (id, buyer_id, supplier_id);
ALTER TABLE ordering_allocation ADD CONSTRAINT allocation_of_agreement
    FOREIGN KEY (item_id, agreement_id) REFERENCES catalogue_catalogueitem (id, agreement_id);
UPDATE ordering_order o SET criticality = l.criticality
    FROM parties_deliverylocation l WHERE l.id = o.delivery_location_id
"""
UNTIED = """
ALTER TABLE ordering_allocation DROP CONSTRAINT allocation_of_agreement;
ALTER TABLE ordering_allocatedline DROP CONSTRAINT allocated_line_of_the_buyers_order;
ALTER TABLE ordering_allocatedline DROP CONSTRAINT allocated_line_of_allocation
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0016_shortages"), ("agreements", "0003_wall")]

    operations = [
        protect("ordering_allocationrule", read=either(BODY, MY_AGREEMENT), write=RUN_BY_ME),
        append_only("ordering_allocationrule"),
        protect(
            "ordering_allocation",
            read=either(BODY, party("supplier_id"), MY_AGREEMENT),
            write=RUN_BY_ME,
        ),
        append_only("ordering_allocation"),
        protect("ordering_allocatedline", read=CONCERNED, write=BODY),
        append_only("ordering_allocatedline"),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
