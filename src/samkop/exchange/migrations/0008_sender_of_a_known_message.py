"""Bytes that a wrong sender brought first may be brought by the right one afterwards."""

from django.db import migrations

from samkop.platform.row_security import APPLICATION


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_access_point")]

    operations = [
        migrations.RunSQL(
            f"GRANT UPDATE (carried_from) ON exchange_message TO {APPLICATION}",
            reverse_sql=f"REVOKE UPDATE (carried_from) ON exchange_message FROM {APPLICATION}",
        )
    ]
