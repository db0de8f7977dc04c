"""Who sees and writes rules of call-off, offers and turns; an adopted rule stands."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

wall = import_module("samkop.agreements.migrations.0003_wall")

# Foreign keys see through row security: a rule of whoever runs the agreement, an offer and a
# turn of its suppliers only, and a turn by a buyer that has joined that supplier's agreement.
TIED = """
ALTER TABLE agreements_frameworkagreement ADD CONSTRAINT framework_agreement_called_off_by_its_runner
    FOREIGN KEY (call_off_rule_id, purchasing_body_id)
    REFERENCES agreements_calloffrule (id, purchasing_body_id);
ALTER TABLE agreements_calloffoffer ADD CONSTRAINT call_off_offer_of_the_rules_supplier
    FOREIGN KEY (agreement_id, rule_id)
    REFERENCES agreements_frameworkagreement (id, call_off_rule_id);
ALTER TABLE agreements_calloffturn ADD CONSTRAINT call_off_turn_of_the_rules_supplier
    FOREIGN KEY (agreement_id, rule_id)
    REFERENCES agreements_frameworkagreement (id, call_off_rule_id);
ALTER TABLE agreements_calloffturn ADD CONSTRAINT call_off_turn_by_participant
    FOREIGN KEY (agreement_id, buyer_id)
    REFERENCES agreements_participation (agreement_id, buyer_id)
"""
UNTIED = """
ALTER TABLE agreements_calloffturn DROP CONSTRAINT call_off_turn_by_participant;
ALTER TABLE agreements_calloffturn DROP CONSTRAINT call_off_turn_of_the_rules_supplier;
ALTER TABLE agreements_calloffoffer DROP CONSTRAINT call_off_offer_of_the_rules_supplier;
ALTER TABLE agreements_frameworkagreement
    DROP CONSTRAINT framework_agreement_called_off_by_its_runner
"""

# What was published stands: neither the rule nor who is called off by it changes afterwards.
ADOPTED = """
CREATE FUNCTION agreements_calloffrule_adopted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.adopted_at IS NOT NULL THEN
        RAISE EXCEPTION 'call_off_rule_adopted: the rule stands as it was adopted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreements_calloffrule_adopted BEFORE UPDATE ON agreements_calloffrule
    FOR EACH ROW EXECUTE FUNCTION agreements_calloffrule_adopted();
CREATE FUNCTION agreements_frameworkagreement_ranked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM agreements_calloffrule r WHERE r.adopted_at IS NOT NULL
        AND r.id IN (OLD.call_off_rule_id, NEW.call_off_rule_id))
    THEN
        RAISE EXCEPTION 'call_off_rule_adopted: its suppliers and ranks stand'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreements_frameworkagreement_ranked
    BEFORE UPDATE OF call_off_rule_id, call_off_rank ON agreements_frameworkagreement
    FOR EACH ROW EXECUTE FUNCTION agreements_frameworkagreement_ranked();
GRANT UPDATE (call_off_rule_id, call_off_rank) ON agreements_frameworkagreement TO samkop_app
"""
NOT_ADOPTED = """
REVOKE UPDATE (call_off_rule_id, call_off_rank) ON agreements_frameworkagreement FROM samkop_app;
DROP TRIGGER agreements_frameworkagreement_ranked ON agreements_frameworkagreement;
DROP FUNCTION agreements_frameworkagreement_ranked();
DROP TRIGGER agreements_calloffrule_adopted ON agreements_calloffrule;
DROP FUNCTION agreements_calloffrule_adopted()
"""

# Whose turn it is hangs on all buyers' call-offs, and each sees its own alone: the totals of
# each supplier, for whoever buys from or runs an agreement of the rule. Not for suppliers:
# what a competitor has sold is nothing that is addressed to them.
TURNS = """
CREATE FUNCTION samkop_call_off_turns(p_rule bigint)
RETURNS TABLE (agreement_id bigint, turns bigint, cents bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.agreement_id, sum(t.turns)::bigint, sum(t.cents)::bigint
    FROM agreements_calloffturn t
    WHERE t.rule_id = p_rule AND EXISTS (
        SELECT FROM agreements_frameworkagreement a WHERE a.call_off_rule_id = p_rule
        AND (a.purchasing_body_id = ANY (samkop_party_ids()) OR EXISTS (
            SELECT FROM agreements_namedbuyer n
            WHERE n.agreement_id = a.id AND n.buyer_id = ANY (samkop_party_ids()))))
    GROUP BY t.agreement_id
$$;
REVOKE ALL ON FUNCTION samkop_call_off_turns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_call_off_turns TO samkop_app
"""

OF_MY_AGREEMENT = (
    "id IN (SELECT a.call_off_rule_id FROM agreements_frameworkagreement a"
    " WHERE a.id = ANY ((SELECT samkop_agreement_ids())::bigint[]))"
)
IN_DRAFT = (
    "EXISTS (SELECT FROM agreements_calloffrule r WHERE r.id = rule_id AND r.adopted_at IS NULL"
    " AND r.purchasing_body_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0015_call_off")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(ADOPTED, reverse_sql=NOT_ADOPTED),
        migrations.RunSQL(TURNS, reverse_sql="DROP FUNCTION samkop_call_off_turns"),
        protect(
            "agreements_calloffrule",
            read=either(party("purchasing_body_id"), OF_MY_AGREEMENT),
            write=party("purchasing_body_id"),
            update=("adopted_at",),
        ),
        protect("agreements_calloffoffer", read=wall.MY_AGREEMENT, write=IN_DRAFT, delete=IN_DRAFT),
        protect(
            "agreements_calloffturn",
            read=either(party("buyer_id"), wall.RUN_BY_ME),
            write=party("buyer_id"),
        ),
        append_only("agreements_calloffturn"),
    ]
