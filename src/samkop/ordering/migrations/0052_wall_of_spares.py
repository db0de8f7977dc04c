"""Spares are their organisation's; who of them handles and keeps them is for the policies."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

OWN = party("party_id")

# Foreign keys see through row security, so these hold whoever writes.
TIED = """
ALTER TABLE ordering_sparestock ADD CONSTRAINT spare_stock_of_a_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_sparestock ADD CONSTRAINT spare_stock_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_sparestock ADD CONSTRAINT spare_stock_own_site
    FOREIGN KEY (delivery_location_id, party_id) REFERENCES parties_deliverylocation (id, party_id);
ALTER TABLE ordering_sparestock ADD CONSTRAINT spare_stock_of_party UNIQUE (id, party_id);
ALTER TABLE ordering_sparemovement ADD CONSTRAINT spare_movement_of_own_stock
    FOREIGN KEY (spare_stock_id, party_id) REFERENCES ordering_sparestock (id, party_id);
ALTER TABLE ordering_sparemovement ADD CONSTRAINT spare_movement_of_stock
    UNIQUE (id, spare_stock_id);
ALTER TABLE ordering_sparerun ADD CONSTRAINT spare_run_of_own_stock
    FOREIGN KEY (spare_stock_id, party_id) REFERENCES ordering_sparestock (id, party_id);
ALTER TABLE ordering_sparerun ADD CONSTRAINT spare_run_after_own_movement
    FOREIGN KEY (movement_id, spare_stock_id)
    REFERENCES ordering_sparemovement (id, spare_stock_id);
ALTER TABLE ordering_sparerun ADD CONSTRAINT spare_run_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_sparerun DROP CONSTRAINT spare_run_own_requisition;
ALTER TABLE ordering_sparerun DROP CONSTRAINT spare_run_after_own_movement;
ALTER TABLE ordering_sparerun DROP CONSTRAINT spare_run_of_own_stock;
ALTER TABLE ordering_sparemovement DROP CONSTRAINT spare_movement_of_stock;
ALTER TABLE ordering_sparemovement DROP CONSTRAINT spare_movement_of_own_stock;
ALTER TABLE ordering_sparestock DROP CONSTRAINT spare_stock_of_party;
ALTER TABLE ordering_sparestock DROP CONSTRAINT spare_stock_own_site;
ALTER TABLE ordering_sparestock DROP CONSTRAINT spare_stock_own_cost_centre;
ALTER TABLE ordering_sparestock DROP CONSTRAINT spare_stock_of_a_member
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0051_spares"), ("platform", "0002_wall")]

    operations = [
        protect(
            "ordering_sparestock", read=OWN, write=OWN,
            update=(
                "person_id", "cost_centre_id", "minimum", "target", "in_stock", "newest", "active",
            ),
        ),
        protect("ordering_sparemovement", read=OWN, write=OWN),
        append_only("ordering_sparemovement"),
        protect(
            "ordering_sparerun", read=OWN, write=OWN,
            update=("quantity", "put_in", "requisition_id", "code", "sentence", "tried_at"),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]  # fmt: skip
