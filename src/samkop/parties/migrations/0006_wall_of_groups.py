"""Groups and their members are the party's own; a member of a group is a member of the party."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect, system_job

OWN = either(party("party_id"), system_job("operator"))
OWN_OR_ONESELF = either(party("party_id"), "person_id = samkop_person_id()", system_job("operator"))

TIED = """
ALTER TABLE parties_groupmember
    ADD CONSTRAINT group_member_of_own_group FOREIGN KEY (group_id, party_id)
    REFERENCES parties_persongroup (id, party_id),
    ADD CONSTRAINT group_member_is_member FOREIGN KEY (person_id, party_id)
    REFERENCES parties_membership (person_id, party_id)
"""
UNTIED = """
ALTER TABLE parties_groupmember DROP CONSTRAINT group_member_of_own_group,
    DROP CONSTRAINT group_member_is_member
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_person_groups"), ("platform", "0002_wall")]

    operations = [
        protect("parties_persongroup", read=OWN, write=OWN, update=("name",)),
        protect("parties_groupmember", read=OWN_OR_ONESELF, write=OWN, update=("valid_until",)),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
