"""Who sees and who writes work orders; and what the database itself holds together."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

OWNER, PERFORMER = party("owner_id"), party("performer_id")
# The performer reads what is to be done, not the devices; what it did is its own rows.
BOTH = either(OWNER, PERFORMER)
SIDES = "work_order_id, owner_id, performer_id"

# vocabulary.WORK_TRANSITIONS as the database's own rule.
TRANSITIONS = """
CREATE FUNCTION fleet_work_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) IN (
        ('open', 'under-way'), ('open', 'done'), ('open', 'cancelled'),
        ('under-way', 'done'), ('under-way', 'cancelled')
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'fleet_work_transition: % does not become %', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fleet_work_transition BEFORE UPDATE OF state ON fleet_workorder
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION fleet_work_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER fleet_work_transition ON fleet_workorder; DROP FUNCTION fleet_work_transition()
"""


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over several columns."""
    altered = f"ALTER TABLE fleet_{table}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {name}",
    )


# Foreign keys see through row security: whatever names an owner and a performer hangs on the
# rows of just these two.
TIES = (
    tie("workorder", "work_order_of_location", "location_id, owner_id",
        "parties_deliverylocation (id, party_id)"),
    tie("workorder", "work_order_of_origin", "origin_id, owner_id",
        "parties_deliverylocation (id, party_id)"),
    tie("workorder", "work_order_of_person", "performer_person_id, performer_id",
        "parties_membership (person_id, party_id)"),
    tie("workorder", "work_order_of_opener", "created_by_id, owner_id",
        "parties_membership (person_id, party_id)"),
    tie("workorderline", "work_line_of_order", SIDES,
        "fleet_workorder (id, owner_id, performer_id)"),
    tie("signature", "signature_of_order", SIDES, "fleet_workorder (id, owner_id, performer_id)"),
    tie("signature", "signature_of_person", "person_id, owner_id",
        "parties_membership (person_id, party_id)"),
    tie("workreport", "work_report_of_order", SIDES,
        "fleet_workorder (id, owner_id, performer_id)"),
    tie("workreport", "work_report_of_both", f"line_id, {SIDES}",
        "fleet_workorderline (id, work_order_id, owner_id, performer_id)"),
    tie("workreport", "work_report_of_signature", f"signature_id, {SIDES}",
        "fleet_signature (id, work_order_id, owner_id, performer_id)"),
    tie("workreport", "work_report_of_person", "person_id, performer_id",
        "parties_membership (person_id, party_id)"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fleet", "0003_work_orders")]

    operations = [
        *TIES,
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        protect("fleet_workseries", read=OWNER, write=OWNER, update=("prefix", "next_number")),
        protect(
            "fleet_workorder", read=BOTH, write=OWNER,
            update=(
                "performer_person_id", "state", "due_on", "window_from", "window_to",
                "promised_on", "alarmed_for", "note", "ended_at",
            ),
        ),
        protect(
            "fleet_workorderline", read=BOTH, write=f"{OWNER} AND fleet_owns(asset_id)",
            update=(
                "state", "state_before", "enrolment", "exception", "problem", "reason", "done_at",
            ),
            update_when=OWNER,
        ),
        protect("fleet_signature", read=BOTH, write=PERFORMER),
        append_only("fleet_signature"),
        protect("fleet_workreport", read=BOTH, write=PERFORMER),
        append_only("fleet_workreport"),
    ]  # fmt: skip
