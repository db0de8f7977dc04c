"""What whoever orders from a joint range sees of all devices of a model: two totals."""

from django.db import migrations

# Of the members of the body's regions that the asking party takes part in or serves, and of its
# own: what a proposal for the range affects, and nothing of one device or one member.
TOTALS = """
CREATE FUNCTION fleet_models_in_use(p_body bigint, p_keys text[], p_today date)
RETURNS TABLE (devices bigint, users bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(a.id), count(DISTINCT a.owner_id)
    FROM fleet_devicemodel d JOIN fleet_asset a ON a.model_id = d.id AND a.state <> 'ended'
    WHERE d.key = ANY (p_keys) AND (d.owner_id = ANY (samkop_party_ids()) OR d.owner_id IN (
        SELECT m.party_id
        FROM parties_region r JOIN parties_regionmember m ON m.region_id = r.id
        WHERE r.purchasing_body_id = p_body AND m.valid_from <= p_today
            AND (m.valid_until IS NULL OR m.valid_until >= p_today)
            AND (r.purchasing_body_id = ANY (samkop_party_ids())
            OR EXISTS (SELECT FROM parties_regionmember o WHERE o.region_id = r.id
                AND o.party_id = ANY (samkop_party_ids()) AND o.valid_from <= p_today
                AND (o.valid_until IS NULL OR o.valid_until >= p_today)))))
$$;
REVOKE ALL ON FUNCTION fleet_models_in_use FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fleet_models_in_use TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0031_passed_recalls")]

    operations = [
        migrations.RunSQL(TOTALS, reverse_sql="DROP FUNCTION fleet_models_in_use"),
    ]
