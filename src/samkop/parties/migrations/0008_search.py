"""Searching a party's people: LIKE uses no index behind row security (house.md).

The function reads past the wall and spells it out: members of the parties acted for. It
returns ids, which the page joins back under the policies.
"""

from django.db import migrations

SEARCH = r"""
CREATE INDEX person_search ON parties_person USING gin (lower(name || ' ' || email) gin_trgm_ops);
CREATE FUNCTION parties_search_people(term text, at_most integer)
RETURNS TABLE (id bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
    SELECT p.id FROM parties_person p
    WHERE lower(p.name || ' ' || p.email)
          LIKE '%' || regexp_replace(lower(term), '([\\%_])', '\\\1', 'g') || '%'
      AND EXISTS (SELECT FROM parties_membership m
                  WHERE m.person_id = p.id AND m.party_id = ANY (samkop_party_ids()))
    ORDER BY p.sort_key, p.id LIMIT at_most
$f$;
REVOKE ALL ON FUNCTION parties_search_people(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION parties_search_people(text, integer) TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_notified_members")]

    operations = [
        migrations.RunSQL(
            SEARCH,
            reverse_sql="DROP FUNCTION parties_search_people(text, integer);"
            " DROP INDEX person_search",
        )
    ]
