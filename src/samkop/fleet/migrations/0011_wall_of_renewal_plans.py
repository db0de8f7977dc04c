"""Who sees and who writes renewal plans; and what the database itself holds together."""

from django.db import migrations

from samkop.platform.row_security import APPLICATION, either, party, protect

OWNER = party("owner_id")
TOLD = either(OWNER, party("supplier_id"), party("purchasing_body_id"))
# Foreign keys see through row security: what hangs on a plan is its own owner's.
TIES = (
    ("renewalcohort", "renewal_cohort_of_plan", "plan_id", "renewalplan"),
    ("renewalcohort", "renewal_cohort_of_model", "model_id", "devicemodel"),
    ("renewalstep", "renewal_step_of_cohort", "cohort_id", "renewalcohort"),
    ("asset", "asset_of_renewal_plan", "renewal_plan_id", "renewalplan"),
)


def tie(table: str, name: str, column: str, target: str) -> migrations.RunSQL:
    """A foreign key over a column and the owner."""
    altered = f"ALTER TABLE fleet_{table}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {name} FOREIGN KEY ({column}, owner_id)"
        f" REFERENCES fleet_{target} (id, owner_id)",
        reverse_sql=f"{altered} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("fleet", "0010_renewal_plans")]

    operations = [
        *(tie(*one) for one in TIES),
        migrations.RunSQL(
            f"GRANT UPDATE (renewal_plan_id) ON fleet_asset TO {APPLICATION}",
            reverse_sql=f"REVOKE UPDATE (renewal_plan_id) ON fleet_asset FROM {APPLICATION}",
        ),
        protect(
            "fleet_renewalplan", read=OWNER, write=OWNER,
            update=(
                "name", "state", "start", "months", "early_months", "late_months",
                "catch_up_months", "capacity", "quiet_months", "quiet_weight", "budgets",
                "round_min", "early_weight", "late_weight", "level_weight", "revision",
                "objective", "gap", "seconds", "conflicts", "planned_at", "decided_until",
                "decided_at",
            ),
        ),
        protect(
            "fleet_renewalcohort", read=OWNER, write=OWNER, update=("item_id",), delete=OWNER
        ),
        protect(
            "fleet_renewalstep", read=OWNER, write=OWNER, update=("ordered_at",), delete=OWNER
        ),
        protect("fleet_renewalforecast", read=TOLD, write=OWNER, delete=OWNER),
    ]  # fmt: skip
