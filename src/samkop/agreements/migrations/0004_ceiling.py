"""The two functions that write the ceiling: one moves it, one settles its maximum.

docs/explanation/ceilings.md tells why they are as they are.
"""

from django.db import migrations

# The permille that an order is priced with now: of the highest tier that the joint volume
# has reached. One place, asked when an order is priced and again when it is committed.
TIER_DISCOUNT = """
CREATE FUNCTION samkop_tier_discount(p_agreement bigint, p_price_group text) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(t.discount_permille), 0) FROM agreements_pricetier t
    WHERE t.agreement_id = p_agreement AND t.price_group = p_price_group
    AND t.from_quantity <= coalesce((
        SELECT v.quantity FROM agreements_tiervolume v
        WHERE v.agreement_id = p_agreement AND v.price_group = p_price_group), 0)
$$
"""

# Whether an order has committed as much as is to be given back, in cents and in each group.
# Runs inside samkop_ceiling_move, and as its definer; nobody else may call it.
COVERS = """
CREATE FUNCTION samkop_ceiling_covers(
    p_participation bigint, p_reference text, p_cents bigint, p_quantities jsonb
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(m.cents), 0) >= p_cents AND NOT EXISTS (
        SELECT FROM jsonb_each_text(p_quantities) q WHERE q.value::bigint > (
            SELECT coalesce(sum((g.quantities ->> q.key)::bigint), 0)
            FROM agreements_ceilingmovement g
            WHERE g.participation_id = p_participation AND g.reference = p_reference))
    FROM agreements_ceilingmovement m
    WHERE m.participation_id = p_participation AND m.reference = p_reference
$$;
REVOKE ALL ON FUNCTION samkop_ceiling_covers FROM PUBLIC
"""

# One call commits an order, or gives back what it had committed. It changes nothing unless
# its code is 'ok'. Lock order: the buyer's share, then the ceiling, which is held until the
# caller's transaction ends; whatever can be known before is therefore asked before.
MOVE = """
CREATE FUNCTION samkop_ceiling_move(
    p_agreement bigint, p_participation bigint, p_buyer bigint, p_reference text,
    p_cents bigint, p_quantities jsonb, p_marks jsonb, p_on date, p_at timestamptz,
    p_release boolean, OUT code text, OUT left_cents bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    agreement agreements_frameworkagreement;
    first_day date; last_day date; limit_cents bigint;
    share bigint; highest bigint; balance bigint; sign integer := 1;
BEGIN
    IF num_nulls(p_agreement, p_buyer, p_reference, p_cents, p_quantities, p_marks, p_on, p_at,
            p_release) > 0 OR p_cents < 0
        OR EXISTS (SELECT FROM jsonb_each_text(p_quantities) q WHERE q.value::bigint < 0)
    THEN RAISE EXCEPTION 'all is given, and nothing negative: p_release gives back'
        USING ERRCODE = 'invalid_parameter_value'; END IF;
    code := 'not-allowed';
    IF p_buyer <> ALL (samkop_party_ids()) THEN RETURN; END IF;

    code := 'agreement-unknown';
    SELECT maximum_share_cents INTO limit_cents FROM agreements_namedbuyer
        WHERE agreement_id = p_agreement AND buyer_id = p_buyer;
    IF NOT FOUND THEN RETURN; END IF;

    code := 'agreement-not-joined';
    SELECT orders_from, coalesce(orders_until, 'infinity') INTO first_day, last_day
        FROM agreements_participation
        WHERE id = p_participation AND agreement_id = p_agreement AND buyer_id = p_buyer;
    IF NOT FOUND OR NOT (p_release OR p_on BETWEEN first_day AND last_day) THEN RETURN; END IF;

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

    SELECT maximum_cents, committed_cents INTO highest, balance FROM agreements_ceiling
        WHERE agreement_id = p_agreement FOR NO KEY UPDATE;
    IF NOT p_release THEN
        -- Read after the lock: a suspension takes the same lock, so none is overlooked.
        SELECT * INTO agreement FROM agreements_frameworkagreement WHERE id = p_agreement;
        code := 'agreement-not-in-force';
        IF highest IS NULL OR agreement.state NOT IN ('in-force', 'interim')
            OR p_on NOT BETWEEN agreement.valid_from AND agreement.valid_until
        THEN RETURN; END IF;
        code := 'maximum-value-reached';
        left_cents := highest - balance;
        IF p_cents > left_cents THEN RETURN; END IF;
        code := 'tier-changed';
        IF EXISTS (SELECT FROM jsonb_object_keys(p_quantities) AS q (price_group)
            WHERE samkop_tier_discount(p_agreement, q.price_group)
                <> coalesce((p_marks ->> q.price_group)::integer, 0))
        THEN RETURN; END IF;
        INSERT INTO agreements_tiervolume (agreement_id, price_group, quantity)
            SELECT p_agreement, q.price_group, 0
            FROM jsonb_object_keys(p_quantities) AS q (price_group)
            WHERE NOT EXISTS (SELECT FROM agreements_tiervolume v
                WHERE v.agreement_id = p_agreement AND v.price_group = q.price_group);
    END IF;

    UPDATE agreements_ceiling SET committed_cents = committed_cents + sign * p_cents
        WHERE agreement_id = p_agreement RETURNING committed_cents INTO balance;
    UPDATE agreements_committedshare SET committed_cents = committed_cents + sign * p_cents
        WHERE participation_id = p_participation;
    UPDATE agreements_tiervolume v SET quantity = v.quantity + sign * q.value::bigint
        FROM jsonb_each_text(p_quantities) q
        WHERE v.agreement_id = p_agreement AND v.price_group = q.key;
    INSERT INTO agreements_ceilingmovement
        (agreement_id, participation_id, buyer_id, reference, cents, quantities, at, balance_cents)
        VALUES (p_agreement, p_participation, p_buyer, p_reference, sign * p_cents,
            (SELECT coalesce(jsonb_object_agg(q.key, sign * q.value::bigint), '{}')
                FROM jsonb_each_text(p_quantities) q),
            p_at, balance);
    code := 'ok';
    left_cents := highest - balance;
END $$;
REVOKE ALL ON FUNCTION samkop_ceiling_move FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_ceiling_move TO samkop_app
"""

# The maximum is computed, never given: what was published, and each recorded modification.
# Its lock is also how a change of state waits for orders that are on their way.
SETTLE = """
CREATE FUNCTION samkop_ceiling_settle(p_agreement bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE published bigint; settled bigint;
BEGIN
    SELECT maximum_value_cents INTO published FROM agreements_frameworkagreement
        WHERE id = p_agreement AND purchasing_body_id = ANY (samkop_party_ids());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only who runs an agreement settles its ceiling'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO agreements_ceiling (agreement_id, maximum_cents, committed_cents)
        VALUES (p_agreement, published, 0) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM agreements_ceiling WHERE agreement_id = p_agreement FOR NO KEY UPDATE;
    UPDATE agreements_ceiling SET maximum_cents = published + (
            SELECT coalesce(sum(value_change_cents), 0) FROM agreements_modification
            WHERE agreement_id = p_agreement)
        WHERE agreement_id = p_agreement RETURNING maximum_cents INTO settled;
    RETURN settled;
END $$;
REVOKE ALL ON FUNCTION samkop_ceiling_settle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_ceiling_settle TO samkop_app
"""

# Room on the page for new versions of the hot rows, so that each update stays on its page
# and needs no entry in an index; and vacuum after a thousand of them, however few rows.
HOT = ";\n".join(
    f"ALTER TABLE {table} SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0,"
    " autovacuum_vacuum_threshold = 1000)"
    for table in ("agreements_ceiling", "agreements_committedshare", "agreements_tiervolume")
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_wall")]

    operations = [
        migrations.RunSQL(TIER_DISCOUNT, reverse_sql="DROP FUNCTION samkop_tier_discount"),
        migrations.RunSQL(COVERS, reverse_sql="DROP FUNCTION samkop_ceiling_covers"),
        migrations.RunSQL(MOVE, reverse_sql="DROP FUNCTION samkop_ceiling_move"),
        migrations.RunSQL(SETTLE, reverse_sql="DROP FUNCTION samkop_ceiling_settle"),
        migrations.RunSQL(HOT, reverse_sql=migrations.RunSQL.noop),
    ]
