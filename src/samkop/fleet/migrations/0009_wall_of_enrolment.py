"""Who sees and who writes lists of enrolment, sites' times and where device management hears."""

from django.db import migrations

from samkop.platform.row_security import party, protect

OWNER = party("owner_id")
SITE = "FOREIGN KEY (location_id, owner_id) REFERENCES parties_deliverylocation (id, party_id)"


class Migration(migrations.Migration):
    dependencies = [("fleet", "0008_enrolment")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE fleet_sitewindow ADD CONSTRAINT site_window_of_site {SITE}",
            reverse_sql="ALTER TABLE fleet_sitewindow DROP CONSTRAINT site_window_of_site",
        ),
        protect(
            "fleet_enrolmentrecord", read=OWNER, write=OWNER, delete=OWNER,
            update=("group_tag", "listed_on"),
        ),
        protect(
            "fleet_sitewindow", read=OWNER, write=OWNER, delete=OWNER, update=("opens", "closes")
        ),
        protect(
            "fleet_mdmendpoint", read=OWNER, write=OWNER,
            update=("url", "salt", "active", "told_at", "last_status"),
        ),
    ]  # fmt: skip
