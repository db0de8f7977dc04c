"""Who reads and writes wishes, proposals for the joint range, and what follows from them.

A wish is read by the person's own organisation; others read counts, and who keeps the range the
lines that a person allowed, without a name, through the two functions here. A proposal is read
by the members of its region and their purchasing body once it is more than a draft.
"""

from django.db import migrations

from samkop.parties.walls import in_my_region
from samkop.platform.row_security import append_only, either, party, protect

MY_AGREEMENT = "agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])"
RUN_BY_ME = (
    "(agreement_id, purchasing_body_id) IN ("
    "SELECT a.id, a.purchasing_body_id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()))"
)
# Of an item that one sees, to who keeps its range.
OF_MY_SHELF = (
    "item_id IS NULL AND purchasing_body_id IN ("
    "SELECT a.purchasing_body_id FROM agreements_frameworkagreement a)"
    " OR (item_id, purchasing_body_id, category) IN ("
    "SELECT i.id, i.purchasing_body_id, i.category FROM catalogue_catalogueitem i)"
)
MYSELF = f"person_id = samkop_person_id() AND {party('party_id')}"
MY_DRAFT = (
    "proposal_id IN (SELECT p.id FROM catalogue_rangeproposal p WHERE p.state = 'draft'"
    " AND p.proposed_by_id = ANY (samkop_party_ids()))"
)
OF_A_VISIBLE_PROPOSAL = "proposal_id IN (SELECT p.id FROM catalogue_rangeproposal p)"
OF_MY_PROPOSAL = (
    "proposal_id IN (SELECT p.id FROM catalogue_rangeproposal p"
    " WHERE p.proposed_by_id = ANY (samkop_party_ids()))"
)

# In a region that the body serves, on the day; its own rows a party sees in any case.
COUNTED_FOR = """
    (w.party_id = ANY (samkop_party_ids()) OR body = ANY (samkop_party_ids()) OR EXISTS (
        SELECT FROM parties_region g JOIN parties_regionmember m ON m.region_id = g.id
        WHERE g.purchasing_body_id = body AND m.party_id = ANY (samkop_party_ids())
        AND m.valid_from <= current_date
        AND (m.valid_until IS NULL OR m.valid_until >= current_date)))
"""
FUNCTIONS = f"""
CREATE FUNCTION catalogue_wish_counts(body bigint)
RETURNS TABLE (item_id bigint, category text, kind text, party_id bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.item_id, w.category, w.kind, w.party_id, count(*)
    FROM catalogue_wish w
    WHERE w.purchasing_body_id = body AND w.taken_back_at IS NULL AND {COUNTED_FOR}
    GROUP BY w.item_id, w.category, w.kind, w.party_id
$$;
CREATE FUNCTION catalogue_wish_lines(body bigint, at_most integer)
RETURNS TABLE (item_id bigint, category text, kind text, line text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.item_id, w.category, w.kind, w.line
    FROM catalogue_wish w
    WHERE w.purchasing_body_id = body AND body = ANY (samkop_party_ids())
    AND w.taken_back_at IS NULL AND w.line_shown AND w.line <> ''
    ORDER BY w.item_id, w.category, w.kind, w.line LIMIT at_most
$$;
REVOKE ALL ON FUNCTION catalogue_wish_counts(bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION catalogue_wish_lines(bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalogue_wish_counts(bigint) TO samkop_app;
GRANT EXECUTE ON FUNCTION catalogue_wish_lines(bigint, integer) TO samkop_app
"""  # noqa: S608 - made of constants
DROPPED = (
    "DROP FUNCTION catalogue_wish_counts(bigint);"
    " DROP FUNCTION catalogue_wish_lines(bigint, integer)"
)

# The same transitions as in the vocabulary; and what is proposed stays what it is.
STEPS = """
CREATE FUNCTION catalogue_range_proposal_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'proposed'), ('draft', 'withdrawn'), ('proposed', 'on-table'),
        ('proposed', 'carried'), ('proposed', 'rejected'), ('proposed', 'withdrawn'),
        ('on-table', 'carried'), ('on-table', 'rejected'), ('on-table', 'proposed'),
        ('carried', 'in-effect')
    ) THEN
        RAISE EXCEPTION 'a proposal does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' AND (NEW.step, NEW.item_id, NEW.successor_id, NEW.configuration_id,
        NEW.reason, NEW.wanted_from, NEW.sold_until, NEW.image_cents, NEW.spares_cents,
        NEW.knowledge_cents, NEW.members) IS DISTINCT FROM (OLD.step, OLD.item_id,
        OLD.successor_id, OLD.configuration_id, OLD.reason, OLD.wanted_from, OLD.sold_until,
        OLD.image_cents, OLD.spares_cents, OLD.knowledge_cents, OLD.members) THEN
        RAISE EXCEPTION 'what was proposed is not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalogue_range_proposal_step BEFORE UPDATE ON catalogue_rangeproposal
    FOR EACH ROW EXECUTE FUNCTION catalogue_range_proposal_step()
"""
NO_STEPS = (
    "DROP TRIGGER catalogue_range_proposal_step ON catalogue_rangeproposal;"
    " DROP FUNCTION catalogue_range_proposal_step()"
)
TIED = """
ALTER TABLE catalogue_rangedecision ADD CONSTRAINT range_decision_of_proposal
    FOREIGN KEY (proposal_id, purchasing_body_id)
    REFERENCES catalogue_rangeproposal (id, purchasing_body_id);
ALTER TABLE catalogue_rangechange ADD CONSTRAINT range_change_of_proposal
    FOREIGN KEY (proposal_id, purchasing_body_id)
    REFERENCES catalogue_rangeproposal (id, purchasing_body_id)
"""
UNTIED = (
    "ALTER TABLE catalogue_rangedecision DROP CONSTRAINT range_decision_of_proposal;"
    " ALTER TABLE catalogue_rangechange DROP CONSTRAINT range_change_of_proposal"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0018_range_proposals"), ("agreements", "0003_wall")]

    operations = [
        protect(
            "catalogue_wish",
            read=either(party("party_id"), "person_id = samkop_person_id()"),
            write=f"{MYSELF} AND ({OF_MY_SHELF})",
            update=("line", "line_shown", "taken_back_at"),
            update_when="person_id = samkop_person_id()",
        ),
        protect(
            "catalogue_rangeproposal",
            read=either(
                party("proposed_by_id"),
                f"state <> 'draft' AND ({party('purchasing_body_id')} OR {in_my_region()})",
            ),
            write=party("proposed_by_id"),
            update=(
                "step", "item_id", "successor_id", "configuration_id", "image", "mdm_profile",
                "reason", "wanted_from", "sold_until", "image_cents", "spares_cents",
                "knowledge_cents", "members", "currency", "state", "motion_id", "proposed_at",
            ),
            update_when=either(party("proposed_by_id"), party("purchasing_body_id")),
        ),
        protect(
            "catalogue_rangeproposalpart", read=OF_A_VISIBLE_PROPOSAL, write=MY_DRAFT,
            delete=MY_DRAFT,
        ),
        protect(
            "catalogue_proposalfigures", read=OF_A_VISIBLE_PROPOSAL, write=OF_MY_PROPOSAL
        ),
        append_only("catalogue_proposalfigures"),
        protect(
            "catalogue_rangedecision", read=OF_A_VISIBLE_PROPOSAL,
            write=party("purchasing_body_id"),
        ),
        append_only("catalogue_rangedecision"),
        protect(
            "catalogue_rangechange",
            read=either(party("purchasing_body_id"), MY_AGREEMENT, OF_A_VISIBLE_PROPOSAL),
            write=RUN_BY_ME,
        ),
        append_only("catalogue_rangechange"),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(STEPS, reverse_sql=NO_STEPS),
        migrations.RunSQL(FUNCTIONS, reverse_sql=DROPPED),
    ]  # fmt: skip
