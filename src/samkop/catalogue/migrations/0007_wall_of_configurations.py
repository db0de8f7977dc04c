"""Configurations are seen by who may order from their owner's agreements; enrolment by none."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

OWN = party("owner_id")
# The joint ones: of a purchasing body whose agreements the actor's party is in. The
# agreements' own policy decides which those are.
JOINT = "owner_id IN (SELECT a.purchasing_body_id FROM agreements_frameworkagreement a)"
OF_A_VISIBLE_VERSION = (
    "EXISTS (SELECT FROM catalogue_configurationversion v WHERE v.id = version_id)"
)

TIED = """
ALTER TABLE catalogue_configurationversion ADD CONSTRAINT configuration_version_of_own
    FOREIGN KEY (configuration_id, owner_id) REFERENCES catalogue_configuration (id, owner_id);
ALTER TABLE catalogue_configurationpart ADD CONSTRAINT configuration_part_of_own_version
    FOREIGN KEY (version_id, owner_id) REFERENCES catalogue_configurationversion (id, owner_id);
ALTER TABLE catalogue_configurationpart ADD CONSTRAINT configuration_part_of_agreement
    FOREIGN KEY (item_id, agreement_id) REFERENCES catalogue_catalogueitem (id, agreement_id)
"""
UNTIED = """
ALTER TABLE catalogue_configurationpart DROP CONSTRAINT configuration_part_of_agreement;
ALTER TABLE catalogue_configurationpart DROP CONSTRAINT configuration_part_of_own_version;
ALTER TABLE catalogue_configurationversion DROP CONSTRAINT configuration_version_of_own
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_configurations"), ("agreements", "0003_wall")]

    operations = [
        protect(
            "catalogue_configuration",
            read=either(OWN, JOINT),
            write=OWN,
            update=("name_sv", "name_fi", "name_en"),
        ),
        protect(
            "catalogue_configurationversion",
            read=either(OWN, JOINT),
            write=OWN,
            update=("valid_until",),
        ),
        protect("catalogue_configurationpart", read=OF_A_VISIBLE_VERSION, write=OWN),
        append_only("catalogue_configurationpart"),
        protect(
            "catalogue_enrolmentidentifier",
            read=party("party_id"),
            write=party("party_id"),
            update=("value",),
            delete=party("party_id"),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
