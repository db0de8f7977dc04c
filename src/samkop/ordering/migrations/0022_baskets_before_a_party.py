"""One's own basket is counted before it is known for whom one acts: the header shows it.

Only reading: to put something in, one acts for the organisation, as before.
"""

from django.db import migrations

ONE_S_OWN = "person_id = samkop_person_id()"
BEFORE = "party_id = ANY (samkop_party_ids()) AND person_id = samkop_person_id()"
TABLES = ("ordering_basketline", "ordering_basketconfiguration")


def policies(condition: str) -> str:
    return ";\n".join(
        f"ALTER POLICY {table}_read ON {table} USING ({condition})" for table in TABLES
    )


class Migration(migrations.Migration):
    dependencies = [("ordering", "0021_import_file")]

    operations = [migrations.RunSQL(policies(ONE_S_OWN), reverse_sql=policies(BEFORE))]
