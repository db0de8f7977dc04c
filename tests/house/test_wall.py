"""Every table is private, published or infrastructure, and the database says the same."""

from __future__ import annotations

import pytest
from django.db import connections

from samkop.platform.infrastructure import INFRASTRUCTURE

pytestmark = pytest.mark.usefixtures("database")

# Sums over other parties' rows, or lookups before the party is known: each with its reason.
DEFINER_FUNCTIONS = {
    "followup_member_prices": "what members paid for items by month and price, as they show it",
    "followup_members_left_out": "how many members do not show what they paid: the count alone",
    "followup_price_totals": "how many purchases agree with their rules: the sums alone",
    "fleet_region_totals": "totals of each member's fleet, for the members of its region alone",
    "fleet_joint_totals": "totals by month of each part of a joint plan, for those in its region",
    "fleet_models_in_use": "devices of a model and their owners: two totals, for its region",
    "fleet_pass_on": "the one writer of a device's owner: what giver and receiver agreed on",
    "fleet_transfer_tasks": "what is to be done with devices that pass on: counts, for both",
    "fleet_owns": "whether a device is one's own now: yes or no, for a policy",
    "fleet_custody_of_asset": "a trigger: compares new steps of custody with their devices",
    "fleet_search_assets": "ids of devices of one owner acted for; the wall allows no text index",
    "fleet_take_statistics": "has holders and models counted for the planner; returns nothing",
    "fleet_sort_in_search": "has the index of texts take in what waits; returns nothing",
    "samkop_agreement_ids": "ids of one's own agreements; as policies the lookups would recurse",
    "samkop_ceiling_move": "the one writer of ceiling, shares, tier volumes and their ledger",
    "samkop_ceiling_settle": "the one writer of a ceiling's maximum",
    "followup_hiding_prices": "ids of members that show nobody what they pay, for a policy",
    "samkop_benefit_purchases": "units by item and price of a region; to a member its own",
    "samkop_need_to_desk": "quartiles of days by step, of five things at the least",
    "samkop_participations_of_project": "what members decided becomes a right; a count alone",
    "samkop_call_off_turns": "what each supplier of a call-off has had: the totals alone",
    "ordering_approval_link_of": "whose a mailed link is, by its hash, before anybody is known",
    "samkop_actor_of_token": "whose an access token is, by its hash, before anybody is known",
    "samkop_named_in_incident": "whether who acts is named in an incident: yes or no, for a policy",
    "samkop_registered_emails": "which of the asked addresses are in use, and nothing else",
    "samkop_registrar_of": "the id of the party that registered a person, for a policy",
    "ordering_people_naming": "who names an item that ends, in how many things: for a job alone",
    "ordering_saved_baskets_holding": "how many saved baskets hold an item: the count alone",
    "ordering_search_orders": "ids of orders of one's own; the wall allows no text index",
    "ordering_search_requisitions": "ids of requisitions of one's own parties; the same",
    "samkop_belongs_elsewhere": "whether one's own member belongs elsewhere too: yes or no",
    "parties_search_people": "ids of members of one's own parties; the same",
    "tendering_was_announced": "whether others ever heard of a tender: yes or no, for its policy",
    "tendering_deadline_stays": "a trigger: whether bids were late or the root is out, for nobody",
    "tendering_entry_received": "a trigger: sets when a bid came in, and whether it is late",
    "tendering_root_published": "a trigger: sets when a root was published, after the deadline",
    "catalogue_search": "ids of items on one's own shelves; the wall allows no text index",
    "catalogue_wish_counts": "how many people wish what, by organisation: counts, for its region",
    "catalogue_wish_lines": "lines that people let be read, without who: for who keeps the range",
    "catalogue_facets": "counts of items on one's own shelves",
    "followup_feedback_members": "whether so many answered in a member that its sums may be shown",
    "followup_feedback_of_supplier": "sums of what was said of one's deliveries, of five or more",
    "followup_feedback_sums": "sums of what was said in a region, of five answers or more",
}


def rows(sql, *params):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tables():
    return rows(
        "SELECT c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,"
        " coalesce(obj_description(c.oid, 'pg_class'), '')"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    )


def test_every_table_says_what_it_is():
    unsaid = [name for name, _, _, _, comment in tables() if not comment.startswith("samkop:")]
    assert unsaid == []


def test_private_and_published_tables_have_row_security_not_forced():
    wrong = [
        name
        for name, _, enabled, forced, comment in tables()
        if not comment.startswith("samkop:infrastructure") and (not enabled or forced)
    ]
    assert wrong == []


def test_infrastructure_is_exactly_what_is_declared():
    marked = {
        name: comment.removeprefix("samkop:infrastructure: ")
        for name, _, _, _, comment in tables()
        if comment.startswith("samkop:infrastructure")
    }
    assert marked == INFRASTRUCTURE


def test_there_is_no_view_that_goes_round_the_wall():
    views = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND (c.relkind = 'm' OR c.relkind = 'v' AND NOT"
        " coalesce('security_invoker=true' = ANY (c.reloptions), false))"
    )
    assert views == []


def test_one_policy_per_verb_and_none_for_all():
    assert (
        rows("SELECT policyname FROM pg_policies WHERE cmd = 'ALL' OR permissive <> 'PERMISSIVE'")
        == []
    )
    twice = rows(
        "SELECT tablename, cmd FROM pg_policies GROUP BY tablename, cmd HAVING count(*) > 1"
    )
    assert twice == []


def test_no_right_without_a_policy_for_its_verb():
    granted = rows(
        "SELECT g.table_name, g.privilege_type FROM information_schema.role_table_grants g"
        " JOIN pg_class c ON c.relname = g.table_name AND c.relrowsecurity"
        " WHERE g.grantee = 'samkop_app' AND NOT EXISTS (SELECT FROM pg_policies p"
        " WHERE p.tablename = g.table_name AND p.cmd = g.privilege_type)"
    )
    assert granted == []


def test_nobody_may_truncate_or_alter():
    granted = rows(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee = 'samkop_app'"
        " AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
    )
    assert granted == []


def test_the_application_owns_nothing_and_is_nobody_special():
    assert rows("SELECT relname FROM pg_class WHERE relowner = 'samkop_app'::regrole") == []
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname = 'samkop_app'"
    ) == [(False, False, False, False)]
    assert rows("SELECT 1 FROM pg_auth_members WHERE member = 'samkop_app'::regrole") == []


def test_functions_that_see_more_than_their_caller_are_listed():
    found = rows(
        "SELECT p.proname, coalesce(array_to_string(p.proconfig, ','), '') FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef"
    )
    assert {name for name, _ in found} == set(DEFINER_FUNCTIONS)
    assert [name for name, settings in found if "search_path=" not in settings] == []


def test_swedish_and_finnish_letters_have_lower_case():
    assert rows("SELECT lower('ÅÄÖ') = 'åäö'") == [(True,)]
