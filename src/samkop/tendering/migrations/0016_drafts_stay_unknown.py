"""A tender that was cancelled before anybody heard of it stays its owner's alone."""

from django.db import migrations

# A policy of tenders cannot read their steps, whose own policy reads tenders.
ANNOUNCED = """
CREATE FUNCTION tendering_was_announced(tender bigint) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT EXISTS (SELECT FROM tendering_tenderstatechange c
               WHERE c.tender_id = tender AND c.to_state = 'announced')
$$
"""
OWN = "owner_id = ANY (samkop_party_ids())"
AMONG_THE_INVITED = "NOT by_invitation OR id IN (SELECT i.tender_id FROM tendering_invitation i)"
KNOWN = (
    "state NOT IN ('in-preparation', 'cancelled')"
    " OR (state = 'cancelled' AND tendering_was_announced(id))"
)
READ = f"({OWN}) OR (({KNOWN}) AND ({AMONG_THE_INVITED}))"
BEFORE = f"({OWN}) OR (state <> 'in-preparation' AND ({AMONG_THE_INVITED}))"


def policy(read: str) -> str:
    return f"ALTER POLICY tendering_tender_read ON tendering_tender USING ({read})"


class Migration(migrations.Migration):
    dependencies = [("tendering", "0015_several_suppliers")]

    operations = [
        migrations.RunSQL(
            [ANNOUNCED, policy(READ)],
            reverse_sql=[policy(BEFORE), "DROP FUNCTION tendering_was_announced(bigint)"],
        )
    ]
