"""Who sees and who writes of guidelines, attestations and incidents, and which state may follow."""

from django.db import migrations

from samkop.parties.walls import in_my_region, in_region_of_mine
from samkop.platform.row_security import append_only, either, party, protect, system_job

# vocabulary.VERSION_TRANSITIONS. What members attest to is not changed under their hands.
VERSIONS = """
CREATE FUNCTION governance_version_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'draft' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state, NEW.state) IN (
        ('draft', 'draft'), ('draft', 'proposed'), ('draft', 'adopted'), ('draft', 'dropped'),
        ('proposed', 'adopted'), ('proposed', 'draft'))
        AND (OLD.state = 'draft' OR (OLD.text_sv, OLD.text_fi, OLD.text_en, OLD.sha256)
            = (NEW.text_sv, NEW.text_fi, NEW.text_en, NEW.sha256))
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'version_transition: a version does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_version_transition BEFORE INSERT OR UPDATE ON governance_guidelineversion
    FOR EACH ROW EXECUTE FUNCTION governance_version_transition()
"""
ANY_VERSION = """
DROP TRIGGER governance_version_transition ON governance_guidelineversion;
DROP FUNCTION governance_version_transition()
"""
# vocabulary.INCIDENT_TRANSITIONS; whose it is, where and since when does not change.
INCIDENTS = """
CREATE FUNCTION governance_incident_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'reported' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR (OLD.state, NEW.state) IN (
        ('reported', 'handled'), ('handled', 'contained'), ('contained', 'handled'),
        ('contained', 'closed'), ('closed', 'handled')))
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'incident_transition: an incident does not become %', NEW.state
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER governance_incident_transition
    BEFORE INSERT OR UPDATE ON governance_securityincident
    FOR EACH ROW EXECUTE FUNCTION governance_incident_transition()
"""
ANY_INCIDENT = """
DROP TRIGGER governance_incident_transition ON governance_securityincident;
DROP FUNCTION governance_incident_transition()
"""
# As policies the two tables would ask each other for ever. Says yes or no, of the acting person.
NAMED = """
CREATE FUNCTION samkop_named_in_incident(incident bigint, mark text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM governance_incidentrecipient r
        WHERE r.incident_id = incident AND r.party_id = ANY (samkop_party_ids())
            AND CASE WHEN mark = 'red' THEN r.person_id = samkop_person_id()
                ELSE r.person_id IS NULL END)
$$;
REVOKE ALL ON FUNCTION samkop_named_in_incident(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samkop_named_in_incident(bigint, text) TO samkop_app
"""
NOT_NAMED = "DROP FUNCTION samkop_named_in_incident(bigint, text)"

COMPOSITE = (
    ("guidelineversion", "version_of_guideline", "guideline_id, keeper_id", "guideline", "id, keeper_id"),
    ("guidelinepoint", "point_of_version", "version_id, keeper_id", "guidelineversion", "id, keeper_id"),
    ("guidelinefile", "file_of_version", "version_id, keeper_id", "guidelineversion", "id, keeper_id"),
    ("attestedpoint", "point_of_attestation", "attestation_id, member_id", "attestation", "id, member_id"),
    ("attestedpoint", "point_of_attested_version", "attestation_id, version_id", "attestation", "id, version_id"),
    ("attestedpoint", "point_is_of_version", "point_id, version_id", "guidelinepoint", "id, version_id"),
    *(
        (f"incident{table}", f"incident_{table}_of_originator", "incident_id, originator_id",
         "securityincident", "id, originator_id")
        for table in ("text", "entry", "indicator", "recipient", "clock")
    ),
)  # fmt: skip

# TLP 2.0 as the wall: RED the persons named, AMBER+STRICT the organisation, AMBER it and those
# that it names, GREEN the region, CLEAR everybody. Jobs see that it is there, not what it tells.
WATCHED = f"{system_job('incident-watch')} AND {party('originator_id')}"
MAY_READ = either(
    "mark = 'clear'",
    f"mark = 'green' AND {in_my_region()}",
    f"mark IN ('green', 'amber', 'amber+strict') AND {party('originator_id')}",
    "mark IN ('amber', 'red') AND samkop_named_in_incident(id, mark)",
    f"mark = 'red' AND {party('originator_id')} AND reported_by_id = samkop_person_id()",
    WATCHED,
)
INCIDENT = "incident_id IN (SELECT i.id FROM governance_securityincident i"
READABLE = f"{INCIDENT}) AND samkop_actor() NOT LIKE 'job:%'"
MINE = f"{INCIDENT} WHERE i.originator_id = ANY (samkop_party_ids()))"

VERSION = "version_id IN (SELECT v.id FROM governance_guidelineversion v"
DRAFT_OF_MINE = f"{VERSION} WHERE v.state = 'draft' AND v.keeper_id = ANY (samkop_party_ids()))"
OFFICER = (
    "EXISTS (SELECT FROM parties_roleassignment r WHERE r.person_id = samkop_person_id()"
    " AND r.party_id = ANY (samkop_party_ids()) AND r.role = 'security-officer'"
    " AND r.valid_from <= current_date"
    " AND (r.valid_until IS NULL OR r.valid_until >= current_date))"
)
SHARED = "party_id NOT IN (SELECT s.party_id FROM governance_supportsharing s WHERE NOT s.shared)"
ATTESTED = "attested_id IN (SELECT p.id FROM governance_attestedpoint p)"
REASON = either(
    f"mark <> 'red' AND {party('member_id')}",
    f"mark = 'red' AND {party('member_id')} AND person_id = samkop_person_id()",
    f"mark = 'amber' AND {ATTESTED} AND {OFFICER}",
    f"mark = 'green' AND {ATTESTED}",
    "mark = 'clear'",
)


def composite(table: str, name: str, columns: str, target: str, its: str) -> migrations.RunSQL:
    """A foreign key over two columns."""
    return migrations.RunSQL(
        f"ALTER TABLE governance_{table} ADD CONSTRAINT {name} FOREIGN KEY ({columns})"
        f" REFERENCES governance_{target} ({its})",
        reverse_sql=f"ALTER TABLE governance_{table} DROP CONSTRAINT {name}",
    )


def kept(table: str, read: str, write: str) -> list[migrations.RunSQL]:
    """A table whose rows are never changed."""
    name = f"governance_{table}"
    return [protect(name, read=read, write=write), append_only(name)]


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_security"),
        ("parties", "0004_wall_of_people"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(VERSIONS, reverse_sql=ANY_VERSION),
        migrations.RunSQL(INCIDENTS, reverse_sql=ANY_INCIDENT),
        migrations.RunSQL(NAMED, reverse_sql=NOT_NAMED),
        *(composite(*each) for each in COMPOSITE),
        protect(
            "governance_guideline",
            read=in_my_region(),
            write=f"{party('keeper_id')} AND {in_my_region()}",
            update=("title_sv", "title_fi", "title_en", "review_months"),
        ),
        protect(
            "governance_guidelineversion",
            read=either(
                party("keeper_id"),
                "state IN ('proposed', 'adopted')"
                " AND guideline_id IN (SELECT g.id FROM governance_guideline g)",
            ),
            write=party("keeper_id"),
            update=(
                "state", "text_sv", "text_fi", "text_en", "file_name", "sha256", "valid_from",
                "attest_by", "adopted_by", "adopted_on", "adopted_reference",
            ),
        ),
        protect(
            "governance_guidelinepoint",
            read=f"{VERSION})", write=DRAFT_OF_MINE, delete=DRAFT_OF_MINE,
        ),
        *kept("guidelinefile", f"{VERSION})", DRAFT_OF_MINE),
        # Each member says it for itself; all of the region read who follows what.
        *kept(
            "attestation", f"{VERSION})",
            f"{party('member_id')} AND {VERSION} WHERE v.state = 'adopted')",
        ),
        *kept(
            "attestedpoint",
            "attestation_id IN (SELECT a.id FROM governance_attestation a)", party("member_id"),
        ),
        *kept("attestationreason", REASON, party("member_id")),
        protect(
            "governance_securityincident",
            read=MAY_READ,
            write=f"{party('originator_id')} AND {in_my_region()}",
            update=("mark", "state", "significant", "personal_data", "aware_at"),
            update_when=party("originator_id"),
        ),
        *kept("incidenttext", READABLE, MINE),
        *kept("incidententry", READABLE, MINE),
        protect("governance_incidentindicator", read=READABLE, write=MINE, delete=MINE),
        protect(
            "governance_incidentrecipient",
            read=f"{INCIDENT})", write=MINE, delete=MINE,
        ),
        protect(
            "governance_incidentclock",
            read=f"{INCIDENT})", write=MINE,
            update=(
                "begun_at", "due_at", "warn_at", "sent_at", "reference", "authority", "source",
                "checked", "applies",
            ),
            delete=MINE,
        ),
        protect(
            "governance_securitycontact",
            read=either(party("party_id"), in_region_of_mine("party_id")),
            write=f"{party('party_id')} AND person_id = samkop_person_id()",
            update=("name", "reach"),
            delete=party("party_id"),
        ),
        protect(
            "governance_supportsharing",
            read=either(party("party_id"), in_region_of_mine("party_id")),
            write=party("party_id"), update=("shared",),
        ),
        protect(
            "governance_devicesupport",
            read=either(
                party("party_id"),
                f"{in_region_of_mine('party_id')} AND {SHARED}",
            ),
            write=party("party_id"),
            update=("in_use", "lost", "losing", "unknown", "counted_on"),
        ),
    ]  # fmt: skip
