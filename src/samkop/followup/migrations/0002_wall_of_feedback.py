"""Who sees and who writes feedback, what may follow what, and the sums that others may read.

Whoever asked reads its own rows. A supplier reads what was passed on to it. Everybody else reads
sums, by two functions: of no fewer than five answers, and so that no difference of two sums
tells what fewer than five said.
"""

from django.db import migrations

from samkop.parties.walls import in_my_region
from samkop.platform.row_security import append_only, either, party, protect

OWN = party("party_id")
BOTH = either(party("party_id"), party("supplier_id"))

TIES = (
    ("feedbackrule", "by_a_member", "decided_by_id, party_id",
     "parties_membership (person_id, party_id)"),
    ("feedbackquestion", "to_a_member", "person_id, party_id",
     "parties_membership (person_id, party_id)"),
    ("feedbackquestion", "about_own_requisition", "requisition_id, party_id",
     "ordering_requisition (id, party_id)"),
    ("feedbackthing", "of_question", "question_id, party_id",
     "followup_feedbackquestion (id, party_id)"),
    ("feedbackthing", "of_own_order", "order_id, party_id, supplier_id",
     "ordering_order (id, buyer_id, supplier_id)"),
    ("feedbackanswer", "to_question", "question_id, party_id",
     "followup_feedbackquestion (id, party_id)"),
    ("feedbackabout", "of_answer", "answer_id, party_id", "followup_feedbackanswer (id, party_id)"),
    ("feedbacktext", "of_answer", "answer_id, party_id", "followup_feedbackanswer (id, party_id)"),
    ("feedbackreferral", "of_answer", "answer_id, party_id",
     "followup_feedbackanswer (id, party_id)"),
    ("feedbackreferral", "of_own_order", "order_id, party_id, supplier_id",
     "ordering_order (id, buyer_id, supplier_id)"),
    ("feedbackreferral", "by_a_member", "sent_by_id, party_id",
     "parties_membership (person_id, party_id)"),
    ("feedbackresponse", "to_referral", "referral_id, party_id, supplier_id",
     "followup_feedbackreferral (id, party_id, supplier_id)"),
    ("feedbackresponse", "by_a_member", "person_id, supplier_id",
     "parties_membership (person_id, party_id)"),
)  # fmt: skip

# ``vocabulary``: an open question ends once; an answer goes the way of ANSWER_TRANSITIONS.
TRANSITIONS = """
CREATE FUNCTION followup_question_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'open' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = NEW.state OR OLD.state = 'open') THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'followup_question_transition: a question does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER followup_question_transition
    BEFORE INSERT OR UPDATE OF state ON followup_feedbackquestion
    FOR EACH ROW EXECUTE FUNCTION followup_question_transition();
CREATE FUNCTION followup_answer_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state IN ('noted', 'waiting') THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (
        ('waiting', 'passed-on'), ('waiting', 'settled'), ('passed-on', 'settled')
    )) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'followup_answer_transition: an answer does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER followup_answer_transition
    BEFORE INSERT OR UPDATE OF state ON followup_feedbackanswer
    FOR EACH ROW EXECUTE FUNCTION followup_answer_transition()
"""
ANY_TRANSITION = """
DROP TRIGGER followup_answer_transition ON followup_feedbackanswer;
DROP FUNCTION followup_answer_transition();
DROP TRIGGER followup_question_transition ON followup_feedbackquestion;
DROP FUNCTION followup_question_transition()
"""

COLUMNS = """
    key bigint, called text, asked bigint, answered bigint, yes bigint, partly bigint,
    no bigint, unanswered bigint, stated bigint, minutes bigint, days bigint
"""
# ``grouped`` is given. Hidden is what others than the reader's party said where they are fewer than
# five; and where all that is hidden is from fewer than five, the smallest sum that is shown, too.
UNSHOWN = """
    looked AS (
        SELECT g.*, g.others BETWEEN 1 AND 4 AS small FROM grouped g
    ), ranked AS (
        SELECT l.*, coalesce(sum(l.others) FILTER (WHERE l.small) OVER (), 0) AS unshown,
               row_number() OVER (PARTITION BY l.small OR l.others = 0
                                  ORDER BY l.others, l.key) AS place
        FROM looked l
    ), marked AS (
        SELECT r.*, r.small OR (r.others > 0 AND r.place = 1 AND r.unshown BETWEEN 1 AND 4) AS gone
        FROM ranked r
    )
    SELECT key, called, asked, CASE WHEN NOT gone THEN answered END, CASE WHEN NOT gone THEN yes END,
           CASE WHEN NOT gone THEN partly END, CASE WHEN NOT gone THEN no END,
           CASE WHEN NOT gone THEN unanswered END, CASE WHEN NOT gone THEN stated END,
           CASE WHEN NOT gone THEN minutes END, days
    FROM marked
"""
SUMS = """
    sum(t.asked) AS asked, sum(t.yes + t.partly + t.no) AS answered, sum(t.yes) AS yes,
    sum(t.partly) AS partly, sum(t.no) AS no, sum(t.unanswered) AS unanswered,
    sum(t.stated) AS stated, sum(t.minutes) AS minutes, sum(t.days) AS days
"""
OF_REGION = f"""
CREATE FUNCTION followup_feedback_members(asked_region bigint, first_month date, last_month date)
RETURNS TABLE (party_id bigint, own boolean, shown boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.party_id, m.party_id = ANY (samkop_party_ids()),
           m.party_id = ANY (samkop_party_ids()) OR sum(t.yes + t.partly + t.no) >= 5
    FROM parties_regionmember m
    JOIN followup_feedbacktotal t ON t.party_id = m.party_id AND t.supplier_id IS NULL
        AND t.month BETWEEN first_month AND last_month
    WHERE m.region_id = asked_region AND m.valid_from <= current_date
      AND (m.valid_until IS NULL OR m.valid_until >= current_date)
      AND {in_my_region("m.region_id")}
    GROUP BY m.party_id
$$;
CREATE FUNCTION followup_feedback_sums(
    asked_region bigint, grouped_by text, first_month date, last_month date
) RETURNS TABLE ({COLUMNS})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH grouped AS (
        SELECT CASE grouped_by WHEN 'member' THEN t.party_id WHEN 'supplier' THEN t.supplier_id
                    WHEN 'item' THEN t.item_id
                    WHEN 'month' THEN to_char(t.month, 'YYYYMM')::bigint ELSE 0 END AS key,
               max(CASE grouped_by WHEN 'item' THEN i.name WHEN 'supplier' THEN s.legal_name
                        WHEN 'member' THEN p.legal_name ELSE '' END) AS called,
               coalesce(sum(t.yes + t.partly + t.no) FILTER (WHERE NOT k.own), 0) AS others, {SUMS}
        FROM followup_feedback_members(asked_region, first_month, last_month) k
        JOIN followup_feedbacktotal t ON t.party_id = k.party_id
            AND t.month BETWEEN first_month AND last_month
        JOIN parties_party p ON p.id = t.party_id
        LEFT JOIN parties_party s ON s.id = t.supplier_id
        LEFT JOIN catalogue_catalogueitem i ON i.id = t.item_id
        WHERE k.shown
          AND (t.supplier_id IS NOT NULL) = (grouped_by IN ('supplier', 'item'))
          AND (t.item_id IS NOT NULL) = (grouped_by = 'item')
        GROUP BY 1
    ), {UNSHOWN}
$$;
CREATE FUNCTION followup_feedback_of_supplier(first_month date, last_month date)
RETURNS TABLE ({COLUMNS})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH grouped AS (
        SELECT coalesce(t.item_id, 0) AS key, max(coalesce(i.name, '')) AS called,
               sum(t.yes + t.partly + t.no) AS others, {SUMS}
        FROM followup_feedbacktotal t LEFT JOIN catalogue_catalogueitem i ON i.id = t.item_id
        WHERE t.supplier_id = ANY (samkop_party_ids())
          AND t.month BETWEEN first_month AND last_month
        GROUP BY 1
    ), {UNSHOWN}
$$;
REVOKE ALL ON FUNCTION followup_feedback_members(bigint, date, date),
    followup_feedback_sums(bigint, text, date, date), followup_feedback_of_supplier(date, date)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followup_feedback_members(bigint, date, date),
    followup_feedback_sums(bigint, text, date, date), followup_feedback_of_supplier(date, date)
    TO samkop_app
"""  # noqa: S608 - of constants
NO_SUMS = """
DROP FUNCTION followup_feedback_of_supplier(date, date);
DROP FUNCTION followup_feedback_sums(bigint, text, date, date);
DROP FUNCTION followup_feedback_members(bigint, date, date)
"""
SERVED_BY_ME = (
    "region_id IN (SELECT g.id FROM parties_region g"
    " WHERE g.purchasing_body_id = ANY (samkop_party_ids()))"
)


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over several columns: nothing of one party hangs on another's rows."""
    altered, constraint = f"ALTER TABLE followup_{table}", f"{table}_{name}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {constraint} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {constraint}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0001_feedback"),
        ("parties", "0013_one_import_file"),
        ("platform", "0010_imports_by_the_operator"),
    ]

    operations = [
        *(tie(*each) for each in TIES),
        migrations.RunSQL(TRANSITIONS, reverse_sql=ANY_TRANSITION),
        protect("followup_feedbackrule", read=OWN, write=OWN),
        append_only("followup_feedbackrule"),
        protect(
            "followup_feedbackquestion", read=OWN, write=OWN,
            update=("state", "ended_on", "reminded_at"),
        ),
        protect("followup_feedbackthing", read=OWN, write=OWN),
        append_only("followup_feedbackthing"),
        protect("followup_feedbackanswer", read=OWN, write=OWN, update=("state",)),
        protect("followup_feedbackabout", read=OWN, write=OWN),
        append_only("followup_feedbackabout"),
        protect("followup_feedbacktext", read=OWN, write=OWN, delete=OWN),
        protect("followup_feedbackreferral", read=BOTH, write=OWN, update=("line",)),
        protect("followup_feedbackresponse", read=BOTH, write=party("supplier_id")),
        append_only("followup_feedbackresponse"),
        protect(
            "followup_feedbacktotal", read=OWN, write=OWN,
            update=(
                "asked", "yes", "partly", "no", "unanswered", "stated", "minutes", "days",
            ),
        ),
        protect("followup_feedbackmonth", read=in_my_region(), write=SERVED_BY_ME),
        append_only("followup_feedbackmonth"),
        migrations.RunSQL(OF_REGION, reverse_sql=NO_SUMS),
    ]  # fmt: skip
