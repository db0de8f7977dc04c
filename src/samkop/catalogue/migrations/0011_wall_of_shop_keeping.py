"""Who runs an agreement says what the shop shows of its items, and which of them first."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
RUN_BY_ME = (
    "(agreement_id, purchasing_body_id) IN ("
    "SELECT a.id, a.purchasing_body_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)
COLUMNS = (
    "shop_name_sv, shop_name_fi, shop_name_en, shop_text_sv, shop_text_fi, shop_text_en, drawing"
)
TIED = (
    "ALTER TABLE catalogue_featureditem ADD CONSTRAINT featured_item_of_agreement_only"
    " FOREIGN KEY (item_id, agreement_id) REFERENCES catalogue_catalogueitem (id, agreement_id)"
)
UNTIED = "ALTER TABLE catalogue_featureditem DROP CONSTRAINT featured_item_of_agreement_only"
# It went with the column that the migration before made anew.
SEARCHED = (
    "CREATE INDEX catalogue_item_search ON catalogue_catalogueitem"
    " USING gin (agreement_id, search_text gin_trgm_ops) WHERE active"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_shop_keeping"), ("agreements", "0003_wall")]

    operations = [
        migrations.RunSQL(SEARCHED, reverse_sql="DROP INDEX catalogue_item_search"),
        migrations.RunSQL(
            f"GRANT UPDATE ({COLUMNS}) ON catalogue_catalogueitem TO samkop_app",
            reverse_sql=f"REVOKE UPDATE ({COLUMNS}) ON catalogue_catalogueitem FROM samkop_app",
        ),
        protect(
            "catalogue_featureditem",
            read=either(party("purchasing_body_id"), MY_AGREEMENT),
            write=RUN_BY_ME,
            update=("valid_until",),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
