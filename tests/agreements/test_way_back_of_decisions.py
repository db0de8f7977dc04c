"""The migration that let participations rest on decisions, taken back and made again."""

from __future__ import annotations

from datetime import date

from django.db import connections

from factories.decisions import COURT
from factories.ordering import NOW, TODAY, a_market, join
from factories.parties import an_actor
from samkop.agreements.models import Participation
from samkop.agreements.usecases.participation import decide_on_agreement, end_participation
from samkop.governance.models import MemberDecision
from samkop.governance.usecases.decision_events import NewEvent, record_decision_event
from samkop.governance.usecases.decisions import NewDecision
from samkop.parties.vocabulary import RoleName
from samkop.platform import migrating
from samkop.platform.unit_of_work import perform, reading

BEFORE = "0027_wall_of_competitions"
LEAVES = date(2098, 12, 31)


def migrate(*name):
    """To the migration of this name, or to the newest."""
    connections.close_all()
    migrating.migrate("agreements", *name)
    connections.close_all()


def standing(market):
    """On which decision each buyer's participation rests, and how many decisions there are."""
    with reading(market.category_manager):
        rests = dict(Participation.objects.values_list("buyer_id", "decision_id"))
        return rests, MemberDecision.objects.count()


def columns():
    """What a participation itself said before, by the buyer."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT buyer_id, decided_on, organ, section, register_number, orders_from,"
            " orders_until FROM agreements_participation"
        )
        return {buyer: tuple(said) for buyer, *said in cursor.fetchall()}


def test_participations_have_their_days_again_and_then_the_same_decisions(own_database):
    market = a_market(buyers=4, joined=False)
    for buyer in market.buyers[:3]:
        join(buyer, market.agreement)
    stays, leaves, stopped, waits = (buyer.party for buyer in market.buyers)
    agreement = market.agreement.pk
    registrars = {
        one.pk: an_actor(one, RoleName.REGISTRAR) for one in (stays, leaves, stopped, waits)
    }
    perform(
        registrars[leaves.pk],
        end_participation,
        now=NOW,
        agreement_id=agreement,
        orders_until=LEAVES,
    )
    with reading(registrars[stopped.pk]):
        decision = Participation.objects.get(buyer=stopped).decision_id
    for kind in ("appealed", "annulled"):
        event = NewEvent(kind=kind, happened_on=TODAY, **COURT)
        perform(
            registrars[stopped.pk],
            record_decision_event,
            now=NOW,
            decision_id=decision,
            event=event,
        )
    later = NewDecision(
        kind="wait", decided_on=TODAY, decided_by="Board", register_number="D/3",
        reason="The budget", waits_until=LEAVES,
    )  # fmt: skip
    perform(
        registrars[waits.pk], decide_on_agreement, now=NOW, agreement_id=agreement, decided=later
    )
    rested = standing(market)

    migrate(BEFORE)
    joined = (date(2026, 1, 15), "Kommunstyrelsen", "§ 12", "D/1/2026", TODAY)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_date - 1")
        yesterday = cursor.fetchone()[0]
    assert columns() == {
        stays.pk: (*joined, None), leaves.pk: (*joined, LEAVES),
        # The version before knows no annulled decision: no order by it; and none to wait.
        stopped.pk: (*joined, yesterday),
    }  # fmt: skip
    migrate()
    assert standing(market) == rested
