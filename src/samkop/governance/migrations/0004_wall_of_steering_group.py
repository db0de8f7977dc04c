"""Who sees and who writes of the steering group, and which state may follow which."""

from django.db import migrations

from samkop.parties.walls import in_my_region
from samkop.platform.row_security import append_only, either, party, protect

# vocabulary.MEETING_TRANSITIONS as the database's own rule.
MEETINGS = """
CREATE FUNCTION governance_meeting_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'planned' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (
        ('planned', 'called'), ('planned', 'cancelled'), ('called', 'open'),
        ('called', 'cancelled'), ('open', 'closed'), ('closed', 'minutes-approved')))
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'meeting_transition: a meeting does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_meeting_transition BEFORE INSERT OR UPDATE ON governance_meeting
    FOR EACH ROW EXECUTE FUNCTION governance_meeting_transition()
"""
# vocabulary.MOTION_TRANSITIONS; what was proposed is never reworded, what is decided stands.
MOTIONS = """
CREATE FUNCTION governance_motion_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'proposed' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state, NEW.state) IN (
        ('proposed', 'proposed'), ('proposed', 'on-agenda'), ('proposed', 'lapsed'),
        ('on-agenda', 'on-agenda'), ('on-agenda', 'proposed'), ('on-agenda', 'carried'),
        ('on-agenda', 'rejected'), ('on-agenda', 'lapsed'))
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'motion_transition: a motion does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_motion_transition BEFORE INSERT OR UPDATE ON governance_motion
    FOR EACH ROW EXECUTE FUNCTION governance_motion_transition()
"""
# What is counted stays as it was counted.
VOTES = """
CREATE FUNCTION governance_vote_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'vote_stands: a closed vote is not changed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_vote_stands BEFORE UPDATE OR DELETE ON governance_vote
    FOR EACH ROW EXECUTE FUNCTION governance_vote_stands();
CREATE FUNCTION governance_ballot_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM governance_vote v WHERE v.id = NEW.vote_id AND v.closed_at IS NULL)
        AND (TG_OP = 'INSERT' OR OLD.replaced_at IS NULL)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'ballot_in_time: the vote is closed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_ballot_in_time BEFORE INSERT OR UPDATE ON governance_ballot
    FOR EACH ROW EXECUTE FUNCTION governance_ballot_in_time()
"""
NO_TRIGGERS = """
DROP TRIGGER governance_ballot_in_time ON governance_ballot;
DROP TRIGGER governance_vote_stands ON governance_vote;
DROP TRIGGER governance_motion_transition ON governance_motion;
DROP TRIGGER governance_meeting_transition ON governance_meeting;
DROP FUNCTION governance_ballot_in_time(); DROP FUNCTION governance_vote_stands();
DROP FUNCTION governance_motion_transition(); DROP FUNCTION governance_meeting_transition()
"""

# (table, name, columns, table that they reference, its columns): nothing of one group, meeting,
# seat or member hangs on another's.
COMPOSITE = (
    (
        "governance_steeringseat", "steering_seat_of_region_member", "region_id, party_id",
        "parties_regionmember", "region_id, party_id",
    ),
    *(
        (
            f"governance_{table}", f"{table}_same_region", "group_id, region_id",
            "governance_steeringgroup", "id, region_id",
        )
        for table in (
            "grouprules", "steeringseat", "seatholder", "meeting", "agendaitem", "agendapaper",
            "meetingdelegation", "attendance", "motion", "motionamendment", "dissent", "vote",
            "minutesadjuster", "minutes",
        )
    ),
    *(
        (
            f"governance_{table}", f"{table}_same_meeting", "meeting_id, group_id",
            "governance_meeting", "id, group_id",
        )
        for table in (
            "agendaitem", "agendapaper", "meetingdelegation", "attendance", "motionamendment",
            "dissent", "vote", "minutesadjuster", "minutes",
        )
    ),
    *(
        (
            f"governance_{table}", f"{table}_same_seat", "seat_id, group_id, party_id",
            "governance_steeringseat", "id, group_id, party_id",
        )
        for table in (
            "seatholder", "meetingdelegation", "attendance", "dissent", "minutesadjuster",
        )
    ),
    *(
        (
            f"governance_{table}", f"{table}_same_motion", "motion_id, group_id",
            "governance_motion", "id, group_id",
        )
        for table in ("motionamendment", "dissent", "vote")
    ),
    (
        "governance_agendapaper", "agenda_paper_of_item", "item_id, meeting_id",
        "governance_agendaitem", "id, meeting_id",
    ),
    (
        "governance_vote", "vote_on_item", "item_id, meeting_id", "governance_agendaitem",
        "id, meeting_id",
    ),
    (
        "governance_vote", "vote_on_amendment", "amendment_id, motion_id",
        "governance_motionamendment", "id, motion_id",
    ),
    (
        "governance_vote", "vote_by_rules_of_group", "rules_id, group_id", "governance_grouprules",
        "id, group_id",
    ),
    (
        "governance_ballot", "ballot_in_vote", "vote_id, meeting_id", "governance_vote",
        "id, meeting_id",
    ),
    # Only who represents the seat in this meeting casts its ballot.
    (
        "governance_ballot", "ballot_by_representative",
        "attendance_id, meeting_id, seat_id, cast_by_id", "governance_attendance",
        "id, meeting_id, seat_id, represented_by_id",
    ),
    (
        "governance_minutesapproval", "minutes_approval_of_minutes", "minutes_id, meeting_id",
        "governance_minutes", "id, meeting_id",
    ),
    (
        "governance_minutesapproval", "minutes_approval_by_adjuster",
        "adjuster_id, meeting_id, party_id", "governance_minutesadjuster",
        "id, meeting_id, party_id",
    ),
)  # fmt: skip

REGION = in_my_region()
LEAD = (
    "group_id IN (SELECT g.id FROM governance_steeringgroup g"
    " WHERE g.lead_id = ANY (samkop_party_ids()))"
)
SEATED = (
    "group_id IN (SELECT s.group_id FROM governance_steeringseat s"
    " WHERE s.party_id = ANY (samkop_party_ids()))"
)
CHAIRS = (
    "meeting_id IN (SELECT m.id FROM governance_meeting m"
    " JOIN governance_steeringseat s ON s.id = m.chair_seat_id"
    " WHERE s.party_id = ANY (samkop_party_ids()))"
)
RUNS = either(LEAD, CHAIRS)
PLANNED = "meeting_id IN (SELECT m.id FROM governance_meeting m WHERE m.state = 'planned')"


def represents(table: str) -> str:
    """An acting party represents the row's seat in the row's meeting."""
    return (
        f"EXISTS (SELECT FROM governance_attendance a WHERE a.meeting_id = {table}.meeting_id"
        f" AND a.seat_id = {table}.seat_id AND a.represented_by_id = ANY (samkop_party_ids()))"
    )


def composite(table: str, name: str, columns: str, target: str, its: str) -> migrations.RunSQL:
    """A foreign key over several columns."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns})"
        f" REFERENCES {target} ({its})",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def kept(table: str, write: str) -> list[migrations.RunSQL]:
    """A table whose rows are never changed."""
    name = f"governance_{table}"
    return [protect(name, read=REGION, write=write), append_only(name)]


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_steering_group"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(
            ";\n".join((MEETINGS, MOTIONS, VOTES)), reverse_sql=NO_TRIGGERS
        ),
        *(composite(*each) for each in COMPOSITE),
        protect(
            "governance_steeringgroup",
            read=REGION,
            write=f"{party('lead_id')} AND {REGION}",
            update=("name_sv", "name_fi", "name_en"),
            update_when=party("lead_id"),
        ),
        *kept("grouprules", LEAD),
        *kept("steeringseat", LEAD),
        protect(
            "governance_seatholder",
            read=REGION,
            write=party("party_id"),
            update=("valid_until",),
        ),
        protect(
            "governance_meeting",
            read=REGION,
            write=LEAD,
            update=(
                "number", "venue", "link", "starts_at", "state", "called_at", "opened_at",
                "closed_at", "chair_seat_id", "cancelled_because",
            ),
            update_when=SEATED,
        ),
        protect(
            "governance_agendaitem",
            read=REGION,
            write=LEAD,
            update=("point", "title", "text", "admitted_at"),
            update_when=RUNS,
            delete=f"{LEAD} AND {PLANNED}",
        ),
        *kept("agendapaper", LEAD),
        protect(
            "governance_meetingdelegation",
            read=REGION,
            write=party("party_id"),
            update=("withdrawn_at",),
        ),
        protect(
            "governance_attendance",
            read=REGION,
            write=either(party("party_id"), party("represented_by_id"), RUNS),
            update=("left_at",),
        ),
        protect(
            "governance_motion",
            read=REGION,
            write=f"{party('proposed_by_id')} AND {REGION}",
            update=("agenda_item_id", "state", "final_text", "decided_at"),
            update_when=either(party("proposed_by_id"), SEATED),
        ),
        protect(
            "governance_motionamendment",
            read=REGION,
            write=represents("governance_motionamendment"),
            update=("turn", "state"),
            update_when=RUNS,
        ),
        *kept("dissent", represents("governance_dissent")),
        protect(
            "governance_vote",
            read=REGION,
            write=RUNS,
            update=(
                "closed_at", "outcome", "yes", "no", "abstained", "voters", "present", "quorum",
                "base", "needed", "tie", "by_chair",
            ),
        ),
        protect(
            "governance_ballot",
            read=REGION,
            write=party("cast_by_id"),
            update=("replaced_at",),
            update_when=either(party("cast_by_id"), party("party_id")),
        ),
        *kept("minutesadjuster", RUNS),
        *kept("minutes", RUNS),
        *kept("minutesapproval", party("party_id")),
    ]  # fmt: skip
