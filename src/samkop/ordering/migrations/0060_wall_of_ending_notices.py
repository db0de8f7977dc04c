"""Who is told of what ends is known to the organisation; what a person keeps, to a job alone."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

# A person's own saved baskets are read by nobody else: the clock's job learns who names one of
# the items that end, and in how many things; not in which.
NAMING = """
CREATE FUNCTION ordering_people_naming(p_party bigint, p_items bigint[])
RETURNS TABLE (person_id bigint, item_id bigint, things bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT n.person_id, n.item_id, count(*) FROM (
        SELECT b.person_id, l.item_id, 'b' || b.id AS thing
        FROM ordering_savedbasketline l JOIN ordering_savedbasket b ON b.id = l.saved_basket_id
        WHERE b.party_id = p_party AND l.item_id = ANY (p_items)
        UNION
        SELECT s.person_id, l.item_id, 's' || s.id
        FROM ordering_standingorderline l JOIN ordering_standingorder s
            ON s.id = l.standing_order_id
        WHERE s.party_id = p_party AND s.state <> 'ended' AND l.item_id = ANY (p_items)
        UNION
        SELECT r.requester_id, l.item_id, 'r' || r.id
        FROM ordering_requisition r JOIN ordering_requisitionline l ON l.requisition_id = r.id
        WHERE r.party_id = p_party AND r.state = 'submitted' AND l.item_id = ANY (p_items)
    ) AS n
    WHERE p_party = ANY (samkop_party_ids()) AND samkop_actor() = 'job:ending-watch'
    GROUP BY n.person_id, n.item_id ORDER BY n.person_id, n.item_id
$$;
REVOKE ALL ON FUNCTION ordering_people_naming FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ordering_people_naming TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0059_ending_notices")]

    operations = [
        protect("ordering_endingnotice", read=party("party_id"), write=party("party_id")),
        append_only("ordering_endingnotice"),
        migrations.RunSQL(NAMING, reverse_sql="DROP FUNCTION ordering_people_naming"),
    ]
