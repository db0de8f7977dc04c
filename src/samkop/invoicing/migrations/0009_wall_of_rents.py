"""Who sees and writes rents: the buyer its own, the financier what it finances."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0008_rents")]

    operations = [
        protect(
            "invoicing_rentschedule",
            read=either(party("buyer_id"), party("financier_id")),
            write=party("buyer_id"),
            update=("monthly_cents", "currency", "first_month", "months", "returned_on"),
        ),
    ]
