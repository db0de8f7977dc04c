"""A file of prices is the purchasing body's, until it is applied."""

from django.db import migrations

from samkop.platform.row_security import party, protect

OWN = party("purchasing_body_id")
RUN_BY_ME = (
    "(agreement_id, purchasing_body_id) IN ("
    "SELECT a.id, a.purchasing_body_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0020_price_files")]

    operations = [
        protect("agreements_pricefile", read=OWN, write=RUN_BY_ME, update=("called",), delete=OWN)
    ]
