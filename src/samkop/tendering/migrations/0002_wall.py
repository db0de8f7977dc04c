"""Who sees and who writes tenders, and which state may follow which."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

# vocabulary.TRANSITIONS as the database's own rule: no way around it for anybody.
TRANSITIONS = """
CREATE FUNCTION tendering_tender_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'in-preparation' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (
        ('in-preparation', 'announced'), ('in-preparation', 'cancelled'),
        ('announced', 'open'), ('announced', 'cancelled'),
        ('open', 'opened'), ('open', 'cancelled'),
        ('opened', 'decided'), ('opened', 'cancelled'),
        ('decided', 'opened'), ('decided', 'concluded'), ('decided', 'cancelled')
    )) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'tender_transition: a tender does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tendering_tender_transition
    BEFORE INSERT OR UPDATE OF state ON tendering_tender
    FOR EACH ROW EXECUTE FUNCTION tendering_tender_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER tendering_tender_transition ON tendering_tender;
DROP FUNCTION tendering_tender_transition()
"""

# The composite keys: nothing of one tender hangs on another's lot or bid.
OF_THE_TENDER = (
    ("tendering_tenderbuyer", "tender_buyer_of_lot", "lot_id, tender_id", "tendering_lot"),
    ("tendering_invitation", "invitation_of_owner", "tender_id, owner_id", "tendering_tender"),
    ("tendering_openedbid", "opened_bid_of_lot", "lot_id, tender_id", "tendering_lot"),
    (
        "tendering_proposedaward", "proposed_award_of_proposal", "proposal_id, tender_id",
        "tendering_awardproposal",
    ),
    ("tendering_proposedaward", "proposed_award_of_lot", "lot_id, tender_id", "tendering_lot"),
    ("tendering_proposedaward", "proposed_award_of_bid", "bid_id, tender_id", "tendering_openedbid"),
)  # fmt: skip

# Whoever may read the tender; row security of the tender itself says who that is.
READABLE = "tender_id IN (SELECT t.id FROM tendering_tender t)"
MINE = (
    "tender_id IN (SELECT t.id FROM tendering_tender t WHERE t.owner_id = ANY (samkop_party_ids()))"
)
PREPARED_BY_ME = MINE[:-1] + " AND t.state = 'in-preparation')"
OF_A_BID = "bid_id IN (SELECT b.id FROM tendering_openedbid b)"
OF_MY_TENDER = (
    "bid_id IN (SELECT b.id FROM tendering_openedbid b JOIN tendering_tender t"
    " ON t.id = b.tender_id WHERE t.owner_id = ANY (samkop_party_ids()))"
)


def composite(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over two columns."""
    referenced = f"id, {columns.split(', ')[1]}"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns})"
        f" REFERENCES {target} ({referenced})",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tendering", "0001_initial"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        *(composite(*each) for each in OF_THE_TENDER),
        protect(
            "tendering_invitation",
            read=either(party("owner_id"), party("supplier_id")),
            write=party("owner_id"),
            delete=party("owner_id"),
        ),
        protect(
            "tendering_tender",
            read=either(
                party("owner_id"),
                "state <> 'in-preparation' AND (NOT by_invitation"
                " OR id IN (SELECT i.tender_id FROM tendering_invitation i))",
            ),
            write=party("owner_id"),
            update=(
                "number", "register_number", "title_sv", "title_fi", "title_en", "description",
                "category", "procedure", "by_invitation", "nature", "cpv", "currency",
                "estimated_value_cents", "term_months", "option_months", "division_reason",
                "questions_until", "bids_until", "bids_valid_until", "state", "responsible_id",
            ),
        ),
        protect("tendering_tenderstatechange", read=READABLE, write=MINE),
        append_only("tendering_tenderstatechange"),
        protect(
            "tendering_lot",
            read=READABLE,
            write=PREPARED_BY_ME,
            update=(
                "code", "title_sv", "title_fi", "title_en", "description", "cpv",
                "estimated_value_cents", "maximum_value_cents", "reason",
            ),
            delete=PREPARED_BY_ME,
        ),
        protect(
            "tendering_tenderbuyer",
            read=READABLE,
            write=PREPARED_BY_ME,
            update=("expected_quantity", "unit", "expected_value_cents"),
            delete=PREPARED_BY_ME,
        ),
        # Opened bids, and what is proposed of them, are the owner's until the decision; a bidder
        # sees its own. The decision says what the others see, in tables of its own.
        protect("tendering_openedbid", read=either(MINE, party("bidder_id")), write=MINE),
        append_only("tendering_openedbid"),
        protect(
            "tendering_openedfile",
            read=OF_A_BID,
            write=OF_MY_TENDER,
        ),
        append_only("tendering_openedfile"),
        protect("tendering_awardproposal", read=MINE, write=MINE),
        append_only("tendering_awardproposal"),
        protect("tendering_proposedaward", read=MINE, write=MINE),
        append_only("tendering_proposedaward"),
    ]  # fmt: skip
