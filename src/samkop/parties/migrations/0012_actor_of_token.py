"""Who acts by an access token: asked with its hash by each request of a program."""

from django.db import migrations

# Whoever has the token is told whose it is, and nothing of a token that is over, of somebody who
# does not belong to the party any more, or whose account is closed.
DEFINER = """
CREATE FUNCTION samkop_actor_of_token(asked bytea, at timestamptz)
RETURNS TABLE (person_id bigint, person text, party_id bigint, token text, scopes text[],
    roles text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.person_id, p.name, t.party_id, t.name, t.scopes, ARRAY(
        SELECT r.role FROM parties_roleassignment r
        WHERE r.membership_id = m.id
            AND day.today BETWEEN r.valid_from AND coalesce(r.valid_until, 'infinity'))
    FROM platform_apitoken t
    JOIN parties_person p ON p.id = t.person_id
    JOIN parties_party y ON y.id = t.party_id
    CROSS JOIN LATERAL (SELECT (at AT TIME ZONE y.time_zone)::date AS today) AS day
    JOIN parties_membership m ON m.person_id = t.person_id AND m.party_id = t.party_id
        AND day.today BETWEEN m.valid_from AND coalesce(m.valid_until, 'infinity')
    WHERE t.digest = asked AND t.expires_at > at AND t.revoked_at IS NULL
        AND NOT EXISTS (SELECT FROM platform_account a
            WHERE a.person_id = t.person_id AND NOT a.is_active)
$$;
REVOKE ALL ON FUNCTION samkop_actor_of_token(bytea, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_actor_of_token(bytea, timestamptz) TO samkop_app
"""
NONE = "DROP FUNCTION samkop_actor_of_token(bytea, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0011_cost_centre_manager"),
        ("platform", "0005_wall_of_notifications"),
    ]

    operations = [migrations.RunSQL(DEFINER, reverse_sql=NONE)]
