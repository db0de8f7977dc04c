"""Everybody reads what is published; each organisation decides on its own, the job writes."""

from django.db import migrations

from samkop.platform.row_security import EVERYBODY, append_only, party, protect, system_job

# Both have to hold: the system job, in the name of the party whose release it is.
PUBLISHING = f"{system_job('open-data')} AND {party('owner_id')}"

# Whoever changes a body by going round the application leaves its hash behind.
HASHED = """
ALTER TABLE opendata_release ADD CONSTRAINT release_hash_of_its_body
    CHECK (sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
"""
UNHASHED = "ALTER TABLE opendata_release DROP CONSTRAINT release_hash_of_its_body"
OF_ITS_RELEASE = """
ALTER TABLE opendata_publishedpurchase ADD CONSTRAINT published_purchase_of_release
    FOREIGN KEY (release_id, owner_id) REFERENCES opendata_release (id, owner_id)
"""
ALONE = "ALTER TABLE opendata_publishedpurchase DROP CONSTRAINT published_purchase_of_release"


class Migration(migrations.Migration):
    dependencies = [
        ("opendata", "0001_initial"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(HASHED, reverse_sql=UNHASHED),
        migrations.RunSQL(OF_ITS_RELEASE, reverse_sql=ALONE),
        protect("opendata_publicationdecision", read=EVERYBODY, write=party("owner_id")),
        append_only("opendata_publicationdecision"),
        protect("opendata_release", read=EVERYBODY, write=PUBLISHING),
        append_only("opendata_release"),
        protect("opendata_publishedpurchase", read=EVERYBODY, write=PUBLISHING),
        append_only("opendata_publishedpurchase"),
    ]
