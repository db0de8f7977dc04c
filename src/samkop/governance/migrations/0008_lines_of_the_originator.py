"""Whom an incident was told to, and what authorities were sent, its originator alone reads."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import party

wall = import_module("samkop.governance.migrations.0002_wall_of_security")

# Of the time line, as of recipients and clocks: these lines name persons, organisations, cases.
OTHERS = "kind NOT IN ('mark', 'authority')"
READ = f"({wall.READABLE}) AND ({OTHERS} OR {party('originator_id')})"
SET = "ALTER POLICY governance_incidententry_read ON governance_incidententry USING ({})"


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_votes_by_right")]

    operations = [
        migrations.RunSQL(SET.format(READ), reverse_sql=SET.format(wall.READABLE)),
    ]
