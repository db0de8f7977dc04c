"""Who sees and who writes transfers; and the one statement by which devices pass on."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

GIVER, RECEIVER = party("giver_id"), party("receiver_id")
BOTH = either(GIVER, RECEIVER)

# No party may write another's devices: this function does, for the receiver's own job, what both
# have agreed on, and nothing else. A device that has ended or is asked back meanwhile stays.
FUNCTION = """
CREATE FUNCTION fleet_pass_on(
    wanted bigint, at timestamptz, said text, assets bigint[], numbers text[], models bigint[],
    holders bigint[], locations bigint[]
) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE transfer fleet_assettransfer;
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
    PERFORM FROM fleet_asset d WHERE d.id = ANY (assets) ORDER BY d.id FOR UPDATE;
    RETURN QUERY WITH moved AS (
        UPDATE fleet_asset d SET owner_id = transfer.receiver_id, asset_number = g.number,
            model_id = g.model, model_name = m.name, holder_id = g.holder,
            location_id = g.location, cost_centre_id = NULL, custody_step = d.custody_step + 1,
            held_since = greatest(at, d.held_since)
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
            AND NOT EXISTS (SELECT FROM fleet_leasedasset i WHERE i.asset_id = d.id
                AND i.stopped_on IS NULL)
        RETURNING d.id, d.owner_id, d.holder_id, d.custody_step, d.held_since, c.since AS before
    ), stepped AS (
        INSERT INTO fleet_custody (asset_id, owner_id, holder_id, step, since, previous_step,
            previous_since, reason, source, note)
        SELECT v.id, v.owner_id, v.holder_id, v.custody_step, v.held_since, v.custody_step - 1,
            v.before, 'transferred', said, '' FROM moved v
    ) SELECT v.id FROM moved v;
END $$
"""


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over several columns: what hangs together is of the same two."""
    altered, constraint = f"ALTER TABLE fleet_{table}", f"{table}_of_{name}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {constraint} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {constraint}",
    )


SIDES = "transfer_id, giver_id, receiver_id"
TO_TRANSFER = "fleet_assettransfer (id, giver_id, receiver_id)"
MEMBER = "parties_membership (person_id, party_id)"
TIES = (
    tie("assettransfer", "decider", "decided_by_id, giver_id", MEMBER),
    tie("transferredasset", "transfer", SIDES, TO_TRANSFER),
    tie("transferanswer", "transfer", SIDES, TO_TRANSFER),
    tie("transferanswer", "person", "answered_by_id, receiver_id", MEMBER),
    tie("transferanswer", "location", "location_id, receiver_id",
        "parties_deliverylocation (id, party_id)"),
    tie("passedasset", "transfer", SIDES, TO_TRANSFER),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fleet", "0017_transfers")]

    operations = [
        *TIES,
        migrations.RunSQL(
            FUNCTION,
            reverse_sql="DROP FUNCTION fleet_pass_on(bigint, timestamptz, text, bigint[], text[],"
            " bigint[], bigint[], bigint[])",
        ),
        protect("fleet_assettransfer", read=BOTH, write=GIVER, update=("state", "ended_at")),
        protect(
            "fleet_transferredasset", read=BOTH, write=f"{GIVER} AND fleet_owns(asset_id)"
        ),
        append_only("fleet_transferredasset"),
        protect("fleet_transferanswer", read=BOTH, write=RECEIVER, update=("carried_out_at",)),
        protect(
            "fleet_passedasset", read=BOTH, write=f"{RECEIVER} AND fleet_owns(asset_id)"
        ),
        append_only("fleet_passedasset"),
    ]  # fmt: skip
