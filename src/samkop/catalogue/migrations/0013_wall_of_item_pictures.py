"""Who sees the shelf sees its pictures; its keepers and the supplier's catalogue bring them."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
# As of the shelf itself (0002_wall).
SHELF_WRITER = (
    "(agreement_id, purchasing_body_id, supplier_id) IN ("
    "SELECT a.id, a.purchasing_body_id, a.supplier_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids())"
    " OR (a.supplier_id = ANY (samkop_party_ids()) AND samkop_actor() LIKE 'message:%'))"
)
COLUMNS = "picture_id, picture_alt_sv, picture_alt_fi, picture_alt_en"
# Checked at the end: a picture is taken away before the item shows the one in its place.
TIED = (
    "ALTER TABLE catalogue_itempicture ADD CONSTRAINT item_picture_of_agreement"
    " FOREIGN KEY (item_id, agreement_id) REFERENCES catalogue_catalogueitem (id, agreement_id);"
    "ALTER TABLE catalogue_catalogueitem ADD CONSTRAINT catalogue_item_shows_its_own_picture"
    " FOREIGN KEY (picture_id, id) REFERENCES catalogue_itempicture (id, item_id)"
    " DEFERRABLE INITIALLY DEFERRED"
)
UNTIED = (
    "ALTER TABLE catalogue_catalogueitem DROP CONSTRAINT catalogue_item_shows_its_own_picture;"
    "ALTER TABLE catalogue_itempicture DROP CONSTRAINT item_picture_of_agreement"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0012_item_pictures"), ("agreements", "0003_wall")]

    operations = [
        protect(
            "catalogue_itempicture",
            read=either(party("purchasing_body_id"), party("supplier_id"), MY_AGREEMENT),
            write=SHELF_WRITER,
            delete=SHELF_WRITER,
        ),
        migrations.RunSQL(
            f"GRANT UPDATE ({COLUMNS}) ON catalogue_catalogueitem TO samkop_app",
            reverse_sql=f"REVOKE UPDATE ({COLUMNS}) ON catalogue_catalogueitem FROM samkop_app",
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
