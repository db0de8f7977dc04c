"""Who sees and writes rules, steps and delegations; and what the database holds together."""

from django.db import migrations

from samkop.platform.row_security import append_only, party, protect

OWN = party("party_id")
# The rules of an adopted set are what was decided.
OF_A_DRAFT = (
    f"{OWN} AND EXISTS (SELECT FROM ordering_ruleset s"
    " WHERE s.id = rule_set_id AND s.state <> 'adopted')"
)

TIED = """
ALTER TABLE ordering_requisition ADD CONSTRAINT requisition_of_requester UNIQUE (id, requester_id);
ALTER TABLE ordering_approvalstep ADD CONSTRAINT approval_step_of_own_requisition
    FOREIGN KEY (requisition_id, party_id) REFERENCES ordering_requisition (id, party_id);
ALTER TABLE ordering_approval ADD CONSTRAINT approval_of_a_step
    FOREIGN KEY (requisition_id, position)
    REFERENCES ordering_approvalstep (requisition_id, position);
ALTER TABLE ordering_approval ADD CONSTRAINT approval_of_the_requesters_own
    FOREIGN KEY (requisition_id, requester_id) REFERENCES ordering_requisition (id, requester_id);
ALTER TABLE ordering_approval ADD CONSTRAINT approval_by_own_authority
    FOREIGN KEY (authority_id, party_id) REFERENCES ordering_approvalauthority (id, party_id);
ALTER TABLE ordering_approvaldelegation ADD CONSTRAINT delegation_of_both
    UNIQUE (id, party_id, approver_id, delegate_id);
ALTER TABLE ordering_approval ADD CONSTRAINT approval_by_the_delegate
    FOREIGN KEY (delegation_id, party_id, on_behalf_of_id, person_id)
    REFERENCES ordering_approvaldelegation (id, party_id, approver_id, delegate_id);
ALTER TABLE ordering_approvaldelegation ADD CONSTRAINT delegation_by_a_member
    FOREIGN KEY (approver_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_approvaldelegation ADD CONSTRAINT delegation_to_a_member
    FOREIGN KEY (delegate_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_ruleset ADD CONSTRAINT rule_set_of_party UNIQUE (id, party_id);
ALTER TABLE ordering_approvalrule ADD CONSTRAINT approval_rule_of_own_set
    FOREIGN KEY (rule_set_id, party_id) REFERENCES ordering_ruleset (id, party_id);
ALTER TABLE ordering_approvalrule ADD CONSTRAINT approval_rule_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_rulesimulation ADD CONSTRAINT simulation_of_own_set
    FOREIGN KEY (rule_set_id, party_id) REFERENCES ordering_ruleset (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_rulesimulation DROP CONSTRAINT simulation_of_own_set;
ALTER TABLE ordering_approvalrule DROP CONSTRAINT approval_rule_own_cost_centre;
ALTER TABLE ordering_approvalrule DROP CONSTRAINT approval_rule_of_own_set;
ALTER TABLE ordering_ruleset DROP CONSTRAINT rule_set_of_party;
ALTER TABLE ordering_approvaldelegation DROP CONSTRAINT delegation_to_a_member;
ALTER TABLE ordering_approvaldelegation DROP CONSTRAINT delegation_by_a_member;
ALTER TABLE ordering_approval DROP CONSTRAINT approval_by_the_delegate;
ALTER TABLE ordering_approvaldelegation DROP CONSTRAINT delegation_of_both;
ALTER TABLE ordering_approval DROP CONSTRAINT approval_by_own_authority;
ALTER TABLE ordering_approval DROP CONSTRAINT approval_of_the_requesters_own;
ALTER TABLE ordering_approval DROP CONSTRAINT approval_of_a_step;
ALTER TABLE ordering_approvalstep DROP CONSTRAINT approval_step_of_own_requisition;
ALTER TABLE ordering_requisition DROP CONSTRAINT requisition_of_requester
"""
ADOPTED_STAYS = """
CREATE FUNCTION ordering_ruleset_adopted_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'adopted rules of approval never change: draft a new version'
    USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER ordering_ruleset_adopted_stays BEFORE UPDATE OR DELETE ON ordering_ruleset
    FOR EACH ROW WHEN (OLD.state = 'adopted') EXECUTE FUNCTION ordering_ruleset_adopted_stays()
"""
ADOPTED_MAY_CHANGE = """
DROP TRIGGER ordering_ruleset_adopted_stays ON ordering_ruleset;
DROP FUNCTION ordering_ruleset_adopted_stays()
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0009_approval_rules"), ("parties", "0011_cost_centre_manager")]

    operations = [
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(ADOPTED_STAYS, reverse_sql=ADOPTED_MAY_CHANGE),
        protect(
            "ordering_ruleset",
            read=OWN,
            write=OWN,
            update=("state", "revision", "valid_from", "adopted_by_id"),
        ),
        protect(
            "ordering_approvalrule",
            read=OWN,
            write=OF_A_DRAFT,
            update=("position",),
            delete=OF_A_DRAFT,
        ),
        protect("ordering_rulesimulation", read=OWN, write=OWN),
        append_only("ordering_rulesimulation"),
        protect("ordering_approvalstep", read=OWN, write=OWN),
        append_only("ordering_approvalstep"),
        protect("ordering_approvaldelegation", read=OWN, write=OWN, update=("valid_until",)),
    ]
