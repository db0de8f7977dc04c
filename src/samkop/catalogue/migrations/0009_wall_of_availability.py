"""Who sees the shelf sees its stock; suppliers' people and the buyers who run it say it."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
SUPPLIED_OR_RUN = (
    "(agreement_id, purchasing_body_id, supplier_id) IN ("
    "SELECT a.id, a.purchasing_body_id, a.supplier_id FROM agreements_frameworkagreement a"
    " WHERE a.supplier_id = ANY (samkop_party_ids())"
    " OR a.purchasing_body_id = ANY (samkop_party_ids()))"
)
OWN = party("party_id")

TIED = (
    "ALTER TABLE catalogue_availability ADD CONSTRAINT availability_of_agreement"
    " FOREIGN KEY (item_id, agreement_id) REFERENCES catalogue_catalogueitem (id, agreement_id)"
)
UNTIED = "ALTER TABLE catalogue_availability DROP CONSTRAINT availability_of_agreement"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_availability"), ("agreements", "0003_wall")]

    operations = [
        protect(
            "catalogue_availability",
            read=either(party("purchasing_body_id"), party("supplier_id"), MY_AGREEMENT),
            write=SUPPLIED_OR_RUN,
        ),
        append_only("catalogue_availability"),
        protect("catalogue_availabilityfile", read=OWN, write=OWN, delete=OWN),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(
            "GRANT UPDATE (sold_until) ON catalogue_catalogueitem TO samkop_app",
            reverse_sql="REVOKE UPDATE (sold_until) ON catalogue_catalogueitem FROM samkop_app",
        ),
    ]
