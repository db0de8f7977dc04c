"""An agreement from its preparation to its end, and who may move it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connections

from factories.agreements import (
    LAST_DAY,
    NewPrice,
    a_participation,
    a_runner,
    an_agreement,
    an_agreement_in_preparation,
)
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import FrameworkAgreement, StateChange
from samkop.agreements.queries import (
    agreements_of,
    agreements_open_to,
    buyers_of,
    ceiling_of,
    open_participation,
    prices_of,
    rule_prices_of,
)
from samkop.agreements.rules import Tier
from samkop.agreements.usecases import agreement as agreements
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.modification import raise_maximum_value
from samkop.agreements.usecases.participation import end_participation, record_participation
from samkop.agreements.usecases.preparation import unname_buyer
from samkop.agreements.usecases.prices import set_list_prices, set_tiers
from samkop.agreements.vocabulary import TRANSITIONS, ActsAs, Ground, State
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 11, 2)


def refusal_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


@pytest.fixture
def runner():
    return a_runner(a_purchasing_body())


def named(runner, agreement, buyer, share=0, **fields):
    return perform(
        runner, name_buyer, agreement_id=agreement.pk, buyer_id=buyer.pk,
        expected_share_cents=share, **fields,
    )  # fmt: skip


def moved(runner, agreement, use_case, **inputs):
    given = {"agreement_id": agreement.pk, "reason": "So decided.", "register_number": "D/9"}
    return perform(runner, use_case, now=NOW, **{**given, **inputs})


# Preparing


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"term_justification": ""}, "term-too-long"),
        ({"valid_until": date(2019, 12, 31)}, "term-ends-before-it-starts"),
        ({"maximum_cents": 0}, "maximum-value-missing"),
        ({"acts_as": ActsAs.WHOLESALER, "fee_permille": 10}, "markup-and-fee"),
        ({"acts_as": ActsAs.INTERMEDIARY, "markup_permille": 10}, "markup-and-fee"),
    ],
)
def test_a_faulty_agreement_is_refused(runner, fields, code):
    with pytest.raises(Refused) as refused:
        an_agreement_in_preparation(runner, a_supplier(), **fields)
    assert refused.value.code == code


def test_the_supplier_supplies_and_the_runner_purchases(runner):
    with pytest.raises(Refused) as refused:
        an_agreement_in_preparation(runner, a_municipality())
    assert refused.value.code == "not-a-supplier"
    with pytest.raises(Refused) as refused:
        an_agreement_in_preparation(a_runner(a_supplier()), a_supplier())
    assert refused.value.code == "not-a-purchasing-body"


def test_a_municipality_can_run_an_agreement_too():
    runner = a_runner(a_municipality())
    agreement = an_agreement_in_preparation(runner, a_supplier())
    assert agreement.purchasing_body_id == runner.party_id


def test_an_agreements_number_is_used_once_by_whoever_runs_it(runner):
    first = an_agreement_in_preparation(runner, a_supplier())
    with pytest.raises(Refused) as refused:
        an_agreement_in_preparation(runner, a_supplier(), number=first.number)
    assert refused.value.code == "agreement-number-taken"
    other = an_agreement_in_preparation(
        a_runner(a_purchasing_body()), a_supplier(), number=first.number
    )
    assert other.number == first.number


def test_an_employee_prepares_nothing(runner):
    body = a_purchasing_body()
    with pytest.raises(Refused) as refused:
        an_agreement_in_preparation(an_actor(body, RoleName.EMPLOYEE), a_supplier())
    assert refused.value.code == "not-allowed"


# Buyers


def test_buyers_are_named_while_the_agreement_is_prepared_and_not_after(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    buyer = a_municipality()
    named(runner, agreement, buyer)
    inputs = {"agreement_id": agreement.pk, "expected_share_cents": 0}
    assert refusal_of(runner, name_buyer, buyer_id=buyer.pk, **inputs) == "buyer-named-already"
    seller = a_supplier()
    assert refusal_of(runner, name_buyer, buyer_id=seller.pk, **inputs) == "not-a-buyer"
    moved(runner, agreement, agreements.put_in_force)
    late = a_municipality()
    assert refusal_of(runner, name_buyer, buyer_id=late.pk, **inputs) == "buyers-are-fixed"


def test_a_buyer_that_has_joined_is_not_taken_out_of_what_is_being_prepared(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    joined, other = a_municipality(), a_municipality()
    for buyer in (joined, other):
        named(runner, agreement, buyer)
    a_participation(agreement, joined)
    inputs = {"agreement_id": agreement.pk}
    assert refusal_of(runner, unname_buyer, buyer_id=joined.pk, **inputs) == "buyer-has-joined"
    perform(runner, unname_buyer, now=NOW, buyer_id=other.pk, **inputs)
    assert refusal_of(runner, unname_buyer, buyer_id=other.pk, **inputs) == "not-found"
    with reading(runner):
        assert [one.named.buyer_id for one in buyers_of(agreement.pk)] == [joined.pk]


@pytest.mark.parametrize(("expected", "highest"), [(-1, None), (100, 99)])
def test_a_share_is_not_negative_and_may_be_bought(runner, expected, highest):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    code = refusal_of(
        runner, name_buyer, agreement_id=agreement.pk, buyer_id=a_municipality().pk,
        expected_share_cents=expected, maximum_share_cents=highest,
    )  # fmt: skip
    assert code == "share-too-small"


def test_nothing_comes_into_force_without_buyers_or_with_more_than_the_maximum(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier(), maximum_cents=1_000)
    inputs = {"agreement_id": agreement.pk, "register_number": "D/1"}
    assert refusal_of(runner, agreements.put_in_force, **inputs) == "no-buyers-named"
    named(runner, agreement, a_municipality(), 600)
    named(runner, agreement, a_municipality(), 401)
    assert refusal_of(runner, agreements.put_in_force, **inputs) == "shares-exceed-maximum"


def test_a_buyer_joins_by_its_own_decision_alone():
    buyer, body = a_municipality(), a_purchasing_body()
    agreement = an_agreement(body, a_supplier(), [buyer], joined=False)
    decision = {
        "agreement_id": agreement.pk, "decided_on": DAY, "orders_from": DAY,
        "organ": "Kommunstyrelsen", "register_number": "D/3",
    }  # fmt: skip
    registrar = an_actor(buyer, RoleName.REGISTRAR)
    employee = an_actor(buyer, RoleName.EMPLOYEE)
    assert refusal_of(employee, record_participation, **decision) == "not-allowed"
    stranger = an_actor(a_municipality(), RoleName.REGISTRAR)
    assert refusal_of(stranger, record_participation, **decision) == "not-found"
    purchaser = an_actor(body, RoleName.BUYER)
    assert refusal_of(purchaser, record_participation, **decision) == "not-a-named-buyer"
    early = {**decision, "orders_from": date(2026, 11, 1)}
    assert refusal_of(registrar, record_participation, **early) == "orders-before-the-decision"
    short = {**decision, "orders_until": date(2026, 11, 1)}
    assert refusal_of(registrar, record_participation, **short) == "orders-end-before-they-start"

    participation = perform(registrar, record_participation, **decision)
    assert (participation.buyer_id, participation.orders_from) == (buyer.pk, DAY)
    assert refusal_of(registrar, record_participation, **decision) == "joined-already"


def test_the_database_itself_lets_nobody_join_who_was_not_named():
    agreement = an_agreement(a_purchasing_body(), a_supplier(), [a_municipality()])
    stranger = a_municipality()
    with (
        connections["owner"].cursor() as cursor,
        pytest.raises(DatabaseError, match="participation_of_named_buyer"),
    ):
        cursor.execute(
            "INSERT INTO agreements_participation (agreement_id, buyer_id, decision_id, at)"
            " VALUES (%s, %s, 0, %s)",
            [agreement.pk, stranger.pk, NOW],
        )


def test_agreements_are_open_to_a_buyer_between_its_days():
    buyer, body = a_municipality(), a_purchasing_body()
    agreement = an_agreement(body, a_supplier(), [buyer], joined=False)
    employee = an_actor(buyer, RoleName.EMPLOYEE)
    with reading(employee):
        assert agreements_open_to(buyer.pk, DAY) == []
        assert agreements_of(buyer.pk).get() == agreement
    participation = a_participation(agreement, buyer, orders_from=DAY)
    manager = an_actor(buyer, RoleName.ICT_MANAGER)
    perform(manager, end_participation, agreement_id=agreement.pk, orders_until=date(2026, 11, 30))
    with reading(employee):
        assert agreements_open_to(buyer.pk, date(2026, 11, 1)) == []
        assert agreements_open_to(buyer.pk, DAY) == [agreement]
        assert open_participation(buyer.pk, agreement.pk, date(2026, 11, 30)) == participation
        assert open_participation(buyer.pk, agreement.pk, date(2026, 12, 1)) is None
    moved(a_runner(body), agreement, agreements.suspend)
    with reading(employee):
        assert agreements_open_to(buyer.pk, DAY) == []


# States


def test_the_database_allows_exactly_the_transitions_of_the_vocabulary(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    refused = {
        (before, after) for before in State for after in set(State) - {before} - TRANSITIONS[before]
    }
    with connections["owner"].cursor() as cursor:
        for before, following in TRANSITIONS.items():
            for after in following:
                force_state(cursor, agreement, before)
                set_state(cursor, agreement, after)
        for before, after in refused:
            force_state(cursor, agreement, before)
            with pytest.raises(DatabaseError, match="framework_agreement_transition"):
                set_state(cursor, agreement, after)


def force_state(cursor, agreement, state):
    cursor.execute("ALTER TABLE agreements_frameworkagreement DISABLE TRIGGER USER")
    set_state(cursor, agreement, state)
    cursor.execute("ALTER TABLE agreements_frameworkagreement ENABLE TRIGGER USER")


def set_state(cursor, agreement, state):
    cursor.execute(
        "UPDATE agreements_frameworkagreement SET state = %s WHERE id = %s",
        [state.value, agreement.pk],
    )


def test_no_agreement_is_born_in_force(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(attname, ', ') FROM pg_attribute WHERE attnum > 0 AND NOT"
            " attisdropped AND attrelid = 'agreements_frameworkagreement'::regclass"
            " AND attname NOT IN ('id', 'number', 'state')"
        )
        columns = cursor.fetchone()[0]
        with pytest.raises(DatabaseError, match="framework_agreement_transition"):
            cursor.execute(
                f"INSERT INTO agreements_frameworkagreement (number, state, {columns})"
                f" SELECT 'born', 'in-force', {columns} FROM agreements_frameworkagreement"
                " WHERE id = %s",
                [agreement.pk],
            )


def test_an_agreement_goes_its_way_and_remembers_each_decision(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    named(runner, agreement, a_municipality())
    moved(runner, agreement, agreements.put_in_force, reason="Signed.")
    moved(runner, agreement, agreements.suspend, reason="Hearing.")
    moved(runner, agreement, agreements.resume, reason="Mended.")
    moved(runner, agreement, agreements.end, reason="Given notice.")
    with reading(runner):
        changes = list(
            StateChange.objects.filter(agreement=agreement).order_by("id")
            .values_list("from_state", "to_state", "reason", "register_number")
        )  # fmt: skip
    assert changes == [
        ("in-preparation", "in-force", "Signed.", "D/9"),
        ("in-force", "suspended", "Hearing.", "D/9"),
        ("suspended", "in-force", "Mended.", "D/9"),
        ("in-force", "ended", "Given notice.", "D/9"),
    ]
    inputs = {"agreement_id": agreement.pk, "reason": "", "register_number": ""}
    for use_case in (agreements.suspend, agreements.resume, agreements.annul, agreements.end):
        assert refusal_of(runner, use_case, **inputs) == "transition-not-allowed"


def test_what_is_suspended_or_exhausted_is_not_put_in_force_as_if_it_were_new():
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = an_agreement(body, a_supplier(), [a_municipality()], maximum_cents=1)
    inputs = {"agreement_id": agreement.pk, "register_number": "", "reason": ""}
    assert refusal_of(runner, agreements.resume, **inputs) == "transition-not-allowed"
    moved(runner, agreement, agreements.suspend)
    assert refusal_of(runner, agreements.put_in_force, **inputs) == "transition-not-allowed"
    moved(runner, agreement, agreements.resume)
    moved(runner, agreement, agreements.declare_exhausted)
    assert refusal_of(runner, agreements.put_in_force, **inputs) == "transition-not-allowed"


def test_an_agreement_whose_term_is_over_can_only_end():
    body, buyer = a_purchasing_body(), a_municipality()
    runner = a_runner(body)
    agreement = an_agreement_in_preparation(
        runner, a_supplier(), valid_from=date(2024, 1, 1), valid_until=date(2026, 10, 31)
    )
    named(runner, agreement, buyer)
    inputs = {"agreement_id": agreement.pk, "register_number": "D/1"}
    assert refusal_of(runner, agreements.put_in_force, **inputs) == "term-is-over"


def test_a_day_is_over_when_it_is_over_where_the_purchasing_body_is():
    buyer = a_municipality()
    for time_zone, answer in (("Europe/Helsinki", "term-is-over"), ("Europe/London", None)):
        runner = a_runner(a_purchasing_body(time_zone=time_zone))
        agreement = an_agreement_in_preparation(
            runner, a_supplier(), valid_from=date(2024, 1, 1), valid_until=date(2026, 11, 2)
        )
        named(runner, agreement, buyer)
        inputs = {
            "agreement_id": agreement.pk, "register_number": "D/1",
            "now": datetime(2026, 11, 2, 22, 30, tzinfo=UTC),
        }  # fmt: skip
        if answer:
            with pytest.raises(Refused) as refused:
                perform(runner, agreements.put_in_force, **inputs)
            assert refused.value.code == answer
        else:
            assert perform(runner, agreements.put_in_force, **inputs).state == State.IN_FORCE


def test_only_the_people_who_run_an_agreement_move_it():
    body, supplier, buyer = a_purchasing_body(), a_supplier(), a_municipality()
    agreement = an_agreement(body, supplier, [buyer])
    inputs = {"agreement_id": agreement.pk, "reason": "", "register_number": ""}
    for actor in (
        an_actor(body, RoleName.EMPLOYEE),
        an_actor(supplier, RoleName.CATEGORY_MANAGER),
        an_actor(buyer, RoleName.BUYER),
    ):
        assert refusal_of(actor, agreements.suspend, **inputs) == "not-allowed"
    stranger = a_runner(a_purchasing_body())
    assert refusal_of(stranger, agreements.suspend, **inputs) == "not-found"


# The maximum value


def raised(runner, agreement, cents, ground=Ground.REVIEW_CLAUSE, **fields):
    given = {
        "agreement_id": agreement.pk, "by_cents": cents, "ground": ground, "decided_on": DAY,
        "description": "Clause 7.2.", "register_number": "D/5", **fields,
    }  # fmt: skip
    return perform(runner, raise_maximum_value, now=NOW, **given)


def test_a_modification_raises_the_ceiling_and_leaves_what_was_published():
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = an_agreement(body, a_supplier(), [a_municipality()], maximum_cents=100_000)
    raised(runner, agreement, 30_000)
    raised(runner, agreement, 50_000, Ground.ADDITIONAL, notice_number="2026/S 1-1")
    raised(runner, agreement, 9_000, Ground.DE_MINIMIS)
    with reading(runner):
        assert ceiling_of(agreement.pk).maximum_cents == 189_000
        assert FrameworkAgreement.objects.get(id=agreement.pk).maximum_value_cents == 100_000
    with pytest.raises(Refused) as refused:
        raised(runner, agreement, 1_000, Ground.DE_MINIMIS)
    assert (refused.value.code, refused.value.facts) == (
        "modification-too-large",
        {"room_cents": 999},
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cents": 0}, "modification-not-raising"),
        ({"ground": Ground.ADDITIONAL}, "modification-notice-missing"),
        ({"description": " "}, "modification-clause-missing"),
        ({"ground": "because"}, "ground-unknown"),
        (
            {"ground": Ground.UNFORESEEN, "notice_number": "N", "cents": 50_001},
            "modification-too-large",
        ),
    ],
)
def test_a_modification_keeps_to_its_ground(fields, code):
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = an_agreement(body, a_supplier(), [a_municipality()], maximum_cents=100_000)
    with pytest.raises(Refused) as refused:
        raised(runner, agreement, **{"cents": 1, **fields})
    assert refused.value.code == code


def test_nothing_is_raised_before_the_agreement_is_in_force(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    with pytest.raises(Refused) as refused:
        raised(runner, agreement, 1)
    assert refused.value.code == "nothing-to-raise"


def test_an_agreement_is_exhausted_when_nothing_on_its_list_fits_any_more():
    body = a_purchasing_body()
    runner = a_runner(body)
    wide = an_agreement(body, a_supplier(), [a_municipality()], maximum_cents=40_000)
    inputs = {"agreement_id": wide.pk, "reason": ""}
    assert refusal_of(runner, agreements.declare_exhausted, **inputs) == "room-is-left"
    narrow = an_agreement(body, a_supplier(), [a_municipality()], maximum_cents=39_999)
    exhausted = perform(
        runner, agreements.declare_exhausted, agreement_id=narrow.pk, reason="All is bought."
    )
    assert exhausted.state == State.EXHAUSTED
    raised(runner, narrow, 1)
    with reading(runner):
        assert FrameworkAgreement.objects.get(id=narrow.pk).state == State.IN_FORCE


# Prices


def priced(runner, agreement, day, *prices):
    return perform(
        runner, set_list_prices,
        agreement_id=agreement.pk, prices=[NewPrice(*price) for price in prices], valid_from=day,
    )  # fmt: skip


def listed(agreement, day):
    """The cents that the rule gives for each item on a day."""
    return {item: price.cents for item, price in rule_prices_of(agreement.pk, day).items()}


def test_a_new_price_ends_the_old_one_the_day_before(runner):
    agreement = an_agreement_in_preparation(
        runner, a_supplier(), prices=[NewPrice("A", "g", 100), NewPrice("B", "g", 200)]
    )
    priced(runner, agreement, date(2026, 11, 2), ("A", "g", 90), ("C", "h", 300))
    priced(runner, agreement, date(2026, 11, 2), ("A", "g", 95))
    with reading(runner):
        assert listed(agreement, date(2026, 11, 1)) == {"A": 100, "B": 200}
        assert listed(agreement, date(2026, 11, 2)) == {"A": 95, "B": 200, "C": 300}
        rows = agreement.list_prices.filter(seller_item_id="A").order_by("valid_from")
        assert list(rows.values_list("valid_until", flat=True)) == [date(2026, 11, 1), None]


def test_a_price_that_stays_the_same_is_left_alone(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier(), prices=[NewPrice("A", "g", 100)])
    priced(runner, agreement, date(2026, 11, 2), ("A", "g", 100))
    with reading(runner):
        assert list(agreement.list_prices.values_list("valid_from", "valid_until")) == [
            (date(2020, 1, 1), None)
        ]


@pytest.mark.parametrize(
    ("prices", "code"),
    [
        ([("A", "g", -1)], "price-negative"),
        ([("B", "g", 1), ("B", "g", 2)], "price-given-twice"),
        ([("B", "g", 1), ("A", "g", 2)], "later-price-exists"),
    ],
)
def test_a_faulty_price_list_is_refused_whole(runner, prices, code):
    agreement = an_agreement_in_preparation(
        runner, a_supplier(), prices=[NewPrice("A", "g", 100)], valid_from=date(2026, 11, 3)
    )
    with pytest.raises(Refused) as refused:
        priced(runner, agreement, DAY, *prices)
    assert refused.value.code == code
    with reading(runner):
        assert listed(agreement, LAST_DAY) == {"A": 100}


def test_an_ended_agreement_keeps_its_prices():
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = an_agreement(body, a_supplier(), [a_municipality()])
    moved(runner, agreement, agreements.end)
    with pytest.raises(Refused) as refused:
        priced(runner, agreement, DAY, ("A", "g", 1))
    assert refused.value.code == "agreement-is-over"


def test_tiers_rise_and_stay_as_they_were_tendered(runner):
    agreement = an_agreement_in_preparation(runner, a_supplier())
    named(runner, agreement, a_municipality())
    inputs = {"agreement_id": agreement.pk}
    flat = {"g": [Tier(1, 10), Tier(2, 10)]}
    assert refusal_of(runner, set_tiers, tiers=flat, **inputs) == "tiers-not-rising"
    moved(runner, agreement, agreements.put_in_force)
    assert refusal_of(runner, set_tiers, tiers={}, **inputs) == "tiers-are-fixed"


def test_a_price_shows_its_origin_with_tier_and_markup(runner):
    agreement = an_agreement_in_preparation(
        runner, a_supplier(), acts_as=ActsAs.WHOLESALER, markup_permille=20,
        prices=[NewPrice("A", "g", 10_000), NewPrice("B", "h", 500)],
        tiers={"g": [Tier(0, 100)]},
    )  # fmt: skip
    with reading(runner):
        prices = prices_of(agreement.pk, ["A", "B", "none"], DAY)
    assert {item: [step.cents for step in price.steps] for item, price in prices.items()} == {
        "A": [10_000, -1_000, 180],
        "B": [500, 10],
    }
    assert {price.currency for price in prices.values()} == {"EUR"}


def test_buyers_stand_with_their_decisions_and_volumes():
    body = a_purchasing_body()
    joined, waiting = a_municipality("Alby"), a_municipality("Aneby")
    agreement = an_agreement(body, a_supplier(), [joined, waiting], joined=False)
    participation = a_participation(agreement, joined)
    with reading(an_actor(waiting, RoleName.EMPLOYEE)):
        standings = buyers_of(agreement.pk)
    assert [(one.named.buyer_id, one.participation, one.committed_cents) for one in standings] == [
        (joined.pk, participation, 0),
        (waiting.pk, None, 0),
    ]
