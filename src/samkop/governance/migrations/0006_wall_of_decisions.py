"""Who sees and writes projects and decisions; which standing may follow which; what is a right.

``samkop_decision_right`` is the one place where a decision becomes a right on a day, or does
not, and why: docs/explanation/ceilings.md
"""

from django.db import migrations

from samkop.parties.walls import in_my_region
from samkop.platform.row_security import append_only, either, party, protect

TIED = """
ALTER TABLE governance_memberdecision ADD CONSTRAINT member_decision_of_its_project
    FOREIGN KEY (project_id, region_id) REFERENCES governance_project (id, region_id);
ALTER TABLE governance_memberdecision ADD CONSTRAINT member_decision_replaces_its_own
    FOREIGN KEY (replaces_id, party_id) REFERENCES governance_memberdecision (id, party_id);
ALTER TABLE governance_decisionevent ADD CONSTRAINT decision_event_of_its_decision
    FOREIGN KEY (decision_id, party_id) REFERENCES governance_memberdecision (id, party_id);
ALTER TABLE governance_decisiondocument ADD CONSTRAINT decision_document_of_its_decision
    FOREIGN KEY (decision_id, party_id) REFERENCES governance_memberdecision (id, party_id)
"""
UNTIED = """
ALTER TABLE governance_decisiondocument DROP CONSTRAINT decision_document_of_its_decision;
ALTER TABLE governance_decisionevent DROP CONSTRAINT decision_event_of_its_decision;
ALTER TABLE governance_memberdecision DROP CONSTRAINT member_decision_replaces_its_own;
ALTER TABLE governance_memberdecision DROP CONSTRAINT member_decision_of_its_project
"""

# vocabulary.PROJECT_TRANSITIONS and DECISION_TRANSITIONS as the database's own rules.
PROJECT_STATES = """
CREATE FUNCTION governance_project_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'in-preparation' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (
        ('in-preparation', 'open'), ('in-preparation', 'dropped'),
        ('open', 'closed'), ('open', 'dropped')
    )) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'project_transition: a project does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_project_transition
    BEFORE INSERT OR UPDATE OF state ON governance_project
    FOR EACH ROW EXECUTE FUNCTION governance_project_transition()
"""
ANY_PROJECT_STATE = """
DROP TRIGGER governance_project_transition ON governance_project;
DROP FUNCTION governance_project_transition()
"""

# What was decided stands as it was decided: only its standing changes, and only as its newest
# event says.
DECISION_STATES = """
CREATE FUNCTION governance_memberdecision_transition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE as_it_was governance_memberdecision := NEW;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'appealable' THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'member_decision_transition: a decision begins as appealable'
            USING ERRCODE = 'restrict_violation';
    END IF;
    as_it_was.state := OLD.state;
    IF as_it_was IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'member_decision_stands: what was decided is never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) IN (
        ('appealable', 'appealed'), ('appealable', 'final'), ('appealable', 'revoked'),
        ('appealed', 'stayed'), ('appealed', 'upheld'), ('appealed', 'annulled'),
        ('appealed', 'revoked'),
        ('stayed', 'appealed'), ('stayed', 'upheld'), ('stayed', 'annulled'),
        ('stayed', 'revoked'),
        ('upheld', 'appealed'), ('upheld', 'final'), ('upheld', 'revoked'),
        ('final', 'annulled'), ('final', 'revoked')
    ) AND (OLD.state, NEW.state) = (
        SELECT e.from_state, e.to_state FROM governance_decisionevent e
        WHERE e.decision_id = NEW.id ORDER BY e.id DESC LIMIT 1
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'member_decision_transition: a decision does not become % by nothing', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_memberdecision_transition
    BEFORE INSERT OR UPDATE ON governance_memberdecision
    FOR EACH ROW EXECUTE FUNCTION governance_memberdecision_transition();
CREATE FUNCTION governance_memberdecision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'governance_memberdecision is append-only: decisions are never deleted'
    USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER governance_memberdecision_stays BEFORE DELETE ON governance_memberdecision
    FOR EACH ROW EXECUTE FUNCTION governance_memberdecision_stays();
CREATE TRIGGER governance_memberdecision_no_truncate BEFORE TRUNCATE ON governance_memberdecision
    FOR EACH STATEMENT EXECUTE FUNCTION governance_memberdecision_stays()
"""
ANY_DECISION_STATE = """
DROP TRIGGER governance_memberdecision_no_truncate ON governance_memberdecision;
DROP TRIGGER governance_memberdecision_stays ON governance_memberdecision;
DROP FUNCTION governance_memberdecision_stays();
DROP TRIGGER governance_memberdecision_transition ON governance_memberdecision;
DROP FUNCTION governance_memberdecision_transition()
"""

# Why a decision of this standing is not carried out now; null where it is.
STOPPED = """
CREATE FUNCTION samkop_decision_stopped(p_state text, p_enforcement text)
RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE
        WHEN p_state = 'final' THEN NULL
        WHEN p_state = 'annulled' THEN 'decision-annulled'
        WHEN p_state = 'revoked' THEN 'decision-revoked'
        WHEN p_state = 'stayed' THEN 'enforcement-forbidden'
        WHEN p_state = 'appealed' AND p_enforcement <> 'at-once' THEN 'decision-appealed'
        WHEN p_enforcement = 'when-final' THEN 'decision-not-final'
    END;
END $$
"""

# Whether what a party has decided about something gives it the right to order on a day: code is
# null where it does, and decision the one that the right rests on, with its limit; else why not,
# by the newest decision that says so. Of several the newest that is carried out on the day
# counts; what it replaces stands until then.
RIGHT = """
CREATE FUNCTION samkop_decision_right(
    p_decision bigint, p_on date, OUT code text, OUT decision bigint, OUT limit_cents bigint
) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    newest governance_memberdecision; d governance_memberdecision;
    stopped text; reason text; reason_of bigint; leaves boolean := false;
BEGIN
    SELECT * INTO d FROM governance_memberdecision WHERE id = p_decision;
    LOOP
        -- Recorded while an order waited for the lock of the one before.
        SELECT * INTO newest FROM governance_memberdecision WHERE replaces_id = d.id;
        EXIT WHEN NOT FOUND;
        d := newest;
    END LOOP;
    WHILE d.id IS NOT NULL LOOP
        stopped := samkop_decision_stopped(d.state, d.enforcement);
        IF d.kind = 'leave' THEN
            IF stopped IS NULL AND NOT leaves THEN
                IF p_on > d.orders_until THEN
                    reason := coalesce(reason, 'agreement-not-joined');
                    reason_of := coalesce(reason_of, d.id);
                    EXIT;
                END IF;
                leaves := true;
            END IF;
        ELSIF d.kind = 'join' THEN
            IF stopped IS NULL AND p_on >= d.orders_from THEN
                IF leaves OR p_on <= coalesce(d.orders_until, 'infinity') THEN
                    decision := d.id;
                    limit_cents := d.amount_limit_cents;
                    RETURN;
                END IF;
                reason := coalesce(reason, 'agreement-not-joined');
                reason_of := coalesce(reason_of, d.id);
                EXIT;
            END IF;
            reason := coalesce(reason, stopped, 'agreement-not-joined');
            reason_of := coalesce(reason_of, d.id);
        ELSE
            reason := coalesce(reason,
                CASE d.kind WHEN 'wait' THEN 'member-waits' ELSE 'member-declined' END);
            reason_of := coalesce(reason_of, d.id);
            EXIT WHEN stopped IS NULL;
        END IF;
        EXIT WHEN d.replaces_id IS NULL;
        SELECT * INTO d FROM governance_memberdecision WHERE id = d.replaces_id;
        EXIT WHEN NOT FOUND;
    END LOOP;
    code := coalesce(reason, 'agreement-not-joined');
    decision := reason_of;
END $$
"""

MINE = party("party_id")
OUTSIDE_ANY_PROJECT = "region_id IS NULL"
# Whoever prepares a project or serves the region decides nothing in it.
OF_A_MEMBER = (
    "EXISTS (SELECT FROM parties_regionmember m"
    " WHERE m.region_id = governance_memberdecision.region_id"
    " AND m.party_id = governance_memberdecision.party_id)"
)
OF_A_DECISION = "decision_id IN (SELECT d.id FROM governance_memberdecision d)"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_decisions"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(PROJECT_STATES, reverse_sql=ANY_PROJECT_STATE),
        migrations.RunSQL(DECISION_STATES, reverse_sql=ANY_DECISION_STATE),
        migrations.RunSQL(
            STOPPED, reverse_sql="DROP FUNCTION samkop_decision_stopped(text, text)"
        ),
        migrations.RunSQL(RIGHT, reverse_sql="DROP FUNCTION samkop_decision_right(bigint, date)"),
        protect(
            "governance_project",
            read=in_my_region(),
            write=f"{party('prepared_by_id')} AND {in_my_region()}",
            update=(
                "kind", "title_sv", "title_fi", "title_en", "meaning", "state", "decide_by",
                "register_number", "motion_reference",
            ),
        ),
        protect(
            "governance_memberdecision",
            read=either(MINE, in_my_region()),
            write=f"{MINE} AND ({OUTSIDE_ANY_PROJECT} OR {OF_A_MEMBER})",
            update=("state",),
            update_when=MINE,
        ),
        protect("governance_decisionevent", read=OF_A_DECISION, write=MINE),
        append_only("governance_decisionevent"),
        protect("governance_decisiondocument", read=OF_A_DECISION, write=MINE),
        append_only("governance_decisiondocument"),
    ]  # fmt: skip
