"""Who sees and who writes devices; and what the database itself holds together."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

OWNER = party("owner_id")
# A device that passed to another organisation takes its history along: who owns it now reads
# the steps before, who owned it then reads those of its own time.
OWNS = "fleet_owns(asset_id)"
OWNS_FUNCTION = """
CREATE FUNCTION fleet_owns(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM fleet_asset a
        WHERE a.id = wanted AND a.owner_id = ANY (samkop_party_ids()))
$$
"""

# vocabulary.TRANSITIONS as the database's own rule: no way around it for anybody. A device
# begins as expected, or as it stands in the register that it is taken over from.
TRANSITIONS = """
CREATE FUNCTION fleet_asset_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) IN (
        ('expected', 'received'), ('expected', 'ended'),
        ('received', 'staged'), ('received', 'in-transit'), ('received', 'in-use'),
        ('received', 'maintenance'), ('received', 'missing'), ('received', 'returned'),
        ('received', 'ended'),
        ('staged', 'received'), ('staged', 'in-transit'), ('staged', 'in-use'),
        ('staged', 'maintenance'), ('staged', 'missing'), ('staged', 'returned'),
        ('staged', 'ended'),
        ('in-transit', 'received'), ('in-transit', 'staged'), ('in-transit', 'in-use'),
        ('in-transit', 'maintenance'), ('in-transit', 'missing'), ('in-transit', 'returned'),
        ('in-use', 'in-transit'), ('in-use', 'maintenance'), ('in-use', 'missing'),
        ('in-use', 'returned'),
        ('maintenance', 'received'), ('maintenance', 'staged'), ('maintenance', 'in-transit'),
        ('maintenance', 'in-use'), ('maintenance', 'missing'), ('maintenance', 'returned'),
        ('missing', 'received'), ('missing', 'in-use'), ('missing', 'returned'),
        ('missing', 'ended'),
        ('returned', 'in-use'), ('returned', 'missing'), ('returned', 'erased'),
        ('returned', 'ended'),
        ('erased', 'staged'), ('erased', 'ended')
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'fleet_asset_transition: % does not become %', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fleet_asset_transition BEFORE UPDATE OF state ON fleet_asset
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION fleet_asset_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER fleet_asset_transition ON fleet_asset; DROP FUNCTION fleet_asset_transition()
"""

# A step of custody is the one that its device stands at: same owner, holder and time. Asked
# once a statement, so that a million steps cost one look.
STEPS = """
CREATE FUNCTION fleet_custody_of_asset() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM added c JOIN fleet_asset a ON a.id = c.asset_id
        WHERE c.step > a.custody_step OR c.step = a.custody_step
        AND (c.owner_id, c.holder_id, c.since) <> (a.owner_id, a.holder_id, a.held_since)) THEN
        RAISE EXCEPTION 'custody_of_asset: a step differs from where its device stands'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fleet_custody_of_asset AFTER INSERT ON fleet_custody
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION fleet_custody_of_asset()
"""
ANY_STEP = """
DROP TRIGGER fleet_custody_of_asset ON fleet_custody; DROP FUNCTION fleet_custody_of_asset()
"""

# And whoever gets a device, gets it by a further step.
HANDS = """
CREATE FUNCTION fleet_asset_changes_hands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.custody_step > OLD.custody_step THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'asset_changes_hands: a device gets another holder by a step of custody alone'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fleet_asset_changes_hands
    BEFORE UPDATE OF owner_id, holder_id, held_since, custody_step ON fleet_asset
    FOR EACH ROW WHEN ((OLD.owner_id, OLD.holder_id, OLD.held_since, OLD.custody_step)
        IS DISTINCT FROM (NEW.owner_id, NEW.holder_id, NEW.held_since, NEW.custody_step))
    EXECUTE FUNCTION fleet_asset_changes_hands()
"""
SAME_HANDS = """
DROP TRIGGER fleet_asset_changes_hands ON fleet_asset; DROP FUNCTION fleet_asset_changes_hands()
"""


def tie(table: str, name: str, columns: str, target: str, how: str = "") -> migrations.RunSQL:
    """A foreign key over several columns."""
    altered = f"ALTER TABLE fleet_{table}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target} {how}",
        reverse_sql=f"{altered} DROP CONSTRAINT {name}",
    )


# Foreign keys see through row security: what a device hangs on is its own owner's.
TIES = (
    tie("asset", "asset_of_model", "model_id, owner_id", "fleet_devicemodel (id, owner_id)"),
    tie("asset", "asset_of_holder", "holder_id, owner_id", "fleet_holder (id, owner_id)"),
    tie("asset", "asset_of_location", "location_id, owner_id",
        "parties_deliverylocation (id, party_id)"),
    tie("asset", "asset_of_cost_centre", "cost_centre_id, owner_id",
        "parties_costcentre (id, party_id)"),
    tie("holder", "holder_of_person", "person_id, owner_id",
        "parties_membership (person_id, party_id)"),
    tie("holder", "holder_of_location", "location_id, owner_id",
        "parties_deliverylocation (id, party_id)"),
    tie("custody", "custody_of_holder", "holder_id, owner_id", "fleet_holder (id, owner_id)"),
    tie("custody", "custody_follows", "asset_id, previous_step, previous_since",
        "fleet_custody (asset_id, step, since)"),
    # A device stands at a step of its custody; the step comes after it in the transaction.
    tie("asset", "asset_at_custody", "id, custody_step", "fleet_custody (asset_id, step)",
        "DEFERRABLE INITIALLY DEFERRED"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0001_initial"),
        ("receiving", "0006_return_remedies"),
    ]

    operations = [
        migrations.RunSQL(OWNS_FUNCTION, reverse_sql="DROP FUNCTION fleet_owns(bigint)"),
        *TIES,
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        migrations.RunSQL(STEPS, reverse_sql=ANY_STEP),
        migrations.RunSQL(HANDS, reverse_sql=SAME_HANDS),
        protect(
            "fleet_devicemodel", read=OWNER, write=OWNER,
            update=(
                "manufacturer", "name", "category", "support_state", "support_ends", "co2e_kg",
                "lifetime_months", "renewal_cents", "currency", "storages", "in_range",
            ),
        ),
        protect("fleet_holder", read=OWNER, write=OWNER, update=("name", "location_id")),
        protect(
            "fleet_assetseries", read=OWNER, write=OWNER, update=("prefix", "next_number")
        ),
        protect(
            "fleet_asset", read=OWNER, write=OWNER,
            update=(
                "asset_number", "serial_number", "model_id", "model_name", "category", "state",
                "state_since", "holder_id", "custody_step", "held_since", "location_id",
                "cost_centre_id", "received_on", "warranty_until", "renew_on", "support_ends",
                "ended_on", "end_reason",
            ),
        ),
        protect("fleet_custody", read=either(OWNER, OWNS), write=OWNER),
        append_only("fleet_custody"),
    ]  # fmt: skip
