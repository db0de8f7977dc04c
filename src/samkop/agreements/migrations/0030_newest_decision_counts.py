"""A right rests on a decision about the very thing; who waited counts by the newest decision."""

from importlib import import_module

from django.db import migrations

before = import_module("samkop.agreements.migrations.0029_decisions_give_the_right")
changed = import_module("samkop.agreements.migrations.0019_one_ceiling")

LOCKED = """
        PERFORM 1 FROM governance_memberdecision WHERE id = decided FOR NO KEY UPDATE;
"""
# A decision on other terms may have been recorded while the order waited for the lock of the one
# before: all agreements of the project rest on the newest by then, and so does their sum.
NEWEST_LOCKED = """
        LOOP
            PERFORM 1 FROM governance_memberdecision WHERE id = decided FOR NO KEY UPDATE;
            rests_on := decided;
            SELECT p.decision_id INTO decided FROM agreements_participation p
                WHERE p.id = p_participation;
            EXIT WHEN decided = rests_on;
        END LOOP;
"""
MOVE = changed._with(before.MOVE, (LOCKED, NEWEST_LOCKED))

# Both by the reader's own wall: a decision of one's own, of an agreement that one is named in.
SAME_THING = """
CREATE FUNCTION agreements_participation_of_its_thing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM governance_memberdecision d
        WHERE d.id = NEW.decision_id AND (d.about_agreement = NEW.agreement_id
            OR d.project_id = (SELECT a.project_id FROM agreements_frameworkagreement a
                WHERE a.id = NEW.agreement_id)))
    THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'participation_of_its_thing: the decision is about something else'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER agreements_participation_of_its_thing
    AFTER INSERT OR UPDATE OF decision_id ON agreements_participation
    FOR EACH ROW EXECUTE FUNCTION agreements_participation_of_its_thing();
CREATE FUNCTION governance_memberdecision_replaces_its_like() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.replaces_id IS NULL OR EXISTS (SELECT FROM governance_memberdecision d
        WHERE d.id = NEW.replaces_id AND d.project_id IS NOT DISTINCT FROM NEW.project_id
            AND d.about_agreement IS NOT DISTINCT FROM NEW.about_agreement)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'member_decision_replaces_its_like: the one before is about something else'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_memberdecision_replaces_its_like
    BEFORE INSERT ON governance_memberdecision
    FOR EACH ROW EXECUTE FUNCTION governance_memberdecision_replaces_its_like()
"""
ANY_THING = """
DROP TRIGGER governance_memberdecision_replaces_its_like ON governance_memberdecision;
DROP FUNCTION governance_memberdecision_replaces_its_like();
DROP TRIGGER agreements_participation_of_its_thing ON agreements_participation;
DROP FUNCTION agreements_participation_of_its_thing()
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0029_decisions_give_the_right")]

    operations = [
        migrations.RunSQL(MOVE, reverse_sql=before.MOVE),
        migrations.RunSQL(SAME_THING, reverse_sql=ANY_THING),
    ]
