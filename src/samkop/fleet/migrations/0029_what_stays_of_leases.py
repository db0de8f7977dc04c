"""What would not pass on is counted with its leases: without a schedule, or not joined."""

from importlib import import_module

from django.db import migrations

before = import_module("samkop.fleet.migrations.0028_wall_of_passed_tasks")

LAST = """AND w.state = 'open' AND w.state_before <> '')
$$"""
LEASED = """AND w.state = 'open' AND w.state_before <> '')
        OR EXISTS (SELECT FROM fleet_leasedasset i JOIN fleet_lease e ON e.id = i.lease_id
            WHERE i.asset_id = d.id AND i.stopped_on IS NULL AND NOT (
                e.state IN ('running', 'extended') AND EXISTS (
                    SELECT FROM agreements_participation p
                    WHERE p.agreement_id = e.agreement_id AND p.buyer_id = d.receiver_id)))
$$"""


def counted() -> str:
    """The function that counts, with leases among what stays."""
    text = before.TASKS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    sides = ("t.giver_id, d.state", "t.giver_id, t.receiver_id, d.state")
    for old, new in ((LAST, LEASED), sides):
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("fleet", "0028_wall_of_passed_tasks")]

    operations = [
        migrations.RunSQL(
            counted(),
            reverse_sql=before.TASKS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
