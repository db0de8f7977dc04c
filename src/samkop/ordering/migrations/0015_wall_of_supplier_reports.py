"""Who sees and sends suppliers' reports, and who reconciles them."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# The parties of a report are those of its agreement, and one of them sends it in.
OF_ITS_AGREEMENT = (
    "EXISTS (SELECT FROM agreements_frameworkagreement a"
    " WHERE a.id = ordering_supplierreport.agreement_id"
    " AND a.supplier_id = ordering_supplierreport.supplier_id"
    " AND a.purchasing_body_id = ordering_supplierreport.purchasing_body_id"
    " AND ordering_supplierreport.sent_by_id IN (a.supplier_id, a.purchasing_body_id)"
    " AND ordering_supplierreport.sent_by_id = ANY (samkop_party_ids()))"
)
# The report's own policy decides: these sub-selects run under it.
OF_A_VISIBLE_REPORT = "EXISTS (SELECT FROM ordering_supplierreport r WHERE r.id = report_id)"
SENT_BY_ME = (
    "EXISTS (SELECT FROM ordering_supplierreport r WHERE r.id = report_id"
    " AND r.sent_by_id = ANY (samkop_party_ids()))"
)
TO_ME = (
    "EXISTS (SELECT FROM ordering_supplierreport r WHERE r.id = report_id"
    " AND r.purchasing_body_id = ANY (samkop_party_ids()))"
)
OF_A_VISIBLE_RUN = "EXISTS (SELECT FROM ordering_reconciliation c WHERE c.id = reconciliation_id)"
OF_MY_RUN = (
    "EXISTS (SELECT FROM ordering_reconciliation c JOIN ordering_supplierreport r"
    " ON r.id = c.report_id WHERE c.id = reconciliation_id"
    " AND r.purchasing_body_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0014_supplier_reports"),
        ("agreements", "0013_outside_orders_wall"),
    ]

    operations = [
        protect(
            "ordering_supplierreport",
            read=either(party("supplier_id"), party("purchasing_body_id")),
            write=OF_ITS_AGREEMENT,
        ),
        append_only("ordering_supplierreport"),
        protect("ordering_supplierreportline", read=OF_A_VISIBLE_REPORT, write=SENT_BY_ME),
        append_only("ordering_supplierreportline"),
        protect("ordering_reconciliation", read=OF_A_VISIBLE_REPORT, write=TO_ME),
        append_only("ordering_reconciliation"),
        protect("ordering_reconciliationline", read=OF_A_VISIBLE_RUN, write=OF_MY_RUN),
        append_only("ordering_reconciliationline"),
    ]
