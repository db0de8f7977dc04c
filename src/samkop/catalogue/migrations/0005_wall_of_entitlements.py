"""Entitlements are the municipality's own; what was counted is never changed."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

OWN = party("party_id")

TIED = """
ALTER TABLE catalogue_entitlementrule ADD CONSTRAINT entitlement_rule_of_own_group
    FOREIGN KEY (group_id, party_id) REFERENCES parties_persongroup (id, party_id);
ALTER TABLE catalogue_entitlementexception ADD CONSTRAINT entitlement_exception_of_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE catalogue_entitlementexception ADD CONSTRAINT entitlement_exception_of_person
    UNIQUE (id, person_id, party_id);
ALTER TABLE catalogue_entitlementuse ADD CONSTRAINT entitlement_use_of_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE catalogue_entitlementuse ADD CONSTRAINT entitlement_use_of_own_exception
    FOREIGN KEY (exception_id, person_id, party_id)
    REFERENCES catalogue_entitlementexception (id, person_id, party_id)
"""
UNTIED = """
ALTER TABLE catalogue_entitlementuse DROP CONSTRAINT entitlement_use_of_own_exception;
ALTER TABLE catalogue_entitlementuse DROP CONSTRAINT entitlement_use_of_member;
ALTER TABLE catalogue_entitlementexception DROP CONSTRAINT entitlement_exception_of_person;
ALTER TABLE catalogue_entitlementexception DROP CONSTRAINT entitlement_exception_of_member;
ALTER TABLE catalogue_entitlementrule DROP CONSTRAINT entitlement_rule_of_own_group
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_entitlements"),
        ("parties", "0006_wall_of_groups"),
    ]

    operations = [
        protect("catalogue_entitlementrule", read=OWN, write=OWN, update=("valid_until",)),
        protect("catalogue_entitlementexception", read=OWN, write=OWN),
        append_only("catalogue_entitlementexception"),
        protect("catalogue_entitlementuse", read=OWN, write=OWN),
        append_only("catalogue_entitlementuse"),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
