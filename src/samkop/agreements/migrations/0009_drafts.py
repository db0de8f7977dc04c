"""What is still in preparation can be corrected; from then on it stands as it was signed."""

from django.db import migrations

TERMS = (
    "number", "register_number", "title_sv", "title_fi", "title_en", "category", "supplier_id",
    "valid_from", "valid_until", "term_justification", "currency", "maximum_value_cents",
    "purchasing_body_acts_as", "markup_permille", "fee_permille",
)  # fmt: skip
COLUMNS = ", ".join(TERMS)

# The terms are what was published and signed: no way around it for anybody.
SIGNED = f"""
CREATE FUNCTION agreements_frameworkagreement_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'in-preparation' AND ROW({", ".join("OLD." + name for name in TERMS)})
        IS DISTINCT FROM ROW({", ".join("NEW." + name for name in TERMS)})
    THEN
        RAISE EXCEPTION 'framework_agreement_signed: its terms stand as they were signed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreements_frameworkagreement_signed
    BEFORE UPDATE OF {COLUMNS} ON agreements_frameworkagreement
    FOR EACH ROW EXECUTE FUNCTION agreements_frameworkagreement_signed();
GRANT UPDATE ({COLUMNS}) ON agreements_frameworkagreement TO samkop_app
"""
UNSIGNED = f"""
REVOKE UPDATE ({COLUMNS}) ON agreements_frameworkagreement FROM samkop_app;
DROP TRIGGER agreements_frameworkagreement_signed ON agreements_frameworkagreement;
DROP FUNCTION agreements_frameworkagreement_signed()
"""

PREPARED_BY_ME = (
    "agreement_id IN (SELECT a.id FROM agreements_frameworkagreement a"
    " WHERE a.purchasing_body_id = ANY (samkop_party_ids()) AND a.state = 'in-preparation')"
)
UNNAME = f"""
CREATE POLICY agreements_namedbuyer_delete ON agreements_namedbuyer FOR DELETE
    USING ({PREPARED_BY_ME});
GRANT DELETE ON agreements_namedbuyer TO samkop_app
"""
NAMED_FOR_GOOD = """
DROP POLICY agreements_namedbuyer_delete ON agreements_namedbuyer;
REVOKE DELETE ON agreements_namedbuyer FROM samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_wall_of_scopes")]

    operations = [
        migrations.RunSQL(SIGNED, reverse_sql=UNSIGNED),
        migrations.RunSQL(UNNAME, reverse_sql=NAMED_FOR_GOOD),
    ]
