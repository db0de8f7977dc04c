"""Who sees and who writes sealed bids; when a bid came in and whether it is late.

The time of receipt is the database's own clock, read under a lock that the root's publication
waits for: what is not under the root came after it, and is late, whatever a clock says by then.
"""

from django.db import migrations

from samkop.platform.row_security import append_only, either, protect, system_job

# The one place where the database reads the clock for bids.
CLOCK = """
CREATE FUNCTION samkop_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS
$$ SELECT clock_timestamp() $$
"""
# Bids take the lock together, the root's publication takes it alone.
LOCK = """
CREATE FUNCTION samkop_register_lock(tender bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT hashtextextended('samkop register ' || tender, 0) $$
"""
RECEIVED = """
CREATE FUNCTION tendering_entry_received() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record; over boolean;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(samkop_register_lock(NEW.tender_id));
    NEW.received_at := date_trunc('milliseconds', samkop_clock());
    SELECT t.state, t.bids_until INTO found FROM tendering_tender t WHERE t.id = NEW.tender_id;
    over := NEW.received_at > date_trunc('milliseconds', found.bids_until)
        OR EXISTS (SELECT FROM tendering_registerroot r WHERE r.tender_id = NEW.tender_id)
        OR EXISTS (SELECT FROM tendering_registerentry e
                   WHERE e.tender_id = NEW.tender_id AND e.kind = 'late');
    IF found.state <> 'open' OR found.bids_until IS NULL THEN
        RAISE EXCEPTION 'bids_not_open: the tender takes no bids'
            USING ERRCODE = 'restrict_violation';
    ELSIF NEW.kind = 'withdrawal' AND over THEN
        RAISE EXCEPTION 'bids_closed: nothing is withdrawn after the deadline'
            USING ERRCODE = 'restrict_violation';
    ELSIF NEW.kind <> 'withdrawal' THEN
        NEW.kind := CASE WHEN over THEN 'late' ELSE 'bid' END;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tendering_entry_received BEFORE INSERT ON tendering_registerentry
    FOR EACH ROW EXECUTE FUNCTION tendering_entry_received()
"""
ROOT = """
CREATE FUNCTION tendering_root_published() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE until timestamptz;
BEGIN
    NEW.published_at := date_trunc('milliseconds', samkop_clock());
    SELECT t.bids_until INTO until FROM tendering_tender t
    WHERE t.id = NEW.tender_id AND t.state = 'open';
    IF until IS NULL OR NEW.published_at <= date_trunc('milliseconds', until) THEN
        RAISE EXCEPTION 'root_too_early: the root is published after the deadline'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tendering_root_published BEFORE INSERT ON tendering_registerroot
    FOR EACH ROW EXECUTE FUNCTION tendering_root_published()
"""
# Once a root is published or a bid was late, the deadline is over and no clock or correction
# brings it back; and what is tried is timed by the database too.
CLOSED = """
CREATE FUNCTION tendering_deadline_stays() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(samkop_register_lock(NEW.id));
    IF EXISTS (SELECT FROM tendering_registerroot r WHERE r.tender_id = NEW.id)
        OR EXISTS (SELECT FROM tendering_registerentry e
                   WHERE e.tender_id = NEW.id AND e.kind = 'late')
    THEN RAISE EXCEPTION 'deadline_over: the time for bids has ended and stays as it was'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tendering_deadline_stays BEFORE UPDATE OF bids_until ON tendering_tender
    FOR EACH ROW WHEN (OLD.bids_until IS DISTINCT FROM NEW.bids_until)
    EXECUTE FUNCTION tendering_deadline_stays();
CREATE FUNCTION tendering_attempt_at() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.at := samkop_clock(); RETURN NEW; END $$;
CREATE TRIGGER tendering_attempt_at BEFORE INSERT ON tendering_bidattempt
    FOR EACH ROW EXECUTE FUNCTION tendering_attempt_at()
"""
UNDONE = """
DROP TRIGGER tendering_attempt_at ON tendering_bidattempt;
DROP FUNCTION tendering_attempt_at();
DROP TRIGGER tendering_deadline_stays ON tendering_tender;
DROP FUNCTION tendering_deadline_stays();
DROP TRIGGER tendering_root_published ON tendering_registerroot;
DROP FUNCTION tendering_root_published();
DROP TRIGGER tendering_entry_received ON tendering_registerentry;
DROP FUNCTION tendering_entry_received();
DROP FUNCTION samkop_register_lock(bigint);
DROP FUNCTION samkop_clock()
"""

READABLE = "tender_id IN (SELECT t.id FROM tendering_tender t)"
MINE = (
    "tender_id IN (SELECT t.id FROM tendering_tender t WHERE t.owner_id = ANY (samkop_party_ids()))"
)
PREPARED_BY_ME = MINE[:-1] + " AND t.state = 'in-preparation')"
OPENED_BY_ME = (
    "tender_id IN (SELECT o.tender_id FROM tendering_openingofficer o"
    " WHERE o.person_id = samkop_person_id())"
)
# The bidder acts under its pseudonym alone (bidding.as_bidder).
OWN = "'bidder:' || bidder = samkop_actor()"
KEEPER = system_job("bid-register")
# What came in is read by nobody before the root is published, and then by the officers.
CLOSED_AND_MINE = (
    "tender_id IN (SELECT r.tender_id FROM tendering_registerroot r"
    " JOIN tendering_openingofficer o ON o.tender_id = r.tender_id"
    " WHERE o.person_id = samkop_person_id())"
)
DECIDED_AND_MINE = MINE[:-1] + " AND t.state IN ('decided', 'concluded'))"
OF_A_FILE = "file_id IN (SELECT f.id FROM tendering_sealedfile f)"
OF_MY_FILE = "file_id IN (SELECT f.id FROM tendering_sealedfile f WHERE 'bidder:' || f.bidder = samkop_actor())"
MY_OFFICE = "officer_id IN (SELECT o.id FROM tendering_openingofficer o WHERE o.person_id = samkop_person_id())"

# The composite keys: nothing of one tender hangs on another's officer, lot, key or file.
OF_THE_TENDER = (
    ("rehearsalbid", "rehearsal_of_edition", "edition_id", "tenderkeyedition"),
    ("officerparts", "parts_of_officer", "officer_id", "openingofficer"),
    ("officerparts", "parts_of_rehearsal", "rehearsal_id", "rehearsalbid"),
    ("rehearsalopening", "rehearsal_opening_of_bid", "rehearsal_id", "rehearsalbid"),
    ("rehearsalopening", "rehearsal_opening_first", "first_id", "openingofficer"),
    ("rehearsalopening", "rehearsal_opening_second", "second_id", "openingofficer"),
    ("sealedfile", "sealed_file_of_lot", "lot_id", "lot"),
    ("registerentry", "entry_of_lot", "lot_id", "lot"),
    ("registerentry", "entry_of_edition", "edition_id", "tenderkeyedition"),
    ("registerentry", "entry_of_file", "file_id", "sealedfile"),
    ("registerroot", "root_of_edition", "edition_id", "tenderkeyedition"),
    ("opening", "opening_first", "first_id", "openingofficer"),
    ("opening", "opening_second", "second_id", "openingofficer"),
)
# A table's statistics would tell how many bids there are to whoever may read them.
UNCOUNTED = ("sealedfile", "sealedpart", "registerentry", "bidattempt")


def composite(table: str, name: str, column: str, target: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE tendering_{table} ADD CONSTRAINT {name}"
        f" FOREIGN KEY ({column}, tender_id) REFERENCES tendering_{target} (id, tender_id)",
        reverse_sql=f"ALTER TABLE tendering_{table} DROP CONSTRAINT {name}",
    )


def uncounted(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE tendering_{table} SET (autovacuum_enabled = false)",
        reverse_sql=f"ALTER TABLE tendering_{table} RESET (autovacuum_enabled)",
    )


class Migration(migrations.Migration):
    dependencies = [("tendering", "0006_sealed_bids")]

    operations = [
        migrations.RunSQL(
            [CLOCK, LOCK, RECEIVED, ROOT, CLOSED], reverse_sql=UNDONE
        ),
        *(composite(*each) for each in OF_THE_TENDER),
        *(uncounted(table) for table in UNCOUNTED),
        protect(
            "tendering_openingofficer",
            read=either(MINE, "person_id = samkop_person_id()"),
            write=PREPARED_BY_ME,
            update=("public_key", "key_at", "confirmed_by_id", "confirmed_at"),
            delete=PREPARED_BY_ME,
        ),
        protect("tendering_tenderkeyedition", read=either(READABLE, KEEPER), write=MINE),
        append_only("tendering_tenderkeyedition"),
        protect("tendering_rehearsalbid", read=MINE, write=PREPARED_BY_ME),
        append_only("tendering_rehearsalbid"),
        protect("tendering_officerparts", read=MINE, write=f"{MINE} AND {MY_OFFICE}"),
        append_only("tendering_officerparts"),
        protect("tendering_rehearsalopening", read=MINE, write=PREPARED_BY_ME),
        append_only("tendering_rehearsalopening"),
        protect("tendering_sealedfile", read=either(OWN, CLOSED_AND_MINE), write=OWN),
        append_only("tendering_sealedfile"),
        protect("tendering_sealedpart", read=OF_A_FILE, write=OF_MY_FILE),
        append_only("tendering_sealedpart"),
        protect(
            "tendering_registerentry", read=either(OWN, CLOSED_AND_MINE, KEEPER), write=OWN
        ),
        append_only("tendering_registerentry"),
        protect("tendering_registerroot", read=either(READABLE, KEEPER), write=KEEPER),
        append_only("tendering_registerroot"),
        protect("tendering_registerpadding", read=KEEPER, write=KEEPER),
        append_only("tendering_registerpadding"),
        protect("tendering_opening", read=MINE, write=MINE),
        append_only("tendering_opening"),
        protect(
            "tendering_bidattempt", read=DECIDED_AND_MINE, write="actor = samkop_actor()"
        ),
        append_only("tendering_bidattempt"),
    ]  # fmt: skip
