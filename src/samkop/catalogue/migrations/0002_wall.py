"""Who sees and who writes the shelf."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

# Whoever runs, supplies or is named in the agreement sees its shelf. One call a query: see
# agreements/migrations/0003_wall.py.
MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
# The purchasing body writes the shelf of the agreements that it runs; a supplier's e-document
# that of the agreements that the supplier supplies. The supplier's people do not.
SHELF_WRITER = (
    "(agreement_id, purchasing_body_id, supplier_id) IN ("
    "SELECT a.id, a.purchasing_body_id, a.supplier_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids())"
    " OR (a.supplier_id = ANY (samkop_party_ids()) AND samkop_actor() LIKE 'message:%'))"
)
RUN_BY_ME = (
    "(agreement_id, purchasing_body_id) IN ("
    "SELECT a.id, a.purchasing_body_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)
OWN = either(party("purchasing_body_id"), party("supplier_id"), MY_AGREEMENT)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("agreements", "0003_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        protect("catalogue_catalogue", read=OWN, write=SHELF_WRITER),
        protect(
            "catalogue_catalogueitem",
            read=OWN,
            write=SHELF_WRITER,
            update=(
                "catalogue_id", "name", "description", "manufacturer", "model", "gtin",
                "category", "list_price_cents", "currency", "unit_code", "vat_category",
                "vat_percent", "properties", "lead_time_days", "co2e_kg", "co2e_source",
                "support_state", "support_ends", "active", "replaced_by_id",
            ),
        ),
        protect("catalogue_cataloguefile", read=party("purchasing_body_id"), write=RUN_BY_ME),
        protect(
            "catalogue_rangeitem",
            read=either(party("purchasing_body_id"), MY_AGREEMENT),
            write=RUN_BY_ME,
            update=("valid_until", "note"),
        ),
        # No item of one agreement in the range of another, whoever writes.
        migrations.RunSQL(
            "ALTER TABLE catalogue_rangeitem ADD CONSTRAINT range_item_of_agreement"
            " FOREIGN KEY (item_id, agreement_id)"
            " REFERENCES catalogue_catalogueitem (id, agreement_id)",
            reverse_sql="ALTER TABLE catalogue_rangeitem DROP CONSTRAINT range_item_of_agreement",
        ),
    ]  # fmt: skip
