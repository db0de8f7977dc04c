"""The functions that an order asks of its agreement, planned once a connection.

PostgreSQL reads and plans a function of its language ``sql`` anew in each statement that calls
it, and the ceiling's row is locked meanwhile. docs/explanation/ceilings.md
"""

from importlib import import_module

from django.db import migrations

ceiling = import_module("samkop.agreements.migrations.0004_ceiling")
reviews = import_module("samkop.agreements.migrations.0011_reviews_wall")
before = import_module("samkop.agreements.migrations.0019_one_ceiling")


def _anew(source: str) -> str:
    return source.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


CLOSED = """
CREATE OR REPLACE FUNCTION samkop_agreement_closed(p agreements_frameworkagreement, p_on date)
RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p.state = 'annulled' THEN
        IF EXISTS (SELECT FROM agreements_judgment j
            WHERE j.agreement_id = p.id AND j.outcome = 'award-annulled')
        THEN RETURN 'agreement-interim-ended'; END IF;
        RETURN 'agreement-annulled';
    END IF;
    RETURN CASE
        WHEN p.state = 'suspended' THEN 'agreement-suspended'
        WHEN p.state = 'exhausted' THEN 'agreement-exhausted'
        WHEN p.state = 'ended' OR p_on > p.valid_until THEN 'agreement-ended'
        WHEN p.state = 'interim' AND p_on > p.interim_until THEN 'agreement-interim-ended'
        WHEN p.state = 'in-preparation' OR p_on < p.valid_from THEN 'agreement-not-in-force'
    END;
END $$
"""

TIER_DISCOUNT = """
CREATE OR REPLACE FUNCTION samkop_tier_discount(p_agreement bigint, p_price_group text)
RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(max(t.discount_permille), 0) FROM agreements_pricetier t
        WHERE t.agreement_id = p_agreement AND t.price_group = p_price_group
            AND t.from_quantity <= coalesce((
                SELECT v.quantity FROM agreements_tiervolume v
                WHERE v.agreement_id = p_agreement AND v.price_group = p_price_group), 0));
END $$
"""

# As before, in fewer statements: who may is asked in one, and a price group's volume is made
# only where there is none to be moved.
MOVE = """
CREATE OR REPLACE FUNCTION samkop_ceiling_move(
    p_agreement bigint, p_participation bigint, p_buyer bigint, p_reference text,
    p_cents bigint, p_quantities jsonb, p_marks jsonb, p_on date, p_at timestamptz,
    p_release boolean, p_outside boolean, OUT code text, OUT left_cents bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    agreement agreements_frameworkagreement;
    groups text[]; moved bigint[]; marks integer[];
    first_day date; last_day date; limit_cents bigint; based boolean;
    share bigint; highest bigint; balance bigint; sign integer := 1;
    together bigint; left_together bigint; volumes integer;
BEGIN
    SELECT array_agg(q.key), array_agg(q.value::bigint),
            array_agg(coalesce((p_marks ->> q.key)::integer, 0))
        INTO groups, moved, marks FROM jsonb_each_text(p_quantities) q;
    IF num_nulls(p_agreement, p_buyer, p_reference, p_cents, p_quantities, p_marks, p_on, p_at,
            p_release, p_outside) > 0 OR p_cents < 0 OR 0 > ANY (moved)
    THEN RAISE EXCEPTION 'all is given, and nothing negative: p_release gives back'
        USING ERRCODE = 'invalid_parameter_value'; END IF;
    code := 'not-allowed';
    IF p_buyer <> ALL (samkop_party_ids()) THEN
        IF NOT (p_outside AND EXISTS (
            SELECT FROM agreements_frameworkagreement a WHERE a.id = p_agreement
                AND a.purchasing_body_id = ANY (samkop_party_ids())))
        THEN RETURN; END IF;
    END IF;

    code := 'agreement-unknown';
    SELECT n.maximum_share_cents, p.orders_from, coalesce(p.orders_until, 'infinity'),
            p_release OR EXISTS (SELECT FROM agreements_legalbasis
                WHERE agreement_id = p_agreement AND buyer_id = p_buyer
                    AND p_on BETWEEN valid_from AND coalesce(valid_until, 'infinity'))
        INTO limit_cents, first_day, last_day, based
        FROM agreements_namedbuyer n
        LEFT JOIN agreements_participation p ON p.id = p_participation
            AND p.agreement_id = p_agreement AND p.buyer_id = p_buyer
        WHERE n.agreement_id = p_agreement AND n.buyer_id = p_buyer;
    IF NOT FOUND THEN RETURN; END IF;
    code := 'agreement-not-joined';
    IF first_day IS NULL OR NOT (p_release OR p_on BETWEEN first_day AND last_day)
    THEN RETURN; END IF;
    code := 'legal-basis-missing';
    IF NOT based THEN RETURN; END IF;

    SELECT committed_cents INTO share FROM agreements_committedshare
        WHERE participation_id = p_participation FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO agreements_committedshare
            (participation_id, agreement_id, buyer_id, committed_cents)
            VALUES (p_participation, p_agreement, p_buyer, 0) ON CONFLICT DO NOTHING;
        SELECT committed_cents INTO share FROM agreements_committedshare
            WHERE participation_id = p_participation FOR NO KEY UPDATE;
    END IF;
    IF p_release THEN
        -- The share's lock keeps this buyer's other movements away meanwhile.
        code := 'released-too-much';
        IF NOT samkop_ceiling_covers(p_participation, p_reference, p_cents, p_quantities)
        THEN RETURN; END IF;
        sign := -1;
    ELSE
        code := 'share-reached';
        left_cents := limit_cents - share;
        IF p_cents > left_cents THEN RETURN; END IF;
    END IF;

    SELECT maximum_cents, committed_cents, shared_id INTO highest, balance, together
        FROM agreements_ceiling
        WHERE agreement_id = p_agreement FOR NO KEY UPDATE;
    IF together IS NOT NULL THEN
        SELECT maximum_cents - committed_cents INTO left_together FROM agreements_sharedceiling
            WHERE rule_id = together FOR NO KEY UPDATE;
    END IF;
    IF NOT p_release THEN
        -- Read after the lock: a suspension takes the same lock, so none is overlooked.
        SELECT * INTO agreement FROM agreements_frameworkagreement WHERE id = p_agreement;
        code := 'agreement-not-in-force';
        IF highest IS NULL THEN RETURN; END IF;
        code := samkop_agreement_closed(agreement, p_on);
        IF code IS NOT NULL AND p_outside
            AND p_on BETWEEN agreement.valid_from AND agreement.valid_until
        THEN
            IF p_on <= (SELECT max((c.at AT TIME ZONE p.time_zone)::date)
                FROM agreements_statechange c, parties_party p
                WHERE c.agreement_id = p_agreement AND p.id = agreement.purchasing_body_id)
            THEN code := NULL; END IF;
        END IF;
        IF code IS NOT NULL THEN RETURN; END IF;
        code := 'maximum-value-reached';
        left_cents := least(highest - balance, left_together);
        IF p_cents > left_cents THEN RETURN; END IF;
        code := 'tier-changed';
        IF NOT p_outside THEN
            IF EXISTS (SELECT FROM unnest(groups, marks) AS q (price_group, mark)
                WHERE samkop_tier_discount(p_agreement, q.price_group) <> q.mark)
            THEN RETURN; END IF;
        END IF;
    END IF;

    UPDATE agreements_ceiling SET committed_cents = committed_cents + sign * p_cents
        WHERE agreement_id = p_agreement RETURNING committed_cents INTO balance;
    IF together IS NOT NULL THEN
        UPDATE agreements_sharedceiling SET committed_cents = committed_cents + sign * p_cents
            WHERE rule_id = together
            RETURNING maximum_cents - committed_cents INTO left_together;
    END IF;
    UPDATE agreements_committedshare SET committed_cents = committed_cents + sign * p_cents
        WHERE participation_id = p_participation;
    UPDATE agreements_tiervolume v SET quantity = v.quantity + sign * q.quantity
        FROM unnest(groups, moved) AS q (price_group, quantity)
        WHERE v.agreement_id = p_agreement AND v.price_group = q.price_group;
    GET DIAGNOSTICS volumes = ROW_COUNT;
    IF volumes < cardinality(groups) AND NOT p_release THEN
        INSERT INTO agreements_tiervolume (agreement_id, price_group, quantity)
            SELECT p_agreement, q.price_group, q.quantity
            FROM unnest(groups, moved) AS q (price_group, quantity)
            WHERE NOT EXISTS (SELECT FROM agreements_tiervolume v
                WHERE v.agreement_id = p_agreement AND v.price_group = q.price_group);
    END IF;
    INSERT INTO agreements_ceilingmovement
        (agreement_id, participation_id, buyer_id, reference, cents, quantities, at, balance_cents)
        VALUES (p_agreement, p_participation, p_buyer, p_reference, sign * p_cents,
            CASE WHEN p_release
                THEN (SELECT coalesce(jsonb_object_agg(q.key, -q.value::bigint), '{}')
                    FROM jsonb_each_text(p_quantities) q)
                ELSE p_quantities END,
            p_at, balance);
    code := 'ok';
    left_cents := least(highest - balance, left_together);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0022_headings_of_prices")]

    operations = [
        migrations.RunSQL(CLOSED, reverse_sql=_anew(reviews.CLOSED)),
        migrations.RunSQL(TIER_DISCOUNT, reverse_sql=_anew(ceiling.TIER_DISCOUNT)),
        migrations.RunSQL(MOVE, reverse_sql=before.MOVE),
    ]
