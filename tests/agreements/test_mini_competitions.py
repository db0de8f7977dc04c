"""A call-off that the suppliers of a rule compete for, from its start to its result."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from factories.awards import a_decided_tender, a_sent_decision, a_signature, opened_with
from factories.call_offs import a_panel
from factories.ordering import NOW
from factories.parties import a_municipality, an_actor
from samkop.agreements.models import CompetitionResult, MiniCompetition
from samkop.agreements.queries.mini_competitions import competitions_of
from samkop.agreements.usecases.mini_competition import Wanted, start_mini_competition
from samkop.parties.vocabulary import RoleName
from samkop.platform.outbox import any_postponed, dispatch_waiting
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.models import Invitation, Tender
from samkop.tendering.queries import lots_of
from samkop.tendering.vocabulary import CallOffMethod, TenderState

pytestmark = pytest.mark.usefixtures("database")

VALUE = 50_000_00


@pytest.fixture(scope="module")
def panel(database):
    """Three suppliers, the last of which has no room for the value."""
    return a_panel(
        method=CallOffMethod.MINI_COMPETITION, maxima=(100_000_00, 100_000_00, 10_000_00)
    )


def wanted(panel, **fields):
    given = {
        "number": "MK-1", "register_number": "D/30", "title": "Rollout at ten schools",
        "description": "Delivery and installation.", "buyer_id": panel.buyers[0].party.pk,
        "quantity": 400, "unit": "st", "value_cents": VALUE, "term_months": 6, "cpv": "30213100",
        **fields,
    }  # fmt: skip
    return Wanted(**given)


def start(panel, actor=None, **fields):
    return perform(
        actor or panel.runner, start_mini_competition, now=NOW, rule_id=panel.rule.pk,
        wanted=wanted(panel, **fields),
    )  # fmt: skip


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.code


def opened_of(panel, competition):
    """The competition's tender with the bids of the first two suppliers."""
    first, second = panel.suppliers[:2]

    def dated(*, actor, now):
        tender = Tender.objects.select_related("owner").get(id=competition.tender_id)
        change(tender, bids_until=now - timedelta(days=2), bids_valid_until=date(2027, 12, 31))
        return opened_with(
            actor=panel.runner, now=now, tender=tender, lots=lots_of(tender.pk),
            offers={"first": {1: 48_000_00}, "second": {1: 45_000_00}},
            bidders={"first": first, "second": second}, buyers=[panel.buyers[0].party],
        )  # fmt: skip

    return perform(panel.runner, dated, now=NOW)


def test_everybody_who_can_perform_is_invited_and_the_result_goes_back_to_the_winner(panel):
    competition = start(panel)
    with reading(panel.runner):
        tender = Tender.objects.get(id=competition.tender_id)
        invited = set(Invitation.objects.filter(tender=tender).values_list("supplier_id"))
    assert (tender.procedure, tender.by_invitation, tender.state) == (
        "mini-competition", True, TenderState.IN_PREPARATION,
    )  # fmt: skip
    assert invited == {(supplier.pk,) for supplier in panel.suppliers[:2]}
    with reading(an_actor(panel.suppliers[0], RoleName.SALESPERSON)):
        assert competitions_of(panel.rule.pk) == []  # not before it is announced
    opened = a_decided_tender(opened_of(panel, competition), now=NOW)
    standing = a_sent_decision(opened, now=NOW)
    assert standing.days is None
    (awarded,) = opened.awarded()
    a_signature(opened, awarded, standing.first_day_to_sign)
    dispatch_waiting(FACTS, now=datetime(2030, 1, 1, tzinfo=UTC), limit=1000)
    assert not any_postponed()
    with reading(panel.runner):
        (shown,) = competitions_of(panel.rule.pk)
        (result,) = shown.results.all()
    assert (result.agreement_id, result.price_cents) == (panel.agreements[1].pk, 45_000_00)
    stranger = an_actor(a_municipality(), RoleName.BUYER)
    with reading(stranger):
        assert MiniCompetition.objects.filter(rule=panel.rule).count() == 0
        assert CompetitionResult.objects.filter(id=result.pk).count() == 0


def test_a_competition_is_refused_where_the_rule_does_not_let_it_be_held(panel):
    assert code_of(start, panel, number="MK-2", value_cents=200_000_00) == "nobody-can-perform"
    assert code_of(start, panel, number="MK-2", buyer_id=a_municipality().pk) == "buyer-not-named"
    stranger = an_actor(a_municipality(), RoleName.BUYER)
    assert code_of(start, panel, actor=stranger) == "not-found"
    direct = a_panel(suppliers=2, mini_competition_from_cents=60_000_00)
    assert code_of(start, direct) == "competition-not-by-the-rule"
    start(direct, value_cents=60_000_00)
