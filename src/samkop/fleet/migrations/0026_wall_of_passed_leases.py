"""Who sees and who writes what goes on of leases; and leased devices may pass on."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

before = import_module("samkop.fleet.migrations.0018_wall_of_transfers")
tie = import_module("samkop.fleet.migrations.0002_wall").tie

# As before; but a leased device passes on, with a lease that runs, to whoever has joined its
# agreement and says who pays. What the giver's plan of renewal said of it does not.
FUNCTION = """
CREATE OR REPLACE FUNCTION fleet_pass_on(
    wanted bigint, at timestamptz, said text, assets bigint[], numbers text[], models bigint[],
    holders bigint[], locations bigint[]
) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE transfer fleet_assettransfer; payer bigint;
BEGIN
    SELECT t.* INTO transfer FROM fleet_assettransfer t
        JOIN fleet_transferanswer a ON a.transfer_id = t.id
        WHERE t.id = wanted AND t.state = 'decided' AND a.accepted AND a.carried_out_at IS NULL
        AND t.on_date <= (at + interval '14 hours')::date
        AND t.receiver_id = ANY (samkop_party_ids()) AND samkop_actor() = 'job:fleet-keeper'
        FOR UPDATE OF t;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'fleet_pass_on: transfer % is not to be carried out', wanted
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT a.cost_centre_id INTO payer FROM fleet_transferanswer a WHERE a.transfer_id = wanted;
    PERFORM FROM fleet_asset d WHERE d.id = ANY (assets) ORDER BY d.id FOR UPDATE;
    RETURN QUERY WITH moved AS (
        UPDATE fleet_asset d SET owner_id = transfer.receiver_id, asset_number = g.number,
            model_id = g.model, model_name = m.name, holder_id = g.holder,
            location_id = g.location, cost_centre_id = NULL, renewal_plan_id = NULL,
            custody_step = d.custody_step + 1, held_since = greatest(at, d.held_since)
        FROM unnest(assets, numbers, models, holders, locations)
                AS g (asset, number, model, holder, location)
            JOIN fleet_devicemodel m ON m.id = g.model
            JOIN fleet_transferredasset l ON l.transfer_id = wanted AND l.asset_id = g.asset
            JOIN fleet_custody c ON c.asset_id = g.asset
        WHERE d.id = g.asset AND d.owner_id = transfer.giver_id AND c.step = d.custody_step
            AND d.state NOT IN ('expected', 'returned', 'erased', 'ended')
            AND NOT EXISTS (SELECT FROM fleet_devicereturn r WHERE r.asset_id = d.id
                AND r.state NOT IN ('closed', 'cancelled'))
            AND NOT EXISTS (SELECT FROM fleet_workorderline w WHERE w.asset_id = d.id
                AND w.state = 'open')
            AND NOT EXISTS (SELECT FROM fleet_leasedasset i JOIN fleet_lease e ON e.id = i.lease_id
                WHERE i.asset_id = d.id AND i.stopped_on IS NULL AND NOT (
                    e.owner_id = transfer.giver_id AND e.state IN ('running', 'extended')
                    AND payer IS NOT NULL AND EXISTS (
                        SELECT FROM agreements_participation p
                        WHERE p.agreement_id = e.agreement_id
                        AND p.buyer_id = transfer.receiver_id)))
        RETURNING d.id, d.owner_id, d.holder_id, d.custody_step, d.held_since, c.since AS before
    ), stepped AS (
        INSERT INTO fleet_custody (asset_id, owner_id, holder_id, step, since, previous_step,
            previous_since, reason, source, note)
        SELECT v.id, v.owner_id, v.holder_id, v.custody_step, v.held_since, v.custody_step - 1,
            v.before, 'transferred', said, '' FROM moved v
    ) SELECT v.id FROM moved v;
END $$
"""

TIES = (
    tie("transferanswer", "transferanswer_of_cost_centre", "cost_centre_id, receiver_id",
        "parties_costcentre (id, party_id)"),
    tie("passedlease", "passed_lease_of_transfer", "transfer_id, giver_id, receiver_id",
        "fleet_assettransfer (id, giver_id, receiver_id)"),
    tie("passedlease", "passed_lease_of_lease", "lease_id, giver_id, financier_id",
        "fleet_lease (id, owner_id, financier_id)"),
    tie("lease", "lease_of_passed", "passed_id, owner_id, financier_id",
        "fleet_passedlease (id, receiver_id, financier_id)"),
)  # fmt: skip
GIVER = party("giver_id")


class Migration(migrations.Migration):
    dependencies = [("fleet", "0025_passed_leases")]

    operations = [
        *TIES,
        migrations.RunSQL(
            FUNCTION,
            reverse_sql=before.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
        protect(
            "fleet_passedlease",
            read=either(GIVER, party("receiver_id"), party("financier_id")), write=GIVER,
        ),
        append_only("fleet_passedlease"),
    ]  # fmt: skip
