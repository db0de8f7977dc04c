"""Who sees from which tender an agreement comes, and who writes it."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, protect

wall = import_module("samkop.agreements.migrations.0003_wall")
tenders = import_module("samkop.tendering.migrations.0002_wall")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0024_tendered")]

    operations = [
        tenders.composite(
            "agreements_tenderedagreement", "tendered_agreement_of_lot",
            "awarded_lot_id, tender_id", "tendering_awardedlot",
        ),
        protect(
            "agreements_tenderedagreement", read=wall.MY_AGREEMENT, write=wall.RUN_BY_ME
        ),
        append_only("agreements_tenderedagreement"),
    ]  # fmt: skip
