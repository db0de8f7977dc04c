"""Who sees and who writes audit rounds."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

OWNER = party("owner_id")


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over several columns: what hangs together is one owner's."""
    altered, constraint = f"ALTER TABLE fleet_{table}", f"{table}_of_{name}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {constraint} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {constraint}",
    )


ROUND = "fleet_stocktaking (id, owner_id)"
MEMBER = "parties_membership (person_id, party_id)"
TIES = (
    tie("stocktaking", "location", "location_id, owner_id",
        "parties_deliverylocation (id, party_id)"),
    tie("stocktaking", "holder", "holder_id, owner_id", "fleet_holder (id, owner_id)"),
    tie("stocktaking", "opener", "opened_by_id, owner_id", MEMBER),
    tie("stocktakingscan", "round", "stocktaking_id, owner_id", ROUND),
    tie("stocktakingscan", "person", "person_id, owner_id", MEMBER),
    tie("stocktakingmissing", "round", "stocktaking_id, owner_id", ROUND),
)  # fmt: skip
OWN_OR_NONE = f"{OWNER} AND (asset_id IS NULL OR fleet_owns(asset_id))"


class Migration(migrations.Migration):
    dependencies = [("fleet", "0018_wall_of_transfers")]

    operations = [
        *TIES,
        protect(
            "fleet_stocktaking", read=OWNER, write=OWNER,
            update=("state", "ended_at", "missing", "moved"),
        ),
        protect("fleet_stocktakingscan", read=OWNER, write=OWN_OR_NONE),
        append_only("fleet_stocktakingscan"),
        protect(
            "fleet_stocktakingmissing", read=OWNER, write=f"{OWNER} AND fleet_owns(asset_id)"
        ),
        append_only("fleet_stocktakingmissing"),
    ]  # fmt: skip
