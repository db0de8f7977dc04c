"""Who sees and who writes leases: the lessee its own, the financier what it finances."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

tie = import_module("samkop.fleet.migrations.0002_wall").tie
agreements = import_module("samkop.agreements.migrations.0003_wall")

OWNER = party("owner_id")
BOTH = either(OWNER, party("financier_id"))
SIDES = either(party("financier_id"), party("lessee_id"))
RECORDED = party("recorded_by_id")

# vocabulary.LEASE_TRANSITIONS as the database's own rule.
TRANSITIONS = """
CREATE FUNCTION fleet_lease_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) IN (
        ('interim', 'running'), ('interim', 'ended'), ('running', 'extended'),
        ('running', 'ended'), ('extended', 'ended')
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'fleet_lease_transition: % does not become %', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fleet_lease_transition BEFORE UPDATE OF state ON fleet_lease
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION fleet_lease_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER fleet_lease_transition ON fleet_lease; DROP FUNCTION fleet_lease_transition()
"""

LEASE = "lease_id, owner_id, financier_id", "fleet_lease (id, owner_id, financier_id)"
TIES = (
    tie("leaseplan", "lease_plan_of_agreement", "agreement_id, financier_id",
        "agreements_frameworkagreement (id, supplier_id)"),
    tie("lease", "lease_of_plan", "plan_id, agreement_id, financier_id",
        "fleet_leaseplan (id, agreement_id, financier_id)"),
    tie("lease", "lease_of_participation", "participation_id, owner_id",
        "agreements_participation (id, buyer_id)"),
    tie("leasedasset", "leased_asset_of_lease", *LEASE),
    tie("leasedasset", "leased_asset_of_cost_centre", "cost_centre_id, owner_id",
        "parties_costcentre (id, party_id)"),
    tie("leasedasset", "leased_asset_of_project", "project_id, owner_id",
        "ordering_budgetproject (id, party_id)"),
    tie("leaseevent", "lease_event_of_lease", *LEASE),
    tie("leasestatement", "lease_statement_of_lease", *LEASE),
    tie("leasescheduleline", "lease_schedule_line_of_schedule",
        "schedule_id, financier_id, lessee_id, recorded_by_id",
        "fleet_leaseschedule (id, financier_id, lessee_id, recorded_by_id)"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fleet", "0013_leases")]

    operations = [
        *TIES,
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        protect(
            "fleet_leaseplan", read=agreements.MY_AGREEMENT, write=agreements.RUN_BY_ME,
            update=("valid_until",),
        ),
        protect(
            "fleet_lease", read=BOTH, write=OWNER,
            update=(
                "state", "starts_on", "ends_on", "schedule_number", "financing_cents",
                "budget_cents", "uncommitted_code", "alarm_days", "alarmed_for",
                "notice_given_on", "ended_on", "accounting_class",
            ),
        ),
        protect(
            "fleet_leasedasset", read=BOTH, write=OWNER,
            update=(
                "interim_from", "first_month", "stopped_on", "stop_reason", "buy_out_cents",
            ),
        ),
        protect("fleet_leaseevent", read=BOTH, write=OWNER),
        append_only("fleet_leaseevent"),
        protect("fleet_leaseschedule", read=SIDES, write=RECORDED),
        append_only("fleet_leaseschedule"),
        protect("fleet_leasescheduleline", read=SIDES, write=RECORDED),
        append_only("fleet_leasescheduleline"),
        protect("fleet_leasestatement", read=BOTH, write=party("financier_id")),
        append_only("fleet_leasestatement"),
    ]  # fmt: skip
