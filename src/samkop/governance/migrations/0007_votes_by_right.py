"""Who represents a seat, what is counted and what is carried are the database's own rule too."""

from django.db import migrations

# Another's representative is there for a seat only by a delegation that stands.
ATTENDANCE = """
CREATE FUNCTION governance_attendance_by_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM governance_seatholder h
            WHERE h.id = NEW.holder_id AND h.party_id = NEW.represented_by_id)
        AND (NEW.represented_by_id = NEW.party_id OR EXISTS (
            SELECT FROM governance_meetingdelegation d
            JOIN governance_steeringseat s ON s.id = d.holder_seat_id
            WHERE d.meeting_id = NEW.meeting_id AND d.seat_id = NEW.seat_id
                AND d.withdrawn_at IS NULL AND s.party_id = NEW.represented_by_id))
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'attendance_by_right: this seat has not given its vote to them'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_attendance_by_right BEFORE INSERT ON governance_attendance
    FOR EACH ROW EXECUTE FUNCTION governance_attendance_by_right()
"""
ANY_ATTENDANCE = """
DROP TRIGGER governance_attendance_by_right ON governance_attendance;
DROP FUNCTION governance_attendance_by_right()
"""

# Whoever has left, or has been taken over from, casts nothing more.
BALLOTS = """
CREATE FUNCTION governance_ballot_of_who_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM governance_attendance a
        WHERE a.id = NEW.attendance_id AND a.left_at IS NULL)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'ballot_of_who_is_there: this representative is not there any more'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_ballot_of_who_is_there BEFORE INSERT ON governance_ballot
    FOR EACH ROW EXECUTE FUNCTION governance_ballot_of_who_is_there()
"""
ANY_BALLOT = """
DROP TRIGGER governance_ballot_of_who_is_there ON governance_ballot;
DROP FUNCTION governance_ballot_of_who_is_there()
"""

# A vote opens without a result, and is closed with what the seats that have a vote have said.
VOTES = """
CREATE FUNCTION governance_vote_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE counted bigint[]; meets_on date;
BEGIN
    IF NEW.closed_at IS NULL THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        -- governance_vote_stands refuses that.
        IF OLD.closed_at IS NOT NULL THEN RETURN NEW; END IF;
        SELECT (m.starts_at AT TIME ZONE p.time_zone)::date INTO meets_on
            FROM governance_meeting m JOIN governance_steeringgroup g ON g.id = m.group_id
            JOIN parties_party p ON p.id = g.lead_id WHERE m.id = NEW.meeting_id;
        SELECT ARRAY[count(*) FILTER (WHERE b.choice = 'yes'),
                count(*) FILTER (WHERE b.choice = 'no'),
                count(*) FILTER (WHERE b.choice = 'abstain')] INTO counted
            FROM governance_ballot b
            WHERE b.vote_id = NEW.id AND b.replaced_at IS NULL AND EXISTS (
                SELECT FROM parties_regionmember r WHERE r.region_id = NEW.region_id
                    AND r.party_id = b.party_id AND r.valid_from <= meets_on
                    AND (r.valid_until IS NULL OR r.valid_until >= meets_on));
        IF counted = ARRAY[NEW.yes, NEW.no, NEW.abstained]::bigint[] THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'vote_counted: a result is what the seats have said'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_vote_counted BEFORE INSERT OR UPDATE ON governance_vote
    FOR EACH ROW EXECUTE FUNCTION governance_vote_counted()
"""
ANY_VOTE = """
DROP TRIGGER governance_vote_counted ON governance_vote;
DROP FUNCTION governance_vote_counted()
"""

# What is carried or rejected is so by a vote.
MOTIONS = """
CREATE FUNCTION governance_motion_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = OLD.state OR NEW.state NOT IN ('carried', 'rejected') OR EXISTS (
        SELECT FROM governance_vote v WHERE v.motion_id = NEW.id AND v.kind = 'motion'
            AND v.outcome = NEW.state AND v.text = NEW.final_text)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'motion_decided: no vote says so' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_motion_decided BEFORE UPDATE ON governance_motion
    FOR EACH ROW EXECUTE FUNCTION governance_motion_decided()
"""
ANY_MOTION = """
DROP TRIGGER governance_motion_decided ON governance_motion;
DROP FUNCTION governance_motion_decided()
"""

# Minutes are of a closed meeting; once approved there is no other version.
MINUTES = """
CREATE FUNCTION governance_minutes_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM governance_meeting m
        WHERE m.id = NEW.meeting_id AND m.state = 'closed')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'minutes_of_closed: the meeting is not closed, or its minutes are approved'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_minutes_of_closed BEFORE INSERT ON governance_minutes
    FOR EACH ROW EXECUTE FUNCTION governance_minutes_of_closed()
"""
ANY_MINUTES = """
DROP TRIGGER governance_minutes_of_closed ON governance_minutes;
DROP FUNCTION governance_minutes_of_closed()
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_wall_of_decisions")]

    operations = [
        migrations.RunSQL(ATTENDANCE, reverse_sql=ANY_ATTENDANCE),
        migrations.RunSQL(BALLOTS, reverse_sql=ANY_BALLOT),
        migrations.RunSQL(VOTES, reverse_sql=ANY_VOTE),
        migrations.RunSQL(MOTIONS, reverse_sql=ANY_MOTION),
        migrations.RunSQL(MINUTES, reverse_sql=ANY_MINUTES),
    ]
