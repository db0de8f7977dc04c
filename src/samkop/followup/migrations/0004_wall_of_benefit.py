"""Who sees and who writes what buying together is worth; and the two functions that sum it up."""

from django.db import migrations

from samkop.parties.walls import in_my_region
from samkop.platform.row_security import append_only, either, party, protect

OWNER = party("owner_id")
SERVED_BY_ME = (
    "region_id IN (SELECT r.id FROM parties_region r"
    " WHERE r.purchasing_body_id = ANY (samkop_party_ids()))"
)
# What is the region's is written by its purchasing body, what is one's own by oneself.
WRITE = f"{OWNER} AND {in_my_region()} AND (NOT regional OR {SERVED_BY_ME})"
SHARED = (
    "EXISTS (SELECT FROM followup_benefitsharing s WHERE s.region_id = {table}.region_id"
    " AND s.owner_id = {table}.owner_id AND s.shares)"
)
# The computation's own policy says whose it is; of an agreement that one has no part in, the
# members' sums are seen and not what they bought at which price.
OF_A_SEEN_BENEFIT = (
    "benefit_id IN (SELECT b.id FROM followup_benefit b) AND (buyer_id = ANY (samkop_party_ids())"
    " OR agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[]))"
)
OF_MY_BENEFIT = (
    "benefit_id IN (SELECT b.id FROM followup_benefit b"
    " WHERE b.owner_id = ANY (samkop_party_ids()))"
)

# What members of a region bought in a year under the agreements of its purchasing body: of each
# item the units at each price. A member is answered with its own, the purchasing body with
# everybody's, which it sees anyway; SECURITY DEFINER because what stands of an order after its
# answers is the buyer's alone. The tier of the member's own units alone, and that of the joint
# volume less p_leaver's units, are looked up at the moment of each order.
PURCHASES = """
CREATE FUNCTION samkop_benefit_purchases(
    p_region bigint, p_year integer, p_currency text, p_leaver bigint
) RETURNS TABLE (
    buyer_id bigint, agreement_id bigint, price_group text, seller_item_id text, name text,
    unit_cents bigint, rule_cents bigint, tiers boolean, joint_permille integer,
    own_permille integer, without_permille integer, markup_permille integer,
    fee_permille integer, quantity bigint, orders bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH members AS (
    SELECT m.party_id, p.time_zone, r.purchasing_body_id,
        greatest(m.valid_from, make_date(p_year, 1, 1)) AS first_day,
        least(m.valid_until, make_date(p_year, 12, 31)) AS last_day,
        r.purchasing_body_id = ANY (samkop_party_ids()) AS asked_by_body
    FROM parties_regionmember m
    JOIN parties_region r ON r.id = m.region_id JOIN parties_party p ON p.id = m.party_id
    WHERE m.region_id = p_region
        AND (m.party_id = ANY (samkop_party_ids())
            OR r.purchasing_body_id = ANY (samkop_party_ids()))
), placed AS (
    SELECT o.id, o.buyer_id, o.agreement_id, o.participation_id, o.number, m.asked_by_body
    FROM members m
    JOIN ordering_order o
        ON o.buyer_id = m.party_id AND o.purchasing_body_id = m.purchasing_body_id
    WHERE o.currency = p_currency AND o.state NOT IN ('refused', 'cancelled')
        AND (o.placed_at AT TIME ZONE m.time_zone)::date BETWEEN m.first_day AND m.last_day
), settled AS (
    SELECT DISTINCT ON (s.order_id) s.order_id, s.standing, s.prices
    FROM ordering_ordersettlement s WHERE s.order_id IN (SELECT id FROM placed)
    ORDER BY s.order_id, s.id DESC
), moved AS (
    SELECT c.id, c.agreement_id, c.buyer_id, c.participation_id, c.reference, q.key AS price_group,
        sum(q.value::bigint) OVER (
            PARTITION BY c.agreement_id, q.key, c.buyer_id ORDER BY c.id) - q.value::bigint
            AS own_before,
        sum(CASE WHEN c.buyer_id = p_leaver THEN q.value::bigint ELSE 0 END) OVER (
            PARTITION BY c.agreement_id, q.key ORDER BY c.id)
            - CASE WHEN c.buyer_id = p_leaver THEN q.value::bigint ELSE 0 END AS gone_before
    FROM agreements_ceilingmovement c CROSS JOIN LATERAL jsonb_each_text(c.quantities) q
    WHERE c.agreement_id IN (SELECT agreement_id FROM placed)
        AND c.buyer_id IN (SELECT party_id FROM members)
), began AS (
    SELECT DISTINCT ON (v.participation_id, v.reference, v.price_group)
        v.participation_id, v.reference, v.price_group, v.own_before, v.gone_before
    FROM moved v ORDER BY v.participation_id, v.reference, v.price_group, v.id
), bought AS (
    SELECT o.id AS order_id, o.buyer_id, o.agreement_id, l.price_group, l.seller_item_id, l.name,
        coalesce((s.prices ->> l.line_number::text)::bigint, l.unit_price_cents) AS unit_cents,
        coalesce((s.standing ->> l.line_number::text)::bigint, l.quantity) AS quantity,
        steps.rule_cents, steps.joint, steps.markup,
        coalesce((l.origin ->> 'fee_permille')::integer, 0) AS fee,
        (l.origin ->> 'volume')::bigint AS volume, b.own_before,
        CASE WHEN o.asked_by_body THEN b.gone_before END AS gone_before
    FROM placed o
    JOIN ordering_orderline l ON l.order_id = o.id
    LEFT JOIN settled s ON s.order_id = o.id
    LEFT JOIN began b ON b.participation_id = o.participation_id AND b.reference = o.number
        AND b.price_group = l.price_group
    CROSS JOIN LATERAL (
        SELECT
            (sum((e ->> 'cents')::bigint) FILTER (
                WHERE e ->> 'code' NOT IN ('tier-discount', 'markup')))::bigint AS rule_cents,
            coalesce(max((e ->> 'permille')::integer) FILTER (
                WHERE e ->> 'code' = 'tier-discount'), 0) AS joint,
            coalesce(max((e ->> 'permille')::integer) FILTER (
                WHERE e ->> 'code' = 'markup'), 0) AS markup
        FROM jsonb_array_elements(l.origin -> 'steps') e
    ) steps
)
SELECT t.buyer_id, t.agreement_id, t.price_group, t.seller_item_id, max(t.name),
    t.unit_cents, t.rule_cents, r.tiers, t.joint, r.own, r.without, t.markup, t.fee,
    sum(t.quantity)::bigint, count(DISTINCT t.order_id)
FROM bought t
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS tiers,
        CASE WHEN t.own_before IS NOT NULL THEN coalesce(max(p.discount_permille) FILTER (
            WHERE p.from_quantity <= t.own_before), 0) END AS own,
        CASE WHEN t.gone_before IS NOT NULL AND t.volume IS NOT NULL THEN coalesce(
            max(p.discount_permille) FILTER (
                WHERE p.from_quantity <= t.volume - t.gone_before), 0) END AS without
    FROM agreements_pricetier p
    WHERE p.agreement_id = t.agreement_id AND p.price_group = t.price_group
) r
WHERE t.quantity > 0
GROUP BY t.buyer_id, t.agreement_id, t.price_group, t.seller_item_id, t.unit_cents, t.rule_cents,
    r.tiers, t.joint, r.own, r.without, t.markup, t.fee
$$;
REVOKE ALL ON FUNCTION samkop_benefit_purchases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_benefit_purchases TO samkop_app
"""

# How long each step from need to desk took, in days: the quartiles of the orders (of devices for
# the last two steps) that one member, or all of a region together, placed in a year. Of a region
# nothing is told of fewer than five things or of one member alone.
WAY = """
CREATE FUNCTION samkop_need_to_desk(p_region bigint, p_year integer, p_buyer bigint)
RETURNS TABLE (step text, things bigint, low numeric, median numeric, high numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH members AS (
    SELECT m.party_id, p.time_zone, r.purchasing_body_id,
        greatest(m.valid_from, make_date(p_year, 1, 1)) AS first_day,
        least(m.valid_until, make_date(p_year, 12, 31)) AS last_day
    FROM parties_regionmember m
    JOIN parties_region r ON r.id = m.region_id JOIN parties_party p ON p.id = m.party_id
    WHERE m.region_id = p_region AND CASE
        WHEN p_buyer IS NOT NULL THEN m.party_id = p_buyer AND p_buyer = ANY (samkop_party_ids())
        ELSE r.purchasing_body_id = ANY (samkop_party_ids()) OR EXISTS (
            SELECT FROM parties_regionmember i
            WHERE i.region_id = p_region AND i.party_id = ANY (samkop_party_ids())
                AND current_date BETWEEN i.valid_from AND coalesce(i.valid_until, 'infinity')) END
), way AS (
    SELECT o.id, o.buyer_id, q.submitted_at AS sent_in, o.placed_at AS ordered,
        (SELECT max(a.at) FROM ordering_approval a
            WHERE a.requisition_id = o.requisition_id AND a.decision = 'approved') AS approved,
        CASE WHEN moved.despatched >= asked.quantity THEN moved.last_despatched END AS despatched,
        CASE WHEN moved.received >= asked.quantity THEN moved.last_received END AS received
    FROM members m
    JOIN ordering_order o
        ON o.buyer_id = m.party_id AND o.purchasing_body_id = m.purchasing_body_id
    JOIN ordering_requisition q ON q.id = o.requisition_id
    CROSS JOIN LATERAL (
        SELECT sum(l.quantity) AS quantity FROM ordering_orderline l WHERE l.order_id = o.id
    ) asked
    CROSS JOIN LATERAL (
        SELECT sum(v.quantity) FILTER (WHERE v.kind = 'despatched') AS despatched,
            max(v.at) FILTER (WHERE v.kind = 'despatched') AS last_despatched,
            sum(v.quantity) FILTER (WHERE v.kind = 'received') AS received,
            max(v.at) FILTER (WHERE v.kind = 'received') AS last_received
        FROM ordering_orderlinemovement v WHERE v.order_id = o.id
    ) moved
    WHERE o.state NOT IN ('refused', 'cancelled')
        AND (o.placed_at AT TIME ZONE m.time_zone)::date BETWEEN m.first_day AND m.last_day
), desks AS (
    SELECT w.buyer_id, w.sent_in,
        min(c.since) FILTER (WHERE c.reason = 'received') AS received,
        min(c.since) FILTER (WHERE h.kind IN ('person', 'class', 'cart', 'room')) AS handed_over
    FROM way w
    JOIN fleet_asset a ON a.order_id = w.id AND a.owner_id = w.buyer_id
    JOIN fleet_custody c ON c.asset_id = a.id
    JOIN fleet_holder h ON h.id = c.holder_id
    GROUP BY w.buyer_id, w.sent_in, a.id
), spans AS (
    SELECT 'approved' AS step, buyer_id, approved - sent_in AS took FROM way
    UNION ALL SELECT 'ordered', buyer_id, ordered - coalesce(approved, sent_in) FROM way
    UNION ALL SELECT 'despatched', buyer_id, despatched - ordered FROM way
    UNION ALL SELECT 'received', buyer_id, received - despatched FROM way
    UNION ALL SELECT 'handed-over', buyer_id, handed_over - received FROM desks
    UNION ALL SELECT 'whole', buyer_id, handed_over - sent_in FROM desks
)
SELECT s.step, count(*),
    round(percentile_cont(0.25) WITHIN GROUP (ORDER BY d.days)::numeric, 2),
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY d.days)::numeric, 2),
    round(percentile_cont(0.75) WITHIN GROUP (ORDER BY d.days)::numeric, 2)
FROM spans s
CROSS JOIN LATERAL (SELECT greatest(extract(epoch FROM s.took), 0)::float8 / 86400 AS days) d
WHERE s.took IS NOT NULL
GROUP BY s.step
HAVING p_buyer IS NOT NULL OR (count(*) >= 5 AND count(DISTINCT s.buyer_id) >= 2)
$$;
REVOKE ALL ON FUNCTION samkop_need_to_desk FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_need_to_desk TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0003_benefit"),
        ("agreements", "0027_wall_of_competitions"),
        ("ordering", "0058_released_pieces"),
        ("fleet", "0031_passed_recalls"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(
            PURCHASES, reverse_sql="DROP FUNCTION samkop_benefit_purchases"
        ),
        migrations.RunSQL(WAY, reverse_sql="DROP FUNCTION samkop_need_to_desk"),
        protect(
            "followup_benefitsharing",
            read=either(OWNER, in_my_region()),
            write=f"{OWNER} AND {in_my_region()}",
            update=("shares", "decided_on"),
        ),
        protect(
            "followup_benefitassumption",
            read=either(
                OWNER,
                f"{in_my_region()} AND"
                f" (regional OR {SHARED.format(table='followup_benefitassumption')})",
            ),
            write=WRITE,
        ),
        append_only("followup_benefitassumption"),
        protect(
            "followup_benefit",
            read=either(
                OWNER,
                f"{in_my_region()} AND (regional OR {SHARED.format(table='followup_benefit')})",
            ),
            write=WRITE,
        ),
        append_only("followup_benefit"),
        *(
            operation
            for table in ("benefitpurchase", "benefitprocedure", "benefitleaving")
            for operation in (
                protect(
                    f"followup_{table}", read=OF_A_SEEN_BENEFIT, write=OF_MY_BENEFIT,
                ),
                append_only(f"followup_{table}"),
            )
        ),
    ]  # fmt: skip
