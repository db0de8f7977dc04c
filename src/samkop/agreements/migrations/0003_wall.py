"""Who sees and who writes agreements, and which state may follow which."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# Every agreement that a party acted for runs, supplies or is named in. SECURITY DEFINER,
# because named buyers are read to find out whose the agreement is and the other way round:
# as policies these two would recurse. It returns ids alone, and those of one's own.
AGREEMENT_IDS = """
CREATE FUNCTION samkop_agreement_ids() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT id FROM agreements_frameworkagreement
            WHERE purchasing_body_id = ANY (samkop_party_ids())
        UNION SELECT id FROM agreements_frameworkagreement
            WHERE supplier_id = ANY (samkop_party_ids())
        UNION SELECT agreement_id FROM agreements_namedbuyer
            WHERE buyer_id = ANY (samkop_party_ids())
    ) AS mine
$$;
REVOKE ALL ON FUNCTION samkop_agreement_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_agreement_ids() TO samkop_app
"""

# The sub-select makes it one call a query: a SECURITY DEFINER function is never inlined,
# and without the sub-select a sequential scan would call it for each row.
MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
RUN_BY_ME = (
    "agreement_id IN (SELECT a.id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)

# vocabulary.TRANSITIONS as the database's own rule: no way around it for anybody.
TRANSITIONS = """
CREATE FUNCTION agreements_frameworkagreement_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'in-preparation' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (
        ('in-preparation', 'interim'), ('in-preparation', 'in-force'),
        ('in-preparation', 'annulled'),
        ('interim', 'in-force'), ('interim', 'annulled'), ('interim', 'ended'),
        ('in-force', 'suspended'), ('in-force', 'annulled'), ('in-force', 'exhausted'),
        ('in-force', 'ended'),
        ('suspended', 'in-force'), ('suspended', 'annulled'), ('suspended', 'ended'),
        ('exhausted', 'in-force'), ('exhausted', 'annulled'), ('exhausted', 'ended')
    )) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'framework_agreement_transition: an agreement does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER agreements_frameworkagreement_transition
    BEFORE INSERT OR UPDATE OF state ON agreements_frameworkagreement
    FOR EACH ROW EXECUTE FUNCTION agreements_frameworkagreement_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER agreements_frameworkagreement_transition ON agreements_frameworkagreement;
DROP FUNCTION agreements_frameworkagreement_transition()
"""

# Art. 33(2) of directive 2014/24/EU: only who was named can join.
NAMED_ONLY = (
    "ALTER TABLE agreements_participation ADD CONSTRAINT participation_of_named_buyer"
    " FOREIGN KEY (agreement_id, buyer_id)"
    " REFERENCES agreements_namedbuyer (agreement_id, buyer_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_constraints"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(AGREEMENT_IDS, reverse_sql="DROP FUNCTION samkop_agreement_ids()"),
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        migrations.RunSQL(
            NAMED_ONLY,
            reverse_sql="ALTER TABLE agreements_participation"
            " DROP CONSTRAINT participation_of_named_buyer",
        ),
        protect(
            "agreements_frameworkagreement",
            # The first two stand besides the function because a new row is not yet in it.
            read=either(
                party("purchasing_body_id"),
                party("supplier_id"),
                MY_AGREEMENT.replace("agreement_id", "id", 1),
            ),
            write=party("purchasing_body_id"),
            update=("state",),
        ),
        protect("agreements_statechange", read=MY_AGREEMENT, write=RUN_BY_ME),
        append_only("agreements_statechange"),
        protect("agreements_modification", read=MY_AGREEMENT, write=RUN_BY_ME),
        append_only("agreements_modification"),
        protect("agreements_namedbuyer", read=MY_AGREEMENT, write=RUN_BY_ME),
        protect(
            "agreements_participation",
            read=MY_AGREEMENT,
            write=party("buyer_id"),
            update=("orders_until",),
        ),
        protect(
            "agreements_listprice",
            read=MY_AGREEMENT,
            write=RUN_BY_ME,
            update=("price_group", "net_price_cents", "valid_until"),
        ),
        protect("agreements_pricetier", read=MY_AGREEMENT, write=RUN_BY_ME, delete=RUN_BY_ME),
        # Totals and the ledger: read here, written by the ceiling's functions alone.
        protect("agreements_ceiling", read=MY_AGREEMENT),
        protect("agreements_committedshare", read=MY_AGREEMENT),
        protect("agreements_tiervolume", read=MY_AGREEMENT),
        protect("agreements_ceilingmovement", read=either(party("buyer_id"), RUN_BY_ME)),
        append_only("agreements_ceilingmovement"),
    ]
