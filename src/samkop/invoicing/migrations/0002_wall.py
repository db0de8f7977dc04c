"""Who sees and who writes invoices."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# The invoice's own policy decides: these sub-selects run under it.
OF_A_VISIBLE_INVOICE = "EXISTS (SELECT FROM invoicing_invoice i WHERE i.id = invoice_id)"
OF_MY_INVOICE = (
    "EXISTS (SELECT FROM invoicing_invoice i WHERE i.id = invoice_id"
    " AND i.supplier_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("ordering", "0002_wall")]

    operations = [
        protect(
            "invoicing_invoice",
            read=either(party("buyer_id"), party("supplier_id")),
            write=party("supplier_id"),
        ),
        append_only("invoicing_invoice"),
        protect("invoicing_invoiceline", read=OF_A_VISIBLE_INVOICE, write=OF_MY_INVOICE),
        append_only("invoicing_invoiceline"),
    ]
