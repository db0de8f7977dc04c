"""Who sees and who writes the care of devices: cases, loans, losses, recalls, joiners."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

OWNER, SUPPLIER = party("owner_id"), party("supplier_id")
BOTH = either(OWNER, SUPPLIER)


def about(column: str) -> str:
    """The owner writes of a device that is its own now; what it wrote stays its own."""
    return f"{OWNER} AND fleet_owns({column})"


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over several columns."""
    altered = f"ALTER TABLE fleet_{table}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {name}",
    )


HOLDER = ("holder_id, owner_id", "fleet_holder (id, owner_id)")
MEMBER = "parties_membership (person_id, party_id)"
MODEL = ("model_id, owner_id", "fleet_devicemodel (id, owner_id)")
CASE = ("case_id, owner_id", "fleet_devicecase (id, owner_id)")


class Migration(migrations.Migration):
    dependencies = [("fleet", "0015_care")]

    operations = [
        tie("devicecase", "device_case_of_holder", *HOLDER),
        tie("devicecase", "device_case_opened_by", "opened_by_id, owner_id",
            MEMBER),
        tie("repairreport", "repair_report_of_case", "case_id, owner_id, supplier_id",
            "fleet_devicecase (id, owner_id, supplier_id)"),
        tie("deviceloan", "device_loan_of_holder", *HOLDER),
        tie("deviceloan", "device_loan_of_case", *CASE),
        tie("deviceswap", "device_swap_of_case", *CASE),
        protect(
            "fleet_devicecase", read=BOTH, write=about("asset_id"), update_when=OWNER,
            update=(
                "state", "supplier_id", "way", "rma_number", "sent_at", "expected_on",
                "replacement_serial", "cost_cents", "outcome", "answer", "closed_at",
            ),
        ),
        protect("fleet_repairreport", read=BOTH, write=SUPPLIER),
        append_only("fleet_repairreport"),
        protect(
            "fleet_deviceloan", read=OWNER, write=about("asset_id"), update_when=OWNER,
            update=("reminded_on", "ended_at"),
        ),
        protect(
            "fleet_deviceswap", read=OWNER,
            write=f"{about('old_id')} AND fleet_owns(new_id)",
        ),
        append_only("fleet_deviceswap"),
        tie("missingdevice", "missing_device_of_holder", *HOLDER),
        tie("missingdevice", "missing_device_by", "reported_by_id, owner_id", MEMBER),
        tie("devicerecall", "device_recall_of_model", *MODEL),
        tie("recalleddevice", "recalled_device_of_recall", "recall_id, owner_id",
            "fleet_devicerecall (id, owner_id)"),
        tie("warrantyterm", "warranty_term_of_model", *MODEL),
        tie("staffchange", "staff_change_of_person", "person_id, owner_id", MEMBER),
        protect(
            "fleet_missingdevice", read=OWNER, write=about("asset_id"), update_when=OWNER,
            update=(
                "state", "police_report", "wiped_at", "closed_at",
            ),
        ),
        protect("fleet_devicerecall", read=OWNER, write=OWNER, update=("ended_at",)),
        protect(
            "fleet_recalleddevice", read=OWNER, write=about("asset_id"), update_when=OWNER,
            update=("state", "note", "settled_on"),
        ),
        protect("fleet_warrantyterm", read=OWNER, write=OWNER, update=("months",)),
        protect(
            "fleet_staffchange", read=OWNER, write=OWNER,
            update=("due_on", "state", "note", "closed_at"),
        ),
    ]  # fmt: skip
