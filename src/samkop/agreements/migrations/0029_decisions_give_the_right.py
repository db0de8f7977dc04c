"""The ceiling asks the buyer's own decision: its standing on the day, and its amount.

docs/explanation/ceilings.md
"""

from importlib import import_module

from django.db import migrations

from samkop.parties.walls import in_my_region
from samkop.platform.row_security import either, party

wall = import_module("samkop.agreements.migrations.0003_wall")
before = import_module("samkop.agreements.migrations.0023_functions_planned_once")
changed = import_module("samkop.agreements.migrations.0019_one_ceiling")

# The right rests on the buyer's own decision, and who was not named decides about no agreement.
TIED = """
ALTER TABLE agreements_participation ADD CONSTRAINT participation_of_own_decision
    FOREIGN KEY (decision_id, buyer_id) REFERENCES governance_memberdecision (id, party_id);
ALTER TABLE governance_memberdecision ADD CONSTRAINT member_decision_of_named_buyer
    FOREIGN KEY (about_agreement, party_id)
    REFERENCES agreements_namedbuyer (agreement_id, buyer_id);
GRANT UPDATE (decision_id) ON agreements_participation TO samkop_app;
GRANT UPDATE (project_id) ON agreements_frameworkagreement TO samkop_app
"""
UNTIED = """
REVOKE UPDATE (project_id) ON agreements_frameworkagreement FROM samkop_app;
REVOKE UPDATE (decision_id) ON agreements_participation FROM samkop_app;
ALTER TABLE governance_memberdecision DROP CONSTRAINT member_decision_of_named_buyer;
ALTER TABLE agreements_participation DROP CONSTRAINT participation_of_own_decision
"""

# Who sees an agreement sees by which decisions its buyers order from it.
OWN_OR_IN_REGION = (party("party_id"), in_my_region())
READ = either(
    *OWN_OR_IN_REGION,
    wall.MY_AGREEMENT.replace("agreement_id", "about_agreement", 1),
    "id IN (SELECT p.decision_id FROM agreements_participation p)",
)
SEEN = f"ALTER POLICY governance_memberdecision_read ON governance_memberdecision USING ({READ})"
SEEN_BEFORE = (
    "ALTER POLICY governance_memberdecision_read ON governance_memberdecision"
    f" USING ({either(*OWN_OR_IN_REGION)})"
)

# For those who list: why what was decided gives no right on a day; null where it does.
CODE = """
CREATE FUNCTION samkop_decision_code(p_decision bigint, p_on date)
RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (SELECT r.code FROM samkop_decision_right(p_decision, p_on) r);
END $$
"""

# A project's decisions were taken before its agreement was there, or before a buyer was named:
# what each has decided itself becomes its right. Nothing is made where nothing was decided.
OF_PROJECT = """
CREATE FUNCTION samkop_participations_of_project(p_agreement bigint, p_at timestamptz)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE made integer;
BEGIN
    IF NOT EXISTS (SELECT FROM agreements_frameworkagreement
        WHERE id = p_agreement AND purchasing_body_id = ANY (samkop_party_ids()))
    THEN RAISE EXCEPTION 'only who runs an agreement names its buyers'
        USING ERRCODE = 'insufficient_privilege'; END IF;
    INSERT INTO agreements_participation (agreement_id, buyer_id, decision_id, at)
        SELECT a.id, n.buyer_id, d.id, p_at FROM agreements_frameworkagreement a
        JOIN agreements_namedbuyer n ON n.agreement_id = a.id
        JOIN governance_memberdecision d ON d.project_id = a.project_id
            AND d.party_id = n.buyer_id
        WHERE a.id = p_agreement AND NOT EXISTS (
            SELECT FROM governance_memberdecision later WHERE later.replaces_id = d.id)
        ON CONFLICT (agreement_id, buyer_id) DO NOTHING;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION samkop_participations_of_project FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_participations_of_project TO samkop_app
"""

DECLARED = """
    first_day date; last_day date; limit_cents bigint; based boolean;"""
NOW_DECLARED = """
    decided bigint; rests_on bigint; refused text; own_limit bigint; elsewhere bigint := 0;
    limit_cents bigint; based boolean;"""
ASKED = """
    SELECT n.maximum_share_cents, p.orders_from, coalesce(p.orders_until, 'infinity'),
            p_release"""
NOW_ASKED = """
    SELECT n.maximum_share_cents, p.decision_id,
            p_release"""
KEPT = "        INTO limit_cents, first_day, last_day, based"
NOW_KEPT = "        INTO limit_cents, decided, based"
JOINED = """
    IF first_day IS NULL OR NOT (p_release OR p_on BETWEEN first_day AND last_day)
    THEN RETURN; END IF;
"""
# The decision's lock: an appeal or another decision waits for the orders on their way, and an
# order that waited reads what was recorded meanwhile.
NOW_JOINED = """
    IF decided IS NULL THEN RETURN; END IF;
    IF NOT p_release THEN
        PERFORM 1 FROM governance_memberdecision WHERE id = decided FOR NO KEY UPDATE;
        SELECT r.code, r.decision, r.limit_cents INTO refused, rests_on, own_limit
            FROM samkop_decision_right(decided, p_on) r;
        -- What was ordered outside the shop counts by its day, whatever has happened since.
        IF refused IS NOT NULL AND p_outside AND EXISTS (
            SELECT FROM governance_memberdecision d
            JOIN governance_decisionevent e ON e.decision_id = d.id AND e.to_state = d.state
            WHERE d.id = rests_on AND d.kind = 'join' AND e.from_state <> e.to_state
                AND p_on < e.happened_on
                AND p_on BETWEEN d.orders_from AND coalesce(d.orders_until, 'infinity')
                AND d.state IN ('appealed', 'stayed', 'annulled', 'revoked')
                AND (d.enforcement <> 'when-final' OR EXISTS (
                    SELECT FROM governance_decisionevent f WHERE f.decision_id = d.id
                        AND f.kind = 'final' AND f.happened_on <= p_on)))
        THEN refused := NULL; END IF;
        code := refused;
        IF code IS NOT NULL THEN RETURN; END IF;
    END IF;
"""
OWN_SHARE = """
        IF p_cents > left_cents THEN RETURN; END IF;
    END IF;

    SELECT maximum_cents"""
OWN_LIMIT = """
        IF p_cents > left_cents THEN RETURN; END IF;
        IF own_limit IS NOT NULL THEN
            -- Of all agreements that rest on the same decision, whose lock keeps them still.
            SELECT coalesce(sum(s.committed_cents), 0) INTO elsewhere
                FROM agreements_participation p
                JOIN agreements_committedshare s ON s.participation_id = p.id
                WHERE p.decision_id = decided AND p.id <> p_participation;
            code := 'decision-limit-reached';
            left_cents := own_limit - share - elsewhere;
            IF p_cents > left_cents THEN RETURN; END IF;
        END IF;
    END IF;

    SELECT maximum_cents"""

MOVE = changed._with(
    before.MOVE,
    (DECLARED, NOW_DECLARED),
    (ASKED, NOW_ASKED),
    (KEPT, NOW_KEPT),
    (JOINED, NOW_JOINED),
    (OWN_SHARE, OWN_LIMIT),
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0028_decisions")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(SEEN, reverse_sql=SEEN_BEFORE),
        migrations.RunSQL(CODE, reverse_sql="DROP FUNCTION samkop_decision_code(bigint, date)"),
        migrations.RunSQL(OF_PROJECT, reverse_sql="DROP FUNCTION samkop_participations_of_project"),
        migrations.RunSQL(MOVE, reverse_sql=before.MOVE),
    ]
