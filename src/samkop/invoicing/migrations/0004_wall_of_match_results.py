"""Who sees and writes what became of invoices; the supplier sees the state and the answers."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

BUYER = party("buyer_id")
SIDES = either(party("buyer_id"), party("supplier_id"))
OF_MY_RESULT = (
    "EXISTS (SELECT FROM invoicing_matchresult r WHERE r.id = result_id"
    " AND r.buyer_id = ANY (samkop_party_ids()))"
)
# Foreign keys see through row security: what hangs on an invoice is of its parties.
TIED = """
ALTER TABLE invoicing_matchresult ADD CONSTRAINT match_result_of_its_invoice
    FOREIGN KEY (invoice_id, buyer_id, supplier_id)
    REFERENCES invoicing_invoice (id, buyer_id, supplier_id);
ALTER TABLE invoicing_matchresult ADD CONSTRAINT match_result_of_both
    UNIQUE (id, buyer_id, supplier_id);
ALTER TABLE invoicing_matchresult ADD CONSTRAINT match_result_of_buyer UNIQUE (id, buyer_id);
ALTER TABLE invoicing_invoicediscrepancy ADD CONSTRAINT discrepancy_of_its_result
    FOREIGN KEY (result_id, buyer_id, supplier_id)
    REFERENCES invoicing_matchresult (id, buyer_id, supplier_id);
ALTER TABLE invoicing_invoiceresponse ADD CONSTRAINT response_of_its_result
    FOREIGN KEY (result_id, buyer_id, supplier_id)
    REFERENCES invoicing_matchresult (id, buyer_id, supplier_id);
ALTER TABLE invoicing_lineassignment ADD CONSTRAINT assignment_of_its_result
    FOREIGN KEY (result_id, buyer_id) REFERENCES invoicing_matchresult (id, buyer_id);
ALTER TABLE invoicing_invoicecomment ADD CONSTRAINT comment_of_its_result
    FOREIGN KEY (result_id, buyer_id) REFERENCES invoicing_matchresult (id, buyer_id)
"""
UNTIED = """
ALTER TABLE invoicing_invoicecomment DROP CONSTRAINT comment_of_its_result;
ALTER TABLE invoicing_lineassignment DROP CONSTRAINT assignment_of_its_result;
ALTER TABLE invoicing_invoiceresponse DROP CONSTRAINT response_of_its_result;
ALTER TABLE invoicing_invoicediscrepancy DROP CONSTRAINT discrepancy_of_its_result;
ALTER TABLE invoicing_matchresult DROP CONSTRAINT match_result_of_its_invoice;
ALTER TABLE invoicing_matchresult DROP CONSTRAINT match_result_of_buyer;
ALTER TABLE invoicing_matchresult DROP CONSTRAINT match_result_of_both
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0003_match_results")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect(
            "invoicing_matchresult",
            read=SIDES,
            write=BUYER,
            update=(
                "state", "round", "matched_cents", "discrepant_cents", "open_count",
                "certainty", "assignee_id", "matched_at", "paid_on",
            ),
        ),
        protect("invoicing_matchedpart", read=OF_MY_RESULT, write=OF_MY_RESULT),
        append_only("invoicing_matchedpart"),
        protect(
            "invoicing_invoicediscrepancy",
            read=BUYER,
            write=BUYER,
            update=("state", "settled_at", "settled_by_id", "note"),
        ),
        protect("invoicing_invoiceresponse", read=SIDES, write=BUYER),
        append_only("invoicing_invoiceresponse"),
        protect("invoicing_lineassignment", read=BUYER, write=BUYER),
        append_only("invoicing_lineassignment"),
        protect("invoicing_invoicecomment", read=BUYER, write=BUYER),
        append_only("invoicing_invoicecomment"),
        protect("invoicing_invoicereception", read=party("party_id"), write=party("party_id")),
        append_only("invoicing_invoicereception"),
        protect("invoicing_matchtolerance", read=party("party_id"), write=party("party_id")),
        append_only("invoicing_matchtolerance"),
    ]  # fmt: skip
