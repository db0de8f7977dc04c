"""Who reads and writes tendered scopes and the models that entered within them."""

from django.db import migrations

from samkop.platform.row_security import append_only, protect

# As in 0003_wall: one call a query.
MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
RUN_BY_ME = (
    "agreement_id IN (SELECT a.id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_tendered_scope")]

    operations = [
        protect("agreements_tenderedscope", read=MY_AGREEMENT, write=RUN_BY_ME, delete=RUN_BY_ME),
        protect("agreements_admittedmodel", read=MY_AGREEMENT, write=RUN_BY_ME),
        append_only("agreements_admittedmodel"),
    ]
