"""Who sees and who writes returns and proofs; and that no device leaves with data on it."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

OWNER = party("owner_id")
# Of a device that is one's own now.
OWN_DEVICE = f"{OWNER} AND fleet_owns(asset_id)"

# The guard at the end, for whoever writes: a device that is back becomes erased, or ends, when
# each of its storages has a proof, a certificate or an accepted loss; a missing one ends by an
# accepted loss that was reported since; any other that somebody has used goes by a return.
GUARD = """
CREATE FUNCTION fleet_storage_cleared(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM fleet_devicereturn r WHERE r.asset_id = wanted
        AND r.state IN ('handed-in', 'checked', 'cleared')
        AND NOT EXISTS (SELECT FROM generate_series(1, r.storages) s (number)
            WHERE NOT EXISTS (SELECT FROM fleet_erasureproof e
                WHERE e.device_return_id = r.id AND e.storage = s.number)
            AND NOT EXISTS (SELECT FROM fleet_destroyedstorage d
                WHERE d.device_return_id = r.id AND d.storage = s.number)
            AND NOT EXISTS (SELECT FROM fleet_lossreport l WHERE l.device_return_id = r.id
                AND l.decision = 'accepted' AND l.storage = s.number)))
$$;
CREATE FUNCTION fleet_asset_used(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM fleet_custody c JOIN fleet_holder h ON h.id = c.holder_id
        WHERE c.asset_id = wanted AND h.kind IN ('person', 'class', 'cart', 'room')
        AND c.since > coalesce((SELECT max(r.cleared_at) FROM fleet_devicereturn r
            WHERE r.asset_id = wanted), '-infinity'))
$$;
CREATE FUNCTION fleet_asset_leaves_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT m.storages FROM fleet_devicemodel m WHERE m.id = NEW.model_id) = 0 AND NOT EXISTS (
        SELECT FROM fleet_devicereturn r WHERE r.asset_id = NEW.id AND r.storages > 0
        AND r.state IN ('handed-in', 'checked', 'cleared')) THEN RETURN NEW; END IF;
    IF OLD.state = 'returned' AND fleet_storage_cleared(NEW.id) THEN RETURN NEW; END IF;
    IF OLD.state = 'missing' AND EXISTS (SELECT FROM fleet_lossreport l
        WHERE l.asset_id = NEW.id AND l.storage IS NULL AND l.decision = 'accepted'
        AND l.reported_at >= OLD.state_since) THEN RETURN NEW; END IF;
    IF OLD.state NOT IN ('returned', 'missing') AND NOT fleet_asset_used(NEW.id)
        THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'asset_leaves_empty: a storage of device % has no proof', NEW.asset_number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fleet_asset_leaves_empty BEFORE UPDATE OF state ON fleet_asset
    FOR EACH ROW WHEN (NEW.state IN ('erased', 'ended')
        AND OLD.state NOT IN ('expected', 'erased', 'ended'))
    EXECUTE FUNCTION fleet_asset_leaves_empty()
"""
UNGUARDED = """
DROP TRIGGER fleet_asset_leaves_empty ON fleet_asset; DROP FUNCTION fleet_asset_leaves_empty();
DROP FUNCTION fleet_asset_used(bigint); DROP FUNCTION fleet_storage_cleared(bigint)
"""


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over several columns: what hangs together is one owner's."""
    altered, constraint = f"ALTER TABLE fleet_{table}", f"{table}_of_{name}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {constraint} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {constraint}",
    )


RETURN = "device_return_id, owner_id, asset_id"
TO_RETURN = "fleet_devicereturn (id, owner_id, asset_id)"
MEMBER = "parties_membership (person_id, party_id)"
TIES = (
    tie("returncampaign", "asker", "asked_by_id, owner_id", MEMBER),
    tie("devicereturn", "campaign", "campaign_id, owner_id", "fleet_returncampaign (id, owner_id)"),
    tie("erasureproof", "return", RETURN, TO_RETURN),
    tie("erasureproof", "person", "person_id, owner_id", MEMBER),
    tie("destructioncertificate", "person", "person_id, owner_id", MEMBER),
    tie("destroyedstorage", "certificate", "certificate_id, owner_id",
        "fleet_destructioncertificate (id, owner_id)"),
    tie("destroyedstorage", "return", RETURN, TO_RETURN),
    tie("lossreport", "return", RETURN, TO_RETURN),
    tie("lossreport", "reporter", "reported_by_id, owner_id", MEMBER),
    tie("lossreport", "decider", "decided_by_id, owner_id", MEMBER),
    tie("disposal", "preparer", "prepared_by_id, owner_id", MEMBER),
    tie("gradeprice", "disposal", "disposal_id, owner_id", "fleet_disposal (id, owner_id)"),
    tie("disposedasset", "disposal", "disposal_id, owner_id", "fleet_disposal (id, owner_id)"),
    tie("disposedasset", "return", RETURN, TO_RETURN),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fleet", "0006_returns")]

    operations = [
        *TIES,
        migrations.RunSQL(GUARD, reverse_sql=UNGUARDED),
        protect("fleet_returncampaign", read=OWNER, write=OWNER),
        append_only("fleet_returncampaign"),
        protect(
            "fleet_devicereturn", read=OWNER, write=OWN_DEVICE,
            update=(
                "state", "due_on", "campaign_id", "storages", "grade", "condition",
                "handed_in_at", "checked_at", "cleared_at", "closed_at",
            ),
        ),
        protect("fleet_erasureproof", read=OWNER, write=OWN_DEVICE),
        append_only("fleet_erasureproof"),
        protect("fleet_destructioncertificate", read=OWNER, write=OWNER),
        append_only("fleet_destructioncertificate"),
        protect("fleet_destroyedstorage", read=OWNER, write=OWN_DEVICE),
        append_only("fleet_destroyedstorage"),
        protect(
            "fleet_lossreport", read=OWNER, write=OWN_DEVICE,
            update=("decision", "decision_words", "decided_at", "decided_by_id"),
        ),
        protect(
            "fleet_disposal", read=OWNER, write=OWNER,
            update=("state", "reference", "weight_grams", "income_cents", "done_on"),
        ),
        protect("fleet_gradeprice", read=OWNER, write=OWNER, update=("unit_cents",)),
        protect("fleet_disposedasset", read=OWNER, write=OWN_DEVICE, update=("income_cents",)),
    ]  # fmt: skip
