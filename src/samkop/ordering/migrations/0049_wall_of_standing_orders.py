"""A standing order is its organisation's; who of them sees and changes it is for the policies."""

from django.db import migrations

from samkop.platform.row_security import party, protect

OWN = party("party_id")
OF_OWN = (
    "EXISTS (SELECT FROM ordering_standingorder s WHERE s.id = standing_order_id"
    " AND s.party_id = ANY (samkop_party_ids()))"
)
CHANGED = (
    "name", "state", "cost_centre_id", "project_id", "delivery_location_id", "every_months",
    "first_on", "until", "next_on",
)  # fmt: skip

# Foreign keys see through row security, so these hold whoever writes.
TIED = """
ALTER TABLE ordering_standingorder ADD CONSTRAINT standing_order_of_a_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_standingorder ADD CONSTRAINT standing_order_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_standingorder ADD CONSTRAINT standing_order_own_site
    FOREIGN KEY (delivery_location_id, party_id) REFERENCES parties_deliverylocation (id, party_id);
ALTER TABLE ordering_standingorder ADD CONSTRAINT standing_order_own_project
    FOREIGN KEY (project_id, party_id) REFERENCES ordering_budgetproject (id, party_id);
ALTER TABLE ordering_standingorder ADD CONSTRAINT standing_order_of_party UNIQUE (id, party_id);
ALTER TABLE ordering_standingorderrun ADD CONSTRAINT standing_order_run_of_party
    FOREIGN KEY (standing_order_id, party_id) REFERENCES ordering_standingorder (id, party_id);
ALTER TABLE ordering_standingorderrun ADD CONSTRAINT standing_order_run_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_standingorderrun DROP CONSTRAINT standing_order_run_own_requisition;
ALTER TABLE ordering_standingorderrun DROP CONSTRAINT standing_order_run_of_party;
ALTER TABLE ordering_standingorder DROP CONSTRAINT standing_order_of_party;
ALTER TABLE ordering_standingorder DROP CONSTRAINT standing_order_own_project;
ALTER TABLE ordering_standingorder DROP CONSTRAINT standing_order_own_site;
ALTER TABLE ordering_standingorder DROP CONSTRAINT standing_order_own_cost_centre;
ALTER TABLE ordering_standingorder DROP CONSTRAINT standing_order_of_a_member
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0048_standing_orders"), ("platform", "0002_wall")]

    operations = [
        protect("ordering_standingorder", read=OWN, write=OWN, update=CHANGED),
        protect("ordering_standingorderline", read=OF_OWN, write=OF_OWN, update=("quantity",)),
        protect(
            "ordering_standingorderrun", read=OWN, write=OWN,
            update=("requisition_id", "code", "sentence", "tried_at"),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]  # fmt: skip
