"""Who reads and who writes what is known of makers' security updates."""

from django.db import migrations

from samkop.platform.row_security import EVERYBODY, party, protect

PUBLISHER = party("publisher_id")


class Migration(migrations.Migration):
    dependencies = [("fleet", "0019_wall_of_stocktaking")]

    operations = [
        protect(
            "fleet_supportrelease", read=EVERYBODY, write=PUBLISHER,
            update=("name", "support_state", "support_ends", "source", "read_at"),
        ),
    ]  # fmt: skip
