"""Who sees and who writes what prices were held against, and what was found."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect, system_job

WATCH = system_job("price-watch")
SIDES = either(party("purchasing_body_id"), party("buyer_id"))
IN_A_FINDING = "id IN (SELECT p.check_made_id FROM followup_pricefindingpurchase p)"
OF_A_FINDING = "finding_id IN (SELECT f.id FROM followup_pricefinding f)"
OF_MY_FINDING = (
    "finding_id IN (SELECT f.id FROM followup_pricefinding f"
    " WHERE f.purchasing_body_id = ANY (samkop_party_ids()))"
)
OF_A_FINDING_THAT_ASKS = (
    "finding_id IN (SELECT f.id FROM followup_pricefinding f WHERE f.state = 'asked')"
)
# Members read what is found of a list price; its supplier only what it is asked.
OF_MY_AGREEMENT = (
    "buyer_id IS NULL AND agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
    " AND supplier_id <> ALL (samkop_party_ids())"
)

OF_ITS_FINDING = """
ALTER TABLE followup_priceanswer ADD CONSTRAINT price_answer_of_its_finding
    FOREIGN KEY (finding_id, purchasing_body_id, supplier_id)
    REFERENCES followup_pricefinding (id, purchasing_body_id, supplier_id)
"""
ALONE = "ALTER TABLE followup_priceanswer DROP CONSTRAINT price_answer_of_its_finding"

# vocabulary.FINDING_TRANSITIONS as the database's own rule.
TRANSITIONS = """
CREATE FUNCTION followup_pricefinding_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = NEW.state OR (OLD.state, NEW.state) IN (('found', 'asked'),
        ('asked', 'explained'), ('asked', 'corrected'), ('asked', 'credited'))
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a finding in the state % does not become %', OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER followup_pricefinding_transition BEFORE UPDATE ON followup_pricefinding
    FOR EACH ROW EXECUTE FUNCTION followup_pricefinding_transition()
"""
ANY_TRANSITION = (
    "DROP TRIGGER followup_pricefinding_transition ON followup_pricefinding;"
    " DROP FUNCTION followup_pricefinding_transition()"
)

# What each member paid for items, by month and price: no order, no person, no place. Only
# under agreements that a party acted for runs or is named in, and not to their supplier; and
# without members that have decided not to show their prices.
MEMBER_PRICES = """
CREATE FUNCTION followup_shares_prices(p_party bigint, p_on date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT s.shared FROM followup_pricesharing s
        WHERE s.owner_id = p_party AND s.valid_from <= p_on
        ORDER BY s.valid_from DESC, s.id DESC LIMIT 1), true)
$$;
CREATE FUNCTION followup_member_prices(p_items bigint[], p_on date) RETURNS TABLE (
    item_id bigint, buyer_id bigint, month date, currency text, price_cents bigint,
    quantity bigint, tier_permille integer, markup_permille integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.item_id, c.buyer_id, date_trunc('month', c.bought_on)::date, c.currency::text,
        c.price_cents, sum(c.quantity)::bigint, c.tier_permille::integer, c.markup_permille::integer
    FROM followup_pricecheck c
    WHERE c.source = 'ordered' AND (p_items IS NULL OR c.item_id = ANY (p_items))
        AND c.agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])
        AND c.supplier_id <> ALL (samkop_party_ids())
        AND (c.buyer_id = ANY (samkop_party_ids()) OR followup_shares_prices(c.buyer_id, p_on))
    GROUP BY 1, 2, 3, 4, 5, 7, 8
    ORDER BY 3, 1, 2, 5
$$;
REVOKE ALL ON FUNCTION followup_member_prices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followup_member_prices TO samkop_app
"""
# How many members bought them and have decided not to show it: the count alone.
LEFT_OUT = """
CREATE FUNCTION followup_members_left_out(p_items bigint[], p_on date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(DISTINCT c.buyer_id) FROM followup_pricecheck c
    WHERE c.source = 'ordered' AND c.item_id = ANY (p_items)
        AND c.agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])
        AND c.supplier_id <> ALL (samkop_party_ids())
        AND c.buyer_id <> ALL (samkop_party_ids())
        AND NOT followup_shares_prices(c.buyer_id, p_on)
$$;
REVOKE ALL ON FUNCTION followup_members_left_out FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followup_members_left_out TO samkop_app
"""
# How many purchases agree with their rule under each agreement, of all its buyers: sums alone.
TOTALS = """
CREATE FUNCTION followup_price_totals(p_from date, p_until date) RETURNS TABLE (
    agreement_id bigint, source text, outcome text, currency text, purchases bigint,
    difference_cents bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.agreement_id, c.source::text, c.outcome::text, c.currency::text, count(*),
        sum(c.total_difference_cents)::bigint
    FROM followup_pricecheck c
    WHERE c.agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])
        AND c.supplier_id <> ALL (samkop_party_ids())
        AND c.bought_on BETWEEN p_from AND p_until
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$;
REVOKE ALL ON FUNCTION followup_price_totals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followup_price_totals TO samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0005_prices"),
        ("agreements", "0027_wall_of_competitions"),
    ]

    operations = [
        migrations.RunSQL(OF_ITS_FINDING, reverse_sql=ALONE),
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        protect(
            "followup_pricefinding",
            read=either(
                party("purchasing_body_id"),
                party("buyer_id"),
                f"asked_at IS NOT NULL AND {party('supplier_id')}",
                OF_MY_AGREEMENT,
            ),
            write=party("purchasing_body_id"),
            update=(
                "price_cents", "expected_cents", "quantity", "total_cents", "seen_until",
                "seen_from", "state", "question", "asked_at", "answer_due_on", "reminded_at",
                "conclusion", "credit_reference", "settled_at", "settled_by_id",
            ),
        ),
        protect("followup_pricefindingpurchase", read=OF_A_FINDING, write=OF_MY_FINDING),
        append_only("followup_pricefindingpurchase"),
        protect(
            "followup_pricecheck",
            read=either(party("purchasing_body_id"), party("buyer_id"), IN_A_FINDING),
            write=f"{WATCH} AND ({SIDES})",
        ),
        append_only("followup_pricecheck"),
        protect(
            "followup_priceanswer",
            read=OF_A_FINDING,
            write=f"{party('supplier_id')} AND {OF_A_FINDING_THAT_ASKS}",
        ),
        append_only("followup_priceanswer"),
        # Members read what passes; the supplier does not.
        protect(
            "followup_pricetolerance",
            read=either(
                party("purchasing_body_id"),
                "purchasing_body_id IN (SELECT a.purchasing_body_id"
                " FROM agreements_frameworkagreement a JOIN agreements_namedbuyer n"
                " ON n.agreement_id = a.id WHERE n.buyer_id = ANY (samkop_party_ids()))",
            ),
            write=party("purchasing_body_id"),
        ),
        append_only("followup_pricetolerance"),
        protect("followup_pricesharing", read=party("owner_id"), write=party("owner_id")),
        append_only("followup_pricesharing"),
        migrations.RunSQL(
            MEMBER_PRICES,
            reverse_sql="DROP FUNCTION followup_member_prices; DROP FUNCTION followup_shares_prices",
        ),
        migrations.RunSQL(LEFT_OUT, reverse_sql="DROP FUNCTION followup_members_left_out"),
        migrations.RunSQL(TOTALS, reverse_sql="DROP FUNCTION followup_price_totals"),
    ]  # fmt: skip
