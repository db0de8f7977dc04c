"""Reviews, judgments and legal bases: who sees and writes them; and the ceiling asks them."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, protect

wall = import_module("samkop.agreements.migrations.0003_wall")
before = import_module("samkop.agreements.migrations.0004_ceiling")
drafts = import_module("samkop.agreements.migrations.0009_drafts")

TIED = """
ALTER TABLE agreements_legalbasis ADD CONSTRAINT legal_basis_of_named_buyer
    FOREIGN KEY (agreement_id, buyer_id)
    REFERENCES agreements_namedbuyer (agreement_id, buyer_id);
ALTER TABLE agreements_judgment ADD CONSTRAINT judgment_on_the_agreements_review
    FOREIGN KEY (review_id, agreement_id) REFERENCES agreements_review (id, agreement_id)
"""
UNTIED = """
ALTER TABLE agreements_judgment DROP CONSTRAINT judgment_on_the_agreements_review;
ALTER TABLE agreements_legalbasis DROP CONSTRAINT legal_basis_of_named_buyer
"""

# What can be said honestly of agreements that were there before: a central purchasing body
# serves its named buyers under art. 37, and who runs an agreement needs no other's.
FILL = """
INSERT INTO agreements_legalbasis (agreement_id, buyer_id, kind, valid_from, document,
    register_number, control_holds, activities_hold, no_private_capital, at)
SELECT n.agreement_id, n.buyer_id,
    CASE WHEN n.buyer_id = a.purchasing_body_id THEN 'own-procurement'
        ELSE 'central-purchasing' END,
    a.valid_from, 'Named in the procurement', a.register_number, false, false, false, now()
FROM agreements_namedbuyer n
JOIN agreements_frameworkagreement a ON a.id = n.agreement_id
JOIN parties_party p ON p.id = a.purchasing_body_id
WHERE n.buyer_id = a.purchasing_body_id OR p.kind = 'central-purchasing-body';
-- What waits to be checked keeps the table from being altered in the same transaction.
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""

INTERIM = "GRANT UPDATE (interim_until) ON agreements_frameworkagreement TO samkop_app"
NO_INTERIM = "REVOKE UPDATE (interim_until) ON agreements_frameworkagreement FROM samkop_app"

# Why nothing is ordered from an agreement on a day; null where something is. One place,
# asked by the ceiling under its lock and by whoever tells a person why.
CLOSED = """
CREATE FUNCTION samkop_agreement_closed(p agreements_frameworkagreement, p_on date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN p.state = 'suspended' THEN 'agreement-suspended'
        WHEN p.state = 'exhausted' THEN 'agreement-exhausted'
        WHEN p.state = 'annulled' AND EXISTS (SELECT FROM agreements_judgment j
            WHERE j.agreement_id = p.id AND j.outcome = 'award-annulled')
            THEN 'agreement-interim-ended'
        WHEN p.state = 'annulled' THEN 'agreement-annulled'
        WHEN p.state = 'ended' OR p_on > p.valid_until THEN 'agreement-ended'
        WHEN p.state = 'interim' AND p_on > p.interim_until THEN 'agreement-interim-ended'
        WHEN p.state = 'in-preparation' OR p_on < p.valid_from THEN 'agreement-not-in-force'
    END
$$
"""

# As before, and: the reason why nothing is ordered is told by its own code; the buyer needs
# a legal basis on the day; an order placed outside the shop (p_outside) is recorded by the
# buyer or by whoever runs the agreement, has its own price and so no tier marks, and counts
# also when the agreement has stopped since.
MOVE = """
CREATE FUNCTION samkop_ceiling_move(
    p_agreement bigint, p_participation bigint, p_buyer bigint, p_reference text,
    p_cents bigint, p_quantities jsonb, p_marks jsonb, p_on date, p_at timestamptz,
    p_release boolean, p_outside boolean, OUT code text, OUT left_cents bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    agreement agreements_frameworkagreement;
    first_day date; last_day date; limit_cents bigint;
    share bigint; highest bigint; balance bigint; sign integer := 1;
BEGIN
    IF num_nulls(p_agreement, p_buyer, p_reference, p_cents, p_quantities, p_marks, p_on, p_at,
            p_release, p_outside) > 0 OR p_cents < 0
        OR EXISTS (SELECT FROM jsonb_each_text(p_quantities) q WHERE q.value::bigint < 0)
    THEN RAISE EXCEPTION 'all is given, and nothing negative: p_release gives back'
        USING ERRCODE = 'invalid_parameter_value'; END IF;
    code := 'not-allowed';
    IF p_buyer <> ALL (samkop_party_ids()) AND NOT (p_outside AND EXISTS (
        SELECT FROM agreements_frameworkagreement a WHERE a.id = p_agreement
            AND a.purchasing_body_id = ANY (samkop_party_ids())))
    THEN RETURN; END IF;

    code := 'agreement-unknown';
    SELECT maximum_share_cents INTO limit_cents FROM agreements_namedbuyer
        WHERE agreement_id = p_agreement AND buyer_id = p_buyer;
    IF NOT FOUND THEN RETURN; END IF;

    code := 'agreement-not-joined';
    SELECT orders_from, coalesce(orders_until, 'infinity') INTO first_day, last_day
        FROM agreements_participation
        WHERE id = p_participation AND agreement_id = p_agreement AND buyer_id = p_buyer;
    IF NOT FOUND OR NOT (p_release OR p_on BETWEEN first_day AND last_day) THEN RETURN; END IF;

    code := 'legal-basis-missing';
    IF NOT p_release AND NOT EXISTS (SELECT FROM agreements_legalbasis
        WHERE agreement_id = p_agreement AND buyer_id = p_buyer
            AND p_on BETWEEN valid_from AND coalesce(valid_until, 'infinity'))
    THEN RETURN; END IF;

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
        IF highest IS NULL THEN RETURN; END IF;
        code := samkop_agreement_closed(agreement, p_on);
        IF code IS NOT NULL AND p_outside
            AND p_on BETWEEN agreement.valid_from AND agreement.valid_until
            AND p_on <= (SELECT max((c.at AT TIME ZONE p.time_zone)::date)
                FROM agreements_statechange c, parties_party p
                WHERE c.agreement_id = p_agreement AND p.id = agreement.purchasing_body_id)
        THEN code := NULL; END IF;
        IF code IS NOT NULL THEN RETURN; END IF;
        code := 'maximum-value-reached';
        left_cents := highest - balance;
        IF p_cents > left_cents THEN RETURN; END IF;
        code := 'tier-changed';
        IF NOT p_outside AND EXISTS (SELECT FROM jsonb_object_keys(p_quantities) AS q (price_group)
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


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_reviews")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(INTERIM, reverse_sql=NO_INTERIM),
        protect("agreements_review", read=wall.MY_AGREEMENT, write=wall.RUN_BY_ME),
        append_only("agreements_review"),
        protect("agreements_judgment", read=wall.MY_AGREEMENT, write=wall.RUN_BY_ME),
        append_only("agreements_judgment"),
        protect(
            "agreements_legalbasis",
            read=wall.MY_AGREEMENT,
            write=wall.RUN_BY_ME,
            update=("valid_until",),
            delete=drafts.PREPARED_BY_ME,
        ),
        migrations.RunSQL(
            CLOSED,
            reverse_sql="DROP FUNCTION samkop_agreement_closed(agreements_frameworkagreement, date)",
        ),
        migrations.RunSQL("DROP FUNCTION samkop_ceiling_move", reverse_sql=before.MOVE),
        migrations.RunSQL(MOVE, reverse_sql="DROP FUNCTION samkop_ceiling_move"),
    ]
