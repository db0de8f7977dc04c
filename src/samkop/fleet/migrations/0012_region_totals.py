"""What members of a region see of each other's fleets: totals alone."""

from django.db import migrations

# For whoever takes part in the region or serves it, as agreements have it with volumes and
# prices: what makes members comparable, and nothing of one device.
TOTALS = """
CREATE FUNCTION fleet_region_totals(p_region bigint, p_today date, p_until date)
RETURNS TABLE (owner_id bigint, living bigint, in_use bigint, outliers bigint,
    unsupported bigint, due bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.party_id, count(a.id), count(a.id) FILTER (WHERE a.state = 'in-use'),
        count(a.id) FILTER (WHERE NOT d.in_range),
        count(a.id) FILTER (WHERE a.support_ends < p_today),
        count(a.id) FILTER (WHERE a.renew_on < p_until)
    FROM parties_regionmember m
    LEFT JOIN fleet_asset a ON a.owner_id = m.party_id AND a.state <> 'ended'
    LEFT JOIN fleet_devicemodel d ON d.id = a.model_id
    WHERE m.region_id = p_region AND m.valid_from <= p_today
        AND (m.valid_until IS NULL OR m.valid_until >= p_today)
        AND EXISTS (SELECT FROM parties_region r WHERE r.id = p_region
            AND (r.purchasing_body_id = ANY (samkop_party_ids())
            OR EXISTS (SELECT FROM parties_regionmember o WHERE o.region_id = p_region
                AND o.party_id = ANY (samkop_party_ids())
                AND (o.valid_until IS NULL OR o.valid_until >= p_today))))
    GROUP BY m.party_id
$$;
REVOKE ALL ON FUNCTION fleet_region_totals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fleet_region_totals TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0011_wall_of_renewal_plans")]

    operations = [
        migrations.RunSQL(TOTALS, reverse_sql="DROP FUNCTION fleet_region_totals"),
    ]
