"""What a member has decided not to show of its prices is not shown as a benefit's row either."""

from django.db import migrations

# Which parties hide what they pay today: their ids alone, since their decisions are their own.
HIDING = """
CREATE FUNCTION followup_hiding_prices() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(d.owner_id), '{}') FROM (
        SELECT DISTINCT ON (s.owner_id) s.owner_id, s.shared FROM followup_pricesharing s
        WHERE s.valid_from <= current_date ORDER BY s.owner_id, s.valid_from DESC, s.id DESC
    ) d WHERE NOT d.shared
$$;
REVOKE ALL ON FUNCTION followup_hiding_prices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followup_hiding_prices TO samkop_app
"""
SEEN = "benefit_id IN (SELECT b.id FROM followup_benefit b)"
OF_MY_BENEFIT = (
    "benefit_id IN (SELECT b.id FROM followup_benefit b"
    " WHERE b.owner_id = ANY (samkop_party_ids()))"
)
MINE = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
SHOWN = "buyer_id <> ALL ((SELECT followup_hiding_prices())::bigint[])"
OWN = "buyer_id = ANY (samkop_party_ids())"
BEFORE = f"{SEEN} AND ({OWN} OR {MINE})"
AFTER = f"{SEEN} AND ({OWN} OR {OF_MY_BENEFIT} OR ({MINE} AND {SHOWN}))"


def reads(table: str, using: str) -> str:
    """The statement that sets who reads a table."""
    return f"ALTER POLICY followup_{table}_read ON followup_{table} USING ({using})"


class Migration(migrations.Migration):
    dependencies = [("followup", "0007_purchases_counted")]

    operations = [
        migrations.RunSQL(HIDING, reverse_sql="DROP FUNCTION followup_hiding_prices"),
        *(
            migrations.RunSQL(reads(table, AFTER), reverse_sql=reads(table, BEFORE))
            for table in ("benefitpurchase", "benefitleaving")
        ),
    ]
