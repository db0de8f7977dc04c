"""The ceiling: who may commit, when, how much; what is given back; what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from factories.agreements import (
    a_basis,
    a_participation,
    a_runner,
    an_agreement,
    an_agreement_in_preparation,
    participation_of,
)
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import (
    Ceiling,
    CeilingMovement,
    CommittedShare,
    FrameworkAgreement,
    Participation,
    TierVolume,
)
from samkop.agreements.queries import ceiling_of, prices_of
from samkop.agreements.rules import tier_marks
from samkop.agreements.usecases import agreement as agreements
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.ceiling import TierChanged
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass
class Deal:
    """An agreement, one of its buyers and somebody who acts for that buyer."""

    agreement: FrameworkAgreement
    runner: Actor
    buyer: Party
    participation: Participation
    actor: Actor

    def commit(self, cents: int = 10_000, reference: str = "O-1", **given: Any) -> None:
        perform(self.actor, committing, now=NOW, deal=self.plain(cents, reference, given))

    def release(self, cents: int, reference: str = "O-1", **given: Any) -> None:
        perform(self.actor, releasing, now=NOW, deal=self.plain(cents, reference, given))

    def plain(self, cents, reference, given):
        return {
            "agreement_id": self.agreement.pk,
            "participation_id": self.participation and self.participation.pk,
            "buyer_id": self.buyer.pk,
            "cents": cents,
            "quantities": {},
            "reference": reference,
            **given,
        }

    def read(self, model: Any) -> Any:
        with reading(self.actor):
            return model.objects.filter(agreement=self.agreement).order_by("pk").first()

    def committed(self) -> int:
        return self.read(Ceiling).committed_cents


def committing(*, actor, now, deal):
    ceiling.commit(**{"on": DAY, "tier_marks": {}, "now": now, **deal})


def releasing(*, actor, now, deal):
    ceiling.release(**{"now": now, **deal})


def a_deal(**fields: Any) -> Deal:
    return deals_of(a_municipality(), **fields)[0]


def deals_of(*buyers: Party, **fields: Any) -> list[Deal]:
    """One agreement, seen from each of its buyers."""
    runner = a_runner(body := a_purchasing_body())
    agreement = an_agreement(body, a_supplier(), buyers, runner=runner, **fields)
    return [
        Deal(
            agreement,
            runner,
            buyer,
            participation_of(agreement, buyer) if fields.get("joined", True) else None,
            an_actor(buyer, RoleName.EMPLOYEE),
        )
        for buyer in buyers
    ]


def refusal_of(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.code


def test_an_order_commits_its_cents_to_ceiling_share_and_ledger():
    deal = a_deal()
    deal.commit(12_345, "O-7", quantities={"phones": 2})

    assert deal.committed() == 12_345
    assert deal.read(CommittedShare).committed_cents == 12_345
    movement = deal.read(CeilingMovement)
    assert (movement.cents, movement.balance_cents, movement.reference) == (12_345, 12_345, "O-7")
    assert (movement.quantities, movement.at) == ({"phones": 2}, NOW)
    assert (movement.buyer_id, movement.participation_id) == (deal.buyer.pk, deal.participation.pk)


def test_the_last_cent_fits_and_the_next_does_not():
    deal = a_deal(maximum_cents=30_000)
    deal.commit(29_999)
    deal.commit(1)
    with pytest.raises(Refused) as refused:
        deal.commit(1)
    assert refused.value.code == "maximum-value-reached"
    assert refused.value.facts == {"left_cents": 0}
    assert deal.committed() == 30_000


def test_what_is_refused_leaves_no_trace():
    deal = a_deal(maximum_cents=30_000)
    assert refusal_of(deal.commit, 30_001, quantities={"phones": 1}) == "maximum-value-reached"
    assert deal.committed() == 0
    assert deal.read(CeilingMovement) is None
    assert deal.read(CommittedShare) is None
    assert deal.read(TierVolume) is None


def test_a_buyer_keeps_to_its_own_highest_share():
    buyer = a_municipality()
    (deal,) = deals_of(buyer, shares={buyer.pk: 20_000})
    deal.commit(15_000)
    with pytest.raises(Refused) as refused:
        deal.commit(5_001)
    assert (refused.value.code, refused.value.facts) == ("share-reached", {"left_cents": 5_000})
    deal.commit(5_000)
    assert deal.committed() == 20_000


def test_an_unknown_agreement_and_one_of_others_look_the_same():
    deal, others = a_deal(), a_deal()
    assert refusal_of(deal.commit, agreement_id=10**9) == "agreement-unknown"
    assert refusal_of(deal.commit, agreement_id=others.agreement.pk) == "agreement-unknown"


def test_a_buyer_who_has_not_joined_commits_nothing():
    deal = a_deal(joined=False)
    assert refusal_of(deal.commit) == "agreement-not-joined"


def test_anothers_participation_opens_no_door():
    first, second = deals_of(a_municipality(), a_municipality())
    first.commit()
    given = {"participation_id": first.participation.pk}
    assert refusal_of(second.commit, **given) == "agreement-not-joined"
    assert refusal_of(second.release, 1, **given) == "agreement-not-joined"


def test_nobody_commits_another_buyers_money():
    deal, other = deals_of(a_municipality(), a_municipality())
    for actor in (other.actor, deal.runner, an_actor(a_municipality(), RoleName.EMPLOYEE)):
        deal.actor = actor
        assert refusal_of(deal.commit) == "not-allowed"


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2026, 11, 1), "agreement-not-joined"),
        (date(2026, 11, 2), None),
        (date(2026, 12, 24), None),
        (date(2026, 12, 25), "agreement-not-joined"),
    ],
)
def test_orders_are_placed_from_the_decisions_first_day_until_its_last(day, answer):
    deal = a_deal(joined=False)
    deal.participation = a_participation(
        deal.agreement, deal.buyer, orders_from=date(2026, 11, 2), orders_until=date(2026, 12, 24)
    )
    if answer:
        assert refusal_of(deal.commit, on=day) == answer
    else:
        deal.commit(on=day)
        assert deal.committed() == 10_000


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2025, 12, 31), "agreement-not-in-force"),
        (date(2026, 1, 1), None),
        (date(2029, 12, 31), None),
        (date(2030, 1, 1), "agreement-ended"),
    ],
)
def test_orders_are_placed_within_the_term(day, answer):
    deal = a_deal(
        valid_from=date(2026, 1, 1), valid_until=date(2029, 12, 31), term_justification=""
    )
    if answer:
        assert refusal_of(deal.commit, on=day) == answer
    else:
        deal.commit(on=day)
        assert deal.committed() == 10_000


def test_nothing_is_ordered_while_the_agreement_is_in_preparation():
    buyer = a_municipality()
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = an_agreement_in_preparation(runner, a_supplier())
    perform(
        runner, name_buyer, agreement_id=agreement.pk, buyer_id=buyer.pk, expected_share_cents=0,
        legal_basis=a_basis(body, buyer),
    )  # fmt: skip
    participation = a_participation(agreement, buyer)
    actor = an_actor(buyer, RoleName.EMPLOYEE)
    deal = Deal(agreement, runner, buyer, participation, actor)
    assert refusal_of(deal.commit) == "agreement-not-in-force"


def test_a_suspension_stops_new_orders_and_lets_old_ones_be_given_back():
    deal = a_deal()
    deal.commit(10_000)
    perform(deal.runner, agreements.suspend, agreement_id=deal.agreement.pk, reason="Hearing.")
    assert refusal_of(deal.commit) == "agreement-suspended"
    deal.release(4_000)
    assert deal.committed() == 6_000
    perform(deal.runner, agreements.resume, agreement_id=deal.agreement.pk, reason="Mended.")
    deal.commit(1_000)
    assert deal.committed() == 7_000


def test_a_cancelled_order_gives_back_money_share_and_volume():
    deal = a_deal(maximum_cents=20_000)
    deal.commit(20_000, "O-1", quantities={"phones": 3, "laptops": 1})
    deal.release(20_000, "O-1", quantities={"phones": 3, "laptops": 1})
    deal.commit(20_000, "O-2")

    with reading(deal.actor):
        volumes = dict(
            TierVolume.objects.filter(agreement=deal.agreement).values_list(
                "price_group", "quantity"
            )
        )
        ledger = list(
            CeilingMovement.objects.filter(agreement=deal.agreement)
            .order_by("id")
            .values_list("cents", "quantities", "balance_cents")
        )
    assert volumes == {"phones": 0, "laptops": 0}
    assert ledger == [
        (20_000, {"phones": 3, "laptops": 1}, 20_000),
        (-20_000, {"phones": -3, "laptops": -1}, 0),
        (20_000, {}, 20_000),
    ]
    assert deal.read(CommittedShare).committed_cents == 20_000


def test_no_more_is_given_back_than_the_order_has_committed():
    deal = a_deal()
    deal.commit(10_000, "O-1", quantities={"phones": 2})
    deal.commit(90_000, "O-2", quantities={"phones": 9})
    assert refusal_of(deal.release, 10_001, "O-1") == "released-too-much"
    assert refusal_of(deal.release, 1, "O-3") == "released-too-much"
    assert refusal_of(deal.release, 1, "O-1", quantities={"phones": 3}) == "released-too-much"
    assert refusal_of(deal.release, 1, "O-1", quantities={"laptops": 1}) == "released-too-much"
    deal.release(4_000, "O-1", quantities={"phones": 1})
    deal.release(6_000, "O-1", quantities={"phones": 1})
    assert refusal_of(deal.release, 1, "O-1") == "released-too-much"
    assert deal.committed() == 90_000


def test_a_reference_belongs_to_its_buyer():
    first, second = deals_of(a_municipality(), a_municipality())
    first.commit(10_000, "O-1")
    assert refusal_of(second.release, 10_000, "O-1") == "released-too-much"


def test_an_order_without_money_still_counts_towards_the_tier():
    deal = a_deal()
    deal.commit(0, quantities={"phones": 2})
    assert deal.read(TierVolume).quantity == 2
    assert deal.read(CeilingMovement).cents == 0


def test_a_tier_switches_exactly_at_its_threshold():
    deal = a_deal()
    prices = []
    for _ in range(12):
        with reading(deal.actor):
            price = prices_of(deal.agreement.pk, ["PHONE-1"], DAY)["PHONE-1"]
        marks = tier_marks([price])
        prices.append(price.net_cents)
        deal.commit(price.net_cents, quantities={"phones": 1}, tier_marks=marks)
    # Ten at the list price; the eleventh is the first that finds ten ordered before it.
    assert prices == [40_000] * 10 + [38_000] * 2


def test_an_order_priced_with_an_old_tier_is_sent_back_and_moves_nothing():
    deal = a_deal()
    with reading(deal.actor):
        marks = tier_marks(prices_of(deal.agreement.pk, ["PHONE-1"], DAY).values())
    deal.commit(400_000, quantities={"phones": 10}, tier_marks=marks)
    with pytest.raises(TierChanged):
        deal.commit(40_000, quantities={"phones": 1}, tier_marks=marks)
    assert deal.committed() == 400_000
    deal.commit(110_000, quantities={"laptops": 1}, tier_marks=marks)
    deal.commit(38_000, quantities={"phones": 1}, tier_marks={"phones": 50})
    assert deal.committed() == 548_000


def test_a_tier_that_is_not_named_is_taken_for_none():
    deal = a_deal()
    deal.commit(400_000, quantities={"phones": 10})
    with pytest.raises(TierChanged):
        deal.commit(38_000, quantities={"phones": 1}, tier_marks={})


@pytest.mark.parametrize("given", [{"cents": -1}, {"quantities": {"phones": -1}}])
def test_nothing_negative_is_committed(given):
    deal = a_deal()
    with pytest.raises(DatabaseError, match="nothing negative"):
        deal.commit(**given)
    with pytest.raises(DatabaseError, match="nothing negative"):
        deal.release(**{"cents": 0, **given})
    assert deal.committed() == 0


def forged(statement):
    """What somebody gets who has the application's connection and no use case."""

    def use_case(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount

    return use_case


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_ceiling SET committed_cents = 0",
        "UPDATE agreements_ceiling SET maximum_cents = maximum_cents * 2",
        "DELETE FROM agreements_ceiling",
        "UPDATE agreements_committedshare SET committed_cents = 0",
        "UPDATE agreements_tiervolume SET quantity = 1000000",
        "UPDATE agreements_ceilingmovement SET cents = 1",
        "DELETE FROM agreements_ceilingmovement",
        "INSERT INTO agreements_ceilingmovement SELECT * FROM agreements_ceilingmovement",
        "SELECT samkop_ceiling_covers(1, '', 1, '{}')",
    ],
)
def test_only_the_function_writes_totals_and_ledger(statement):
    deal = a_deal()
    deal.commit()
    for actor in (deal.actor, deal.runner):
        with pytest.raises(DatabaseError, match="permission denied"):
            perform(actor, forged(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_ceilingmovement SET cents = 1",
        "DELETE FROM agreements_ceilingmovement",
        "TRUNCATE agreements_ceilingmovement",
    ],
)
def test_the_ledger_is_append_only_for_its_owner_too(statement):
    a_deal().commit()
    with (
        connections["owner"].cursor() as cursor,
        pytest.raises(DatabaseError, match="append-only"),
    ):
        cursor.execute(statement)


def test_the_ceiling_of_an_agreement_is_settled_by_who_runs_it_only():
    deal = a_deal()
    with pytest.raises(DatabaseError, match="only who runs an agreement"):
        perform(deal.actor, forged(f"SELECT samkop_ceiling_settle({deal.agreement.pk})"))


def test_an_agreement_in_preparation_has_no_ceiling_yet():
    runner = a_runner(a_purchasing_body())
    agreement = an_agreement_in_preparation(runner, a_supplier())
    with reading(runner):
        assert ceiling_of(agreement.pk) is None
