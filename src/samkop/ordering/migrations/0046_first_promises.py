"""Promises are looked up by their first day, and know what the buyer still wants of them."""

from django.db import migrations, models

from samkop.platform.row_security import APPLICATION

SIDES = (("buyer", "buyer"), ("supplier", "supplier"), ("purchasing_body", "body"))

# What was ordered, less what the buyer itself has taken back by the newest settlement.
KNOWN = """
UPDATE ordering_deliverypromise p SET wanted = l.quantity - coalesce((
    SELECT (s.taken_back ->> p.line_number::text)::int FROM ordering_ordersettlement s
    WHERE s.order_id = p.order_id ORDER BY s.id DESC LIMIT 1
), 0)
FROM ordering_orderline l WHERE l.id = p.line_id
"""
MAY_CHANGE = f"GRANT UPDATE (wanted) ON ordering_deliverypromise TO {APPLICATION}"
MAY_NOT = f"REVOKE UPDATE (wanted) ON ordering_deliverypromise FROM {APPLICATION}"


class Migration(migrations.Migration):
    dependencies = [("ordering", "0045_wall_of_delivery_promises")]

    operations = [
        *(
            migrations.RemoveIndex(model_name="deliverypromise", name=f"promise_by_{name}")
            for _side, name in SIDES
        ),
        *(
            migrations.AddIndex(
                model_name="deliverypromise",
                index=models.Index(fields=[side, "first_on", "id"], name=f"promise_first_{name}"),
            )
            for side, name in SIDES
        ),
        migrations.AddField(
            model_name="deliverypromise",
            name="wanted",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL(KNOWN, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(MAY_CHANGE, reverse_sql=MAY_NOT),
    ]
