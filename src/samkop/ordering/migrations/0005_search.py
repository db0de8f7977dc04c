"""Searching orders and requisitions by what they are for (house.md, "Speed behind the wall").

LIKE uses no index behind row security, so these functions read past it and spell the wall
out themselves: orders of which one acts for a side, requisitions of the parties acted for.
They return ids, which the page joins back under the policies.
"""

from django.db import migrations

PATTERN = "'%' || regexp_replace(catalogue_folded(term), '([\\\\%_])', '\\\\\\1', 'g') || '%'"

SEARCH = f"""
CREATE INDEX order_by_number ON ordering_order (number);
CREATE INDEX order_line_search ON ordering_orderline
    USING gin (catalogue_folded(name) gin_trgm_ops);
CREATE INDEX requisition_line_search ON ordering_requisitionline
    USING gin (party_id, catalogue_folded(name) gin_trgm_ops);

CREATE FUNCTION ordering_search_orders(term text, asked_by bigint, at_most integer)
RETURNS TABLE (id bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
    SELECT DISTINCT o.id FROM ordering_orderline l JOIN ordering_order o ON o.id = l.order_id
    WHERE catalogue_folded(l.name) LIKE {PATTERN}
      AND (o.buyer_id = ANY (samkop_party_ids()) OR o.supplier_id = ANY (samkop_party_ids())
           OR o.purchasing_body_id = ANY (samkop_party_ids()))
      AND (asked_by IS NULL OR o.requester_id = asked_by)
    ORDER BY o.id DESC LIMIT at_most
$f$;

CREATE FUNCTION ordering_search_requisitions(term text, asked_by bigint, at_most integer)
RETURNS TABLE (id bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
    SELECT DISTINCT r.id FROM ordering_requisitionline l
        JOIN ordering_requisition r ON r.id = l.requisition_id
    WHERE l.party_id = ANY (samkop_party_ids()) AND catalogue_folded(l.name) LIKE {PATTERN}
      AND (asked_by IS NULL OR r.requester_id = asked_by)
    ORDER BY r.id DESC LIMIT at_most
$f$;
REVOKE ALL ON FUNCTION ordering_search_orders(text, bigint, integer),
    ordering_search_requisitions(text, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ordering_search_orders(text, bigint, integer),
    ordering_search_requisitions(text, bigint, integer) TO samkop_app
"""  # noqa: S608 - made of constants; what people type goes in by parameter
NO_SEARCH = """
DROP FUNCTION ordering_search_orders(text, bigint, integer);
DROP FUNCTION ordering_search_requisitions(text, bigint, integer);
DROP INDEX order_by_number, order_line_search, requisition_line_search
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0004_recipients_and_sites"),
        ("catalogue", "0003_search"),
    ]

    operations = [migrations.RunSQL(SEARCH, reverse_sql=NO_SEARCH)]
