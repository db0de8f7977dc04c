"""The installation's operator takes in files for organisations, and acts for none of them."""

from django.db import migrations

from samkop.platform.row_security import either, party, system_job

OWN = party("party_id")
OWN_OR_OPERATOR = either(OWN, system_job("operator"))
POLICIES = """
ALTER POLICY platform_importrecord_read ON platform_importrecord USING ({read});
ALTER POLICY platform_importrecord_insert ON platform_importrecord WITH CHECK ({read});
ALTER POLICY platform_importrecord_update ON platform_importrecord
    USING ({read}) WITH CHECK ({read});
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0009_wall_of_imports")]

    operations = [
        migrations.RunSQL(
            POLICIES.format(read=OWN_OR_OPERATOR), reverse_sql=POLICIES.format(read=OWN)
        ),
    ]
