"""A decision about something else, or in another money, is no right."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from factories.agreements import a_basis, a_runner, an_agreement_in_preparation
from factories.decisions import NOW, a_cooperation, a_decision, a_project, an_agreement_of
from factories.parties import a_supplier
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.project_rights import decide_on_project, link_to_project
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]

REST_ON = "UPDATE agreements_participation SET decision_id = %s"
REPLACE = """
INSERT INTO governance_memberdecision (party_id, project_id, region_id, kind, decider, decided_by,
    delegation, decided_on, section, register_number, reason, orders_from, currency, enforcement,
    state, at, replaces_id)
SELECT party_id, %s, region_id, kind, decider, decided_by, delegation, decided_on, section,
    register_number, reason, orders_from, currency, enforcement, 'appealable', at, id
FROM governance_memberdecision WHERE id = %s
"""


def raw(actor, sql, *values):
    """A statement of the app's own role, acting for the actor's party."""

    def work(*, actor, now):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    perform(actor, work, now=NOW)


def test_the_database_lets_no_right_rest_on_a_decision_about_something_else():
    found = a_cooperation(1)
    (member,) = found.members
    registrar = found.registrar(member)
    found.decide(member, amount_limit_cents=1_000, currency="EUR")
    an_agreement_of(found)
    other = a_project(found.region, found.body)
    unlimited = perform(
        registrar, decide_on_project, now=NOW, project_id=other.pk, decided=a_decision()
    )
    with pytest.raises(DatabaseError, match="participation_of_its_thing"):
        raw(registrar, REST_ON, unlimited.pk)
    with pytest.raises(DatabaseError, match="replaces_its_like"):
        raw(registrar, REPLACE, found.project.pk, unlimited.pk)


def test_nobody_is_named_whose_amount_is_in_another_money_than_the_agreement():
    found = a_cooperation(1)
    (member,) = found.members
    runner = a_runner(found.body)
    made = an_agreement_in_preparation(runner, a_supplier(), maximum_cents=100_000_000)
    perform(runner, link_to_project, now=NOW, agreement_id=made.pk, project_id=found.project.pk)
    found.decide(member, amount_limit_cents=100_000, currency="SEK")
    with pytest.raises(Refused) as refused:
        perform(
            runner, name_buyer, agreement_id=made.pk, buyer_id=member.pk, expected_share_cents=0,
            legal_basis=a_basis(found.body, member),
        )  # fmt: skip
    assert refused.value.code == "limit-in-another-currency"
