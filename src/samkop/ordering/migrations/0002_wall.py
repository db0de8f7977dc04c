"""Who sees and who writes what in ordering; and what the database itself holds together."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

OWN = party("party_id")
OWN_BASKET = "party_id = ANY (samkop_party_ids()) AND person_id = samkop_person_id()"
SIDES = either(party("buyer_id"), party("supplier_id"), party("purchasing_body_id"))
# The order's own policy decides: the sub-select runs under it.
OF_A_VISIBLE_ORDER = "EXISTS (SELECT FROM ordering_order o WHERE o.id = order_id)"
OF_MY_ORDER = (
    "EXISTS (SELECT FROM ordering_order o WHERE o.id = order_id"
    " AND o.buyer_id = ANY (samkop_party_ids()))"
)
OF_A_VISIBLE_RESPONSE = "EXISTS (SELECT FROM ordering_orderresponse r WHERE r.id = response_id)"
OF_MY_RESPONSE = (
    "EXISTS (SELECT FROM ordering_orderresponse r WHERE r.id = response_id"
    " AND r.supplier_id = ANY (samkop_party_ids()))"
)

# Foreign keys see through row security, so these hold whoever writes: an order only by who
# joined the agreement, and only with the buyer's own cost centre, site and budget.
TIED = """
ALTER TABLE ordering_order ADD CONSTRAINT order_by_participant
    FOREIGN KEY (participation_id, buyer_id) REFERENCES agreements_participation (id, buyer_id);
ALTER TABLE ordering_requisition ADD CONSTRAINT requisition_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_requisition ADD CONSTRAINT requisition_own_delivery_location
    FOREIGN KEY (delivery_location_id, party_id)
    REFERENCES parties_deliverylocation (id, party_id);
ALTER TABLE ordering_budget ADD CONSTRAINT budget_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_budget ADD CONSTRAINT budget_of_party UNIQUE (id, party_id);
ALTER TABLE ordering_requisition ADD CONSTRAINT requisition_of_party UNIQUE (id, party_id);
ALTER TABLE ordering_order ADD CONSTRAINT order_of_buyer UNIQUE (id, buyer_id);
ALTER TABLE ordering_order ADD CONSTRAINT order_of_both UNIQUE (id, buyer_id, supplier_id);
ALTER TABLE ordering_budgetmovement ADD CONSTRAINT budget_movement_of_own_budget
    FOREIGN KEY (budget_id, party_id) REFERENCES ordering_budget (id, party_id);
ALTER TABLE ordering_requisitionline ADD CONSTRAINT requisition_line_of_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id);
ALTER TABLE ordering_approval ADD CONSTRAINT approval_of_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id);
ALTER TABLE ordering_order ADD CONSTRAINT order_of_own_requisition
    FOREIGN KEY (requisition_id, buyer_id) REFERENCES ordering_requisition (id, party_id);
ALTER TABLE ordering_order ADD CONSTRAINT order_from_own_budget
    FOREIGN KEY (budget_id, buyer_id) REFERENCES ordering_budget (id, party_id);
ALTER TABLE ordering_ordersettlement ADD CONSTRAINT settlement_of_own_order
    FOREIGN KEY (order_id, party_id) REFERENCES ordering_order (id, buyer_id);
ALTER TABLE ordering_orderresponse ADD CONSTRAINT response_of_the_orders_supplier
    FOREIGN KEY (order_id, buyer_id, supplier_id)
    REFERENCES ordering_order (id, buyer_id, supplier_id)
"""
UNTIED = """
ALTER TABLE ordering_orderresponse DROP CONSTRAINT response_of_the_orders_supplier;
ALTER TABLE ordering_ordersettlement DROP CONSTRAINT settlement_of_own_order;
ALTER TABLE ordering_order DROP CONSTRAINT order_from_own_budget;
ALTER TABLE ordering_order DROP CONSTRAINT order_of_own_requisition;
ALTER TABLE ordering_approval DROP CONSTRAINT approval_of_own_requisition;
ALTER TABLE ordering_requisitionline DROP CONSTRAINT requisition_line_of_own_requisition;
ALTER TABLE ordering_budgetmovement DROP CONSTRAINT budget_movement_of_own_budget;
ALTER TABLE ordering_order DROP CONSTRAINT order_of_both;
ALTER TABLE ordering_order DROP CONSTRAINT order_of_buyer;
ALTER TABLE ordering_requisition DROP CONSTRAINT requisition_of_party;
ALTER TABLE ordering_budget DROP CONSTRAINT budget_of_party;
ALTER TABLE ordering_order DROP CONSTRAINT order_by_participant;
ALTER TABLE ordering_requisition DROP CONSTRAINT requisition_own_cost_centre;
ALTER TABLE ordering_requisition DROP CONSTRAINT requisition_own_delivery_location;
ALTER TABLE ordering_budget DROP CONSTRAINT budget_own_cost_centre
"""
NUMBERS = (
    "CREATE SEQUENCE ordering_number CACHE 1; GRANT USAGE ON SEQUENCE ordering_number TO samkop_app"
)


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0001_initial"),
        ("agreements", "0003_wall"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(NUMBERS, reverse_sql="DROP SEQUENCE ordering_number"),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect(
            "ordering_basketline",
            read=OWN_BASKET,
            write=OWN_BASKET,
            update=("quantity",),
            delete=OWN_BASKET,
        ),
        protect("ordering_budget", read=OWN, write=OWN, update=("amount_cents", "committed_cents")),
        protect("ordering_budgetmovement", read=OWN, write=OWN),
        append_only("ordering_budgetmovement"),
        protect("ordering_approvalthreshold", read=OWN, write=OWN, update=("free_below_cents",)),
        protect("ordering_approvalauthority", read=OWN, write=OWN, update=("valid_until",)),
        protect("ordering_approval", read=OWN, write=OWN),
        append_only("ordering_approval"),
        protect("ordering_requisition", read=OWN, write=OWN, update=("state",)),
        protect("ordering_requisitionline", read=OWN, write=OWN),
        append_only("ordering_requisitionline"),
        protect(
            "ordering_order",
            read=SIDES,
            write=party("buyer_id"),
            update=("state", "message_id"),
        ),
        protect("ordering_orderline", read=OF_A_VISIBLE_ORDER, write=OF_MY_ORDER),
        append_only("ordering_orderline"),
        protect(
            "ordering_orderresponse",
            read=either(party("buyer_id"), party("supplier_id")),
            write=party("supplier_id"),
        ),
        append_only("ordering_orderresponse"),
        protect("ordering_orderresponseline", read=OF_A_VISIBLE_RESPONSE, write=OF_MY_RESPONSE),
        append_only("ordering_orderresponseline"),
        protect("ordering_substitutedecision", read=OWN, write=OWN),
        append_only("ordering_substitutedecision"),
        protect("ordering_ordersettlement", read=OWN, write=OWN),
        append_only("ordering_ordersettlement"),
    ]
