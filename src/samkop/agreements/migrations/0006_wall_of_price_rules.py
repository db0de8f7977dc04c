"""Who reads and writes price rules, evidence and indexes; and a price is its evidence's."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# As in 0003_wall: one call a query.
MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
RUN_BY_ME = (
    "agreement_id IN (SELECT a.id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)
OF_MY_CLAUSE = "id IN (SELECT c.series_id FROM agreements_indexclause c)"
OF_A_SERIES = "series_id IN (SELECT s.id FROM agreements_indexseries s)"
OF_MY_SERIES = (
    "series_id IN (SELECT s.id FROM agreements_indexseries s"
    " WHERE s.purchasing_body_id = ANY (samkop_party_ids()))"
)

# No list price names the evidence of another item, agreement or amount.
PRICE_IS_ITS_EVIDENCE = (
    "ALTER TABLE agreements_listprice ADD CONSTRAINT list_price_is_its_evidence"
    " FOREIGN KEY (evidence_id, agreement_id, seller_item_id, net_price_cents)"
    " REFERENCES agreements_priceevidence"
    " (id, agreement_id, seller_item_id, purchase_price_cents)"
)
# An adjustment is decided under a clause, and the clause stays with it.
STEP_BY_ITS_CLAUSE = (
    "ALTER TABLE agreements_indexadjustment ADD CONSTRAINT index_adjustment_by_its_clause"
    " FOREIGN KEY (agreement_id, price_group)"
    " REFERENCES agreements_indexclause (agreement_id, price_group)"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_price_rules")]

    operations = [
        migrations.RunSQL(
            PRICE_IS_ITS_EVIDENCE,
            reverse_sql="ALTER TABLE agreements_listprice"
            " DROP CONSTRAINT list_price_is_its_evidence",
        ),
        migrations.RunSQL(
            STEP_BY_ITS_CLAUSE,
            reverse_sql="ALTER TABLE agreements_indexadjustment"
            " DROP CONSTRAINT index_adjustment_by_its_clause",
        ),
        migrations.RunSQL(
            "GRANT UPDATE (evidence_id, reference) ON agreements_listprice TO samkop_app",
            reverse_sql="REVOKE UPDATE (evidence_id, reference) ON agreements_listprice"
            " FROM samkop_app",
        ),
        protect("agreements_pricerule", read=MY_AGREEMENT, write=RUN_BY_ME, delete=RUN_BY_ME),
        protect("agreements_indexclause", read=MY_AGREEMENT, write=RUN_BY_ME, delete=RUN_BY_ME),
        protect("agreements_priceevidence", read=MY_AGREEMENT, write=RUN_BY_ME),
        append_only("agreements_priceevidence"),
        protect("agreements_indexadjustment", read=MY_AGREEMENT, write=RUN_BY_ME),
        append_only("agreements_indexadjustment"),
        protect(
            "agreements_indexseries",
            read=either(party("purchasing_body_id"), OF_MY_CLAUSE),
            write=party("purchasing_body_id"),
        ),
        protect("agreements_indexvalue", read=OF_A_SERIES, write=OF_MY_SERIES),
        append_only("agreements_indexvalue"),
    ]
