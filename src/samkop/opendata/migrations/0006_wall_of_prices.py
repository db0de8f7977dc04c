"""Everybody reads the prices that are published; the system job alone writes them."""

from django.db import migrations

from samkop.platform.row_security import EVERYBODY, append_only, party, protect, system_job

PUBLISHING = f"{system_job('open-data')} AND {party('owner_id')}"
OF_ITS_PUBLICATION = """
ALTER TABLE opendata_publishedprice ADD CONSTRAINT published_price_of_publication
    FOREIGN KEY (publication_id, owner_id) REFERENCES opendata_pricepublication (id, owner_id)
"""
ALONE = "ALTER TABLE opendata_publishedprice DROP CONSTRAINT published_price_of_publication"


class Migration(migrations.Migration):
    dependencies = [("opendata", "0005_prices")]

    operations = [
        migrations.RunSQL(OF_ITS_PUBLICATION, reverse_sql=ALONE),
        protect("opendata_pricepublication", read=EVERYBODY, write=PUBLISHING),
        append_only("opendata_pricepublication"),
        protect("opendata_publishedprice", read=EVERYBODY, write=PUBLISHING),
        append_only("opendata_publishedprice"),
    ]
