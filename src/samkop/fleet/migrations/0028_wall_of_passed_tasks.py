"""What is to be done with devices passes on with them, and is counted beforehand for both."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

before = import_module("samkop.fleet.migrations.0026_wall_of_passed_leases")
tie = import_module("samkop.fleet.migrations.0002_wall").tie

ANEW = {
    # What is missing stays until it is found,
    "'erased', 'ended')": "'erased', 'ended', 'missing')",
    # what is asked back and not handed in yet passes on,
    "r.state NOT IN ('closed', 'cancelled')": "r.state NOT IN ('closed', 'cancelled', 'asked')",
    # and what work is planned for; what was collected for it is on its way, and stays.
    "w.state = 'open')": "w.state = 'open' AND w.state_before <> '')",
}


def passing_on() -> str:
    """The statement by which devices pass on, changed in these places."""
    text: str = before.FUNCTION
    for old, new in ANEW.items():
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


# The receiver reads none of these rows: this function counts them, for the two parties alone.
TASKS = """
CREATE FUNCTION fleet_transfer_tasks(wanted bigint) RETURNS TABLE (kind text, devices bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH listed AS (
        SELECT d.id, t.giver_id, d.state FROM fleet_assettransfer t
            JOIN fleet_transferredasset l ON l.transfer_id = t.id
            JOIN fleet_asset d ON d.id = l.asset_id AND d.owner_id = t.giver_id
        WHERE t.id = wanted AND t.state = 'decided'
            AND (t.giver_id = ANY (samkop_party_ids()) OR t.receiver_id = ANY (samkop_party_ids()))
    )
    SELECT 'work', count(DISTINCT d.id) FROM listed d JOIN fleet_workorderline w
        ON w.asset_id = d.id AND w.owner_id = d.giver_id AND w.state = 'open'
        AND w.state_before = ''
    UNION ALL SELECT 'case', count(DISTINCT d.id) FROM listed d JOIN fleet_devicecase c
        ON c.asset_id = d.id AND c.owner_id = d.giver_id AND c.state <> 'closed'
    UNION ALL SELECT 'loan', count(DISTINCT d.id) FROM listed d JOIN fleet_deviceloan o
        ON o.asset_id = d.id AND o.owner_id = d.giver_id AND o.ended_at IS NULL
    UNION ALL SELECT 'return', count(DISTINCT d.id) FROM listed d JOIN fleet_devicereturn r
        ON r.asset_id = d.id AND r.owner_id = d.giver_id AND r.state = 'asked'
    UNION ALL SELECT 'recall', count(DISTINCT d.id) FROM listed d JOIN fleet_recalleddevice e
        ON e.asset_id = d.id AND e.owner_id = d.giver_id AND e.state = 'open'
    UNION ALL SELECT 'stays', count(*) FROM listed d
        WHERE d.state IN ('expected', 'returned', 'erased', 'ended', 'missing')
        OR EXISTS (SELECT FROM fleet_workorderline w WHERE w.asset_id = d.id
            AND w.state = 'open' AND w.state_before <> '')
$$
"""

# Asking for a device back ends when it has passed on: of a return of the giver's no more is done.
OWN = f"{party('owner_id')} AND fleet_owns(asset_id)"
ENDED = f"{party('owner_id')} AND (fleet_owns(asset_id) OR state IN ('asked', 'cancelled'))"
RETURNS = (
    "ALTER POLICY fleet_devicereturn_update ON fleet_devicereturn USING ({0}) WITH CHECK ({0})"
)


class Migration(migrations.Migration):
    dependencies = [("fleet", "0027_passed_tasks")]

    operations = [
        tie("passedtask", "passed_task_of_transfer", "transfer_id, giver_id, receiver_id",
            "fleet_assettransfer (id, giver_id, receiver_id)"),
        migrations.RunSQL(passing_on(), reverse_sql=before.FUNCTION),
        migrations.RunSQL(RETURNS.format(ENDED), reverse_sql=RETURNS.format(OWN)),
        migrations.RunSQL(TASKS, reverse_sql="DROP FUNCTION fleet_transfer_tasks(bigint)"),
        protect(
            "fleet_passedtask", read=either(party("giver_id"), party("receiver_id")),
            write=party("giver_id"),
        ),
        append_only("fleet_passedtask"),
    ]  # fmt: skip
