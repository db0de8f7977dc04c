"""The price that a supplier's answer writes; and both sides read what became of an order.

What stands of an order, and the buyer's word on a substitute, concern the supplier who is to
deliver and the purchasing body that runs the agreement as much as the buyer: they read them
with the order. Only the buyer writes them, as before.
"""

from django.db import migrations, models

OF_A_VISIBLE_ORDER = "EXISTS (SELECT FROM ordering_order o WHERE o.id = order_id)"
OF_A_VISIBLE_ANSWER = (
    "EXISTS (SELECT FROM ordering_orderresponseline l WHERE l.id = response_line_id)"
)
OWN = "party_id = ANY (samkop_party_ids())"
OF_BOTH = "(buyer_id = ANY (samkop_party_ids())) OR (supplier_id = ANY (samkop_party_ids()))"
TABLES = {
    "ordering_ordersettlement": (OF_A_VISIBLE_ORDER, OWN),
    "ordering_orderresponse": (f"{OF_BOTH} OR {OF_A_VISIBLE_ORDER}", OF_BOTH),
    "ordering_substitutedecision": (OF_A_VISIBLE_ANSWER, OWN),
}


def policies(which: int) -> str:
    return ";\n".join(
        f"ALTER POLICY {table}_read ON {table} USING ({conditions[which]})"
        for table, conditions in TABLES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("ordering", "0019_budget_projects")]

    operations = [
        migrations.AddField(
            model_name="orderresponseline",
            name="unit_price_cents",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="orderresponseline",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit_price_cents__gte", 0)),
                name="order_response_line_price_not_negative",
            ),
        ),
        migrations.RunSQL(policies(0), reverse_sql=policies(1)),
    ]
