"""An order's rows know its id before they are written: it is drawn with its number."""

from django.db import migrations

DRAWN = "ordering_requisition_id_seq, ordering_order_id_seq"


class Migration(migrations.Migration):
    dependencies = [("ordering", "0030_saved_baskets_holding")]

    operations = [
        migrations.RunSQL(
            f"GRANT USAGE ON SEQUENCE {DRAWN} TO samkop_app",
            reverse_sql=f"REVOKE USAGE ON SEQUENCE {DRAWN} FROM samkop_app",
        )
    ]
