"""A rule of call-off that is not adopted is changed and removed; an adopted one is neither."""

from django.db import migrations

MAY = """
GRANT UPDATE (number, title, method, turn_by, mini_competition_from_cents, maximum_value_cents,
    currency, register_number) ON agreements_calloffrule TO samkop_app;
CREATE POLICY agreements_calloffrule_delete ON agreements_calloffrule FOR DELETE
    USING (purchasing_body_id = ANY (samkop_party_ids()) AND adopted_at IS NULL);
GRANT DELETE ON agreements_calloffrule TO samkop_app;
CREATE FUNCTION agreements_calloffrule_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.adopted_at IS NOT NULL THEN
        RAISE EXCEPTION 'call_off_rule_adopted: the rule stands as it was adopted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER agreements_calloffrule_kept BEFORE DELETE ON agreements_calloffrule
    FOR EACH ROW EXECUTE FUNCTION agreements_calloffrule_kept()
"""
MAY_NOT = """
DROP TRIGGER agreements_calloffrule_kept ON agreements_calloffrule;
DROP FUNCTION agreements_calloffrule_kept();
REVOKE DELETE ON agreements_calloffrule FROM samkop_app;
DROP POLICY agreements_calloffrule_delete ON agreements_calloffrule;
REVOKE UPDATE (number, title, method, turn_by, mini_competition_from_cents, maximum_value_cents,
    currency, register_number) ON agreements_calloffrule FROM samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0016_wall_of_call_offs")]

    operations = [migrations.RunSQL(MAY, reverse_sql=MAY_NOT)]
