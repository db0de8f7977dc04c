"""The migration that turned thresholds into rules, and gave decisions their steps."""

from __future__ import annotations

from django.db import connections

from factories.ordering import PHONE, a_market, a_requisition, approved
from factories.parties import a_cost_centre
from samkop.ordering.models import Approval, ApprovalStep
from samkop.ordering.queries import rows_of, rules_of, set_in_force
from samkop.ordering.rules import Asked, evaluate
from samkop.platform import migrating
from samkop.platform.unit_of_work import reading

BEFORE = "0008_order_file"


def migrate(*name):
    """To the migration of this name, or to the newest."""
    connections.close_all()
    migrating.migrate("ordering", *name)
    connections.close_all()


def test_thresholds_are_rules_in_force_with_the_same_answers_as_before(own_database):
    market = a_market()
    buyer = market.buyers[0]
    library = a_cost_centre(buyer.party)
    waiting, done = a_requisition(market, buyer, PHONE), approved(market, buyer, PHONE)
    migrate(BEFORE)
    with connections["owner"].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ordering_approvalthreshold (party_id, cost_centre_id, free_below_cents)"
            " VALUES (%s, %s, %s)",
            [(buyer.party.pk, None, 500_00), (buyer.party.pk, library.pk, 0)],
        )
    migrate()
    today = waiting.submitted_at.date()
    with reading(buyer.finance):
        found = set_in_force(buyer.party.pk, today)
        rules = rules_of(rows_of(found))
        steps = list(ApprovalStep.objects.order_by("requisition_id").values_list("requisition_id"))
        approval = Approval.objects.get(requisition=done)

    def outcome(centre, cents):
        asked = Asked(cents, "EUR", centre.pk, 1, frozenset(), ())
        return evaluate(rules, asked, currency="EUR").outcome

    cheap, dear = 499_99, 500_00
    assert [outcome(buyer.cost_centre, cents) for cents in (cheap, dear)] == ["none", "authority"]
    assert [outcome(library, cents) for cents in (cheap, dear)] == ["authority", "authority"]
    assert steps == [(waiting.pk,), (done.pk,)]
    assert (approval.position, approval.requester_id) == (1, buyer.employee.person_id)
