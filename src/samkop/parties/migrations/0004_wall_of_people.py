"""What the wall says about people: nobody makes another party's person a member.

Composite keys keep a role with its own membership, and a membership with cost centres and
sites of its own party; foreign keys see through row security.
"""

from django.db import migrations

from samkop.platform.row_security import either, party, protect, system_job

OPERATOR = system_job("operator")

# They see through row security and tell only this: who registered a person, by id, and which
# of the addresses asked for are in use.
DEFINERS = """
CREATE FUNCTION samkop_registrar_of(person bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT registered_by_id FROM parties_person WHERE id = person $$;
CREATE FUNCTION samkop_registered_emails(emails text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT email FROM parties_person WHERE email = ANY (emails) $$;
REVOKE ALL ON FUNCTION samkop_registrar_of(bigint), samkop_registered_emails(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_registrar_of(bigint), samkop_registered_emails(text[])
    TO samkop_app
"""
NO_DEFINERS = (
    "DROP FUNCTION samkop_registrar_of(bigint); DROP FUNCTION samkop_registered_emails(text[])"
)

OWN_PERSON = "samkop_registrar_of(person_id) = ANY (samkop_party_ids())"
MEMBERS = f"""
DROP POLICY parties_membership_insert ON parties_membership;
CREATE POLICY parties_membership_insert ON parties_membership FOR INSERT WITH CHECK
    (({party("party_id")} AND {OWN_PERSON}) OR {OPERATOR})
"""
ANY_MEMBERS = f"""
DROP POLICY parties_membership_insert ON parties_membership;
CREATE POLICY parties_membership_insert ON parties_membership FOR INSERT WITH CHECK
    ({either(party("party_id"), OPERATOR)})
"""

COMPOSITES = """
ALTER TABLE parties_roleassignment ADD CONSTRAINT role_assignment_of_membership
    FOREIGN KEY (membership_id, person_id, party_id)
    REFERENCES parties_membership (id, person_id, party_id);
ALTER TABLE parties_membership
    ADD CONSTRAINT membership_charges_own_cost_centre FOREIGN KEY (cost_centre_id, party_id)
    REFERENCES parties_costcentre (id, party_id),
    ADD CONSTRAINT membership_uses_own_site FOREIGN KEY (delivery_location_id, party_id)
    REFERENCES parties_deliverylocation (id, party_id)
"""
NO_COMPOSITES = """
ALTER TABLE parties_roleassignment DROP CONSTRAINT role_assignment_of_membership;
ALTER TABLE parties_membership DROP CONSTRAINT membership_charges_own_cost_centre,
    DROP CONSTRAINT membership_uses_own_site
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_people_file")]

    operations = [
        migrations.RunSQL(DEFINERS, reverse_sql=NO_DEFINERS),
        migrations.RunSQL(MEMBERS, reverse_sql=ANY_MEMBERS),
        migrations.RunSQL(COMPOSITES, reverse_sql=NO_COMPOSITES),
        protect(
            "parties_peoplefile",
            read=party("party_id"),
            write=party("party_id"),
            delete=party("party_id"),
        ),
    ]
