"""The plan is its organisation's, and a row that was ordered or taken off never changes again."""

from django.db import migrations

from samkop.platform.row_security import party, protect

OWN = party("party_id")

# Foreign keys see through row security, so these hold whoever writes. That a row is ordered once
# is the database's to keep: whoever tries it again does not get past the trigger.
TIED = """
ALTER TABLE ordering_plannedpurchase ADD CONSTRAINT planned_purchase_of_a_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_plannedpurchase ADD CONSTRAINT planned_purchase_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_plannedpurchase ADD CONSTRAINT planned_purchase_own_site
    FOREIGN KEY (delivery_location_id, party_id) REFERENCES parties_deliverylocation (id, party_id);
ALTER TABLE ordering_plannedpurchase ADD CONSTRAINT planned_purchase_own_project
    FOREIGN KEY (project_id, party_id) REFERENCES ordering_budgetproject (id, party_id);
ALTER TABLE ordering_plannedpurchase ADD CONSTRAINT planned_purchase_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id);
CREATE FUNCTION ordering_plannedpurchase_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.state IN ('ordered', 'taken-off') THEN
        RAISE EXCEPTION 'planned purchase % is final: it is ordered or taken off', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ordering_plannedpurchase_final BEFORE UPDATE ON ordering_plannedpurchase
    FOR EACH ROW EXECUTE FUNCTION ordering_plannedpurchase_stays()
"""
UNTIED = """
DROP TRIGGER ordering_plannedpurchase_final ON ordering_plannedpurchase;
DROP FUNCTION ordering_plannedpurchase_stays();
ALTER TABLE ordering_plannedpurchase DROP CONSTRAINT planned_purchase_own_requisition;
ALTER TABLE ordering_plannedpurchase DROP CONSTRAINT planned_purchase_own_project;
ALTER TABLE ordering_plannedpurchase DROP CONSTRAINT planned_purchase_own_site;
ALTER TABLE ordering_plannedpurchase DROP CONSTRAINT planned_purchase_own_cost_centre;
ALTER TABLE ordering_plannedpurchase DROP CONSTRAINT planned_purchase_of_a_member
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0053_purchase_plan"), ("platform", "0002_wall")]

    operations = [
        protect(
            "ordering_plannedpurchase", read=OWN, write=OWN,
            update=(
                "person_id", "item_id", "quantity", "delivery_location_id", "cost_centre_id",
                "project_id", "order_on", "state", "requisition_id", "code", "sentence",
                "tried_at",
            ),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]  # fmt: skip
