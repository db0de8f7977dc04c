"""What lets a register of a million devices in without asking more of the server than it must.

Two foreign keys to the owner say nothing that others do not: each device and each step of custody
names a holder with its owner (``asset_of_holder``, ``custody_of_holder``), and a holder's owner is
an organisation. They were two million look-ups.
"""

import django.db.models.deletion
from django.db import migrations, models

# One transaction may bring thousands of holders. The server plans once how it looks up a device's
# foreign keys; knowing nothing of rows that came in the same transaction it may choose an index by
# the owner alone, and read all of its holders for each device.
STATISTICS = """
CREATE FUNCTION fleet_take_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
    ANALYZE fleet_holder;
    ANALYZE fleet_devicemodel;
END
$f$;
REVOKE ALL ON FUNCTION fleet_take_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fleet_take_statistics() TO samkop_app
"""
# A large import lets the index of texts wait with what is new, and sorts it in at once.
SORTED_IN = """
CREATE FUNCTION fleet_sort_in_search() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
    SELECT gin_clean_pending_list('asset_search')
$f$;
REVOKE ALL ON FUNCTION fleet_sort_in_search() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fleet_sort_in_search() TO samkop_app
"""


def owner() -> models.ForeignKey:  # type: ignore[type-arg]
    """The owner without a foreign key of its own."""
    return models.ForeignKey(
        "parties.Party", on_delete=django.db.models.deletion.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fleet", "0023_joint_plans")]

    operations = [
        migrations.AlterField("asset", "owner", owner()),
        migrations.AlterField("custody", "owner", owner()),
        migrations.RunSQL(STATISTICS, reverse_sql="DROP FUNCTION fleet_take_statistics()"),
        migrations.RunSQL(SORTED_IN, reverse_sql="DROP FUNCTION fleet_sort_in_search()"),
    ]
