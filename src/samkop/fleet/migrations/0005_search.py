"""Searching devices by a part of number, serial number or model (house.md, "Speed behind the wall").

LIKE uses no index behind row security, so this function reads past it and spells the wall out
itself: devices of one owner, which has to be acted for. It returns ids, which the page joins back
under the policy. Without scans of the whole table, however common the planner takes a text to be.
"""

from django.db import migrations

SEARCH = r"""
CREATE INDEX asset_search ON fleet_asset USING gin (owner_id, search_text gin_trgm_ops);

CREATE FUNCTION fleet_search_assets(owner bigint, term text, at_most integer)
RETURNS TABLE (id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET enable_indexscan = off
AS $f$
BEGIN
    IF NOT coalesce(owner = ANY (samkop_party_ids()), false) THEN RETURN; END IF;
    RETURN QUERY SELECT a.id FROM fleet_asset a WHERE a.owner_id = owner AND a.search_text
        LIKE '%' || regexp_replace(catalogue_folded(term), '([\\%_])', '\\\1', 'g') || '%'
        LIMIT at_most;
END
$f$;
REVOKE ALL ON FUNCTION fleet_search_assets(bigint, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fleet_search_assets(bigint, text, integer) TO samkop_app
"""
NO_SEARCH = """
DROP FUNCTION fleet_search_assets(bigint, text, integer); DROP INDEX asset_search
"""


class Migration(migrations.Migration):
    dependencies = [("fleet", "0004_wall_of_work"), ("catalogue", "0003_search")]

    operations = [migrations.RunSQL(SEARCH, reverse_sql=NO_SEARCH)]
