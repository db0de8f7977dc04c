"""Who sees and who begins a viewing; and the one thing that a party may ask about others."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

# It tells one thing of a member of the parties acted for: whether there is any other party.
ELSEWHERE = """
CREATE FUNCTION samkop_belongs_elsewhere(person bigint, party bigint, today date)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT party = ANY (samkop_party_ids())
       AND EXISTS (SELECT FROM parties_membership m WHERE m.person_id = person
                   AND m.party_id = party)
       AND EXISTS (SELECT FROM parties_membership m WHERE m.person_id = person
                   AND m.party_id <> party AND (m.valid_until IS NULL OR m.valid_until >= today))
$$;
REVOKE ALL ON FUNCTION samkop_belongs_elsewhere(bigint, bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_belongs_elsewhere(bigint, bigint, date) TO samkop_app
"""
NO_ELSEWHERE = "DROP FUNCTION samkop_belongs_elsewhere(bigint, bigint, date)"

# Foreign keys see through row security: both are members of the party, whoever writes.
MEMBERS = """
ALTER TABLE parties_viewing
    ADD CONSTRAINT viewing_by_member FOREIGN KEY (viewer_id, party_id)
        REFERENCES parties_membership (person_id, party_id),
    ADD CONSTRAINT viewing_of_member FOREIGN KEY (person_id, party_id)
        REFERENCES parties_membership (person_id, party_id)
"""
NO_MEMBERS = """
ALTER TABLE parties_viewing DROP CONSTRAINT viewing_by_member,
    DROP CONSTRAINT viewing_of_member
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0009_viewings")]

    operations = [
        migrations.RunSQL(ELSEWHERE, reverse_sql=NO_ELSEWHERE),
        protect(
            "parties_viewing",
            read=either(party("party_id"), "person_id = samkop_person_id()"),
            write=f"{party('party_id')} AND viewer_id = samkop_person_id()",
            update=("ended_at",),
        ),
        migrations.RunSQL(MEMBERS, reverse_sql=NO_MEMBERS),
    ]
