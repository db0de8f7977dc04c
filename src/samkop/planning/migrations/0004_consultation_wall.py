"""Who sees and who writes of a market consultation, and which state may follow which."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# vocabulary.CONSULTATION_TRANSITIONS as the database's own rule. Once suppliers can answer,
# nothing changes under their hands but the limit, which only grows while it is open.
TRANSITIONS = """
CREATE FUNCTION planning_consultation_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'in-preparation' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'in-preparation'
        AND NEW.state IN ('in-preparation', 'open') THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'open' AND NEW.state IN ('open', 'reported')
        AND NEW.answers_until >= OLD.answers_until
        AND (OLD.number, OLD.register_number, OLD.title_sv, OLD.title_fi, OLD.title_en, OLD.about,
             OLD.opens_at, OLD.comment_days, OLD.secret_days)
          = (NEW.number, NEW.register_number, NEW.title_sv, NEW.title_fi, NEW.title_en, NEW.about,
             NEW.opens_at, NEW.comment_days, NEW.secret_days)
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'consultation_transition: a consultation does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER planning_consultation_transition
    BEFORE INSERT OR UPDATE ON planning_marketconsultation
    FOR EACH ROW EXECUTE FUNCTION planning_consultation_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER planning_consultation_transition ON planning_marketconsultation;
DROP FUNCTION planning_consultation_transition()
"""

# (table, name, columns, table that they reference, its columns): nothing of one consultation,
# owner or supplier hangs on another's.
COMPOSITE = (
    *(
        (
            f"planning_{table}", f"{table}_of_owner", "consultation_id, owner_id",
            "planning_marketconsultation", "id, owner_id",
        )
        for table in (
            "consultationparticipant", "consultationfile", "consultationanswer",
            "supplierquestion", "meetingnote", "meetingsupplier", "tradesecretclaim",
            "consultationrecord",
        )
    ),
    *(
        (
            f"planning_{table}", f"{table}_to_question", "question_id, consultation_id",
            "planning_consultationquestion", "id, consultation_id",
        )
        for table in ("consultationfile", "consultationanswer", "tradesecretclaim")
    ),
    (
        "planning_consultationmessage", "consultation_message_to_question",
        "question_id, consultation_id", "planning_supplierquestion", "id, consultation_id",
    ),
    (
        "planning_meetingsupplier", "meeting_supplier_of_note", "note_id, consultation_id",
        "planning_meetingnote", "id, consultation_id",
    ),
    *(
        (
            f"planning_{table}", f"{table}_of_meeting", "note_id, supplier_id",
            "planning_meetingsupplier", "note_id, supplier_id",
        )
        for table in ("meetingcomment", "tradesecretclaim")
    ),
    (
        "planning_tradesecretclaim", "trade_secret_of_file", "file_id, supplier_id",
        "planning_consultationfile", "id, supplier_id",
    ),
    (
        "planning_tradesecretdecision", "trade_secret_decision_of_claim", "claim_id, supplier_id",
        "planning_tradesecretclaim", "id, supplier_id",
    ),
    (
        "planning_recordfile", "record_file_of_record", "record_id, owner_id",
        "planning_consultationrecord", "id, owner_id",
    ),
)  # fmt: skip

CONSULTATION = "consultation_id IN (SELECT c.id FROM planning_marketconsultation c"
READABLE = f"{CONSULTATION})"
MINE = f"{CONSULTATION} WHERE c.owner_id = ANY (samkop_party_ids()))"
PREPARED_BY_ME = f"{MINE[:-1]} AND c.state = 'in-preparation')"
OPENED_BY_ME = f"{MINE[:-1]} AND c.state = 'open')"
OPEN = f"{CONSULTATION} WHERE c.state = 'open')"
BOTH = either(party("owner_id"), party("supplier_id"))
SIGNED_IN = "samkop_actor() <> 'anonymous'"


def in_time(at: str) -> str:
    """The supplier's own row, while the consultation takes answers at that time."""
    return (
        f"{party('supplier_id')} AND {CONSULTATION} WHERE c.state = 'open'"
        f" AND {at} BETWEEN c.opens_at AND c.answers_until)"
    )


def composite(table: str, name: str, columns: str, target: str, its: str) -> migrations.RunSQL:
    """A foreign key over two columns."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns})"
        f" REFERENCES {target} ({its})",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def kept(table: str, read: str, write: str) -> list[migrations.RunSQL]:
    """A table whose rows are never changed."""
    name = f"planning_{table}"
    return [protect(name, read=read, write=write), append_only(name)]


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0003_consultations"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        *(composite(*each) for each in COMPOSITE),
        # A consultation is public once it is open (art. 40): whoever signs in finds it.
        protect(
            "planning_marketconsultation",
            read=either(party("owner_id"), f"state <> 'in-preparation' AND {SIGNED_IN}"),
            write=party("owner_id"),
            update=(
                "number", "register_number", "title_sv", "title_fi", "title_en", "about",
                "answers_until", "opens_at", "comment_days", "secret_days", "state",
            ),
        ),
        protect(
            "planning_consultationquestion",
            read=READABLE,
            write=PREPARED_BY_ME,
            delete=PREPARED_BY_ME,
        ),
        *kept(
            "consultationparticipant",
            BOTH,
            either(party("owner_id"), f"{party('supplier_id')} AND {OPEN}"),
        ),
        # What a supplier says is its own and the buyer's; the record says what others see of it.
        *kept("consultationfile", BOTH, in_time("sent_at")),
        *kept("consultationanswer", BOTH, in_time("given_at")),
        *kept("supplierquestion", BOTH, in_time("asked_at")),
        *kept("consultationmessage", READABLE, OPENED_BY_ME),
        *kept("meetingsupplier", BOTH, f"{party('owner_id')} AND {OPEN}"),
        *kept(
            "meetingnote",
            either(
                party("owner_id"), "id IN (SELECT s.note_id FROM planning_meetingsupplier s)"
            ),
            OPENED_BY_ME,
        ),
        *kept("meetingcomment", BOTH, party("supplier_id")),
        *kept("tradesecretclaim", BOTH, f"{party('supplier_id')} AND {OPEN}"),
        *kept("tradesecretdecision", BOTH, party("owner_id")),
        *kept("consultationrecord", SIGNED_IN, MINE),
        *kept("recordfile", SIGNED_IN, party("owner_id")),
    ]  # fmt: skip
