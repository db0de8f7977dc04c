"""What buying together was worth: twelve order lines, every figure recomputed by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from factories.benefit import (
    BAG,
    LAPTOP,
    LINES,
    POPULATIONS,
    a_cooperation,
    all_assumed,
    assumed,
    computed,
    ordered,
)
from samkop.followup.vocabulary.benefit import Assumed

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def counted(database):
    cooperation = a_cooperation()
    ordered(cooperation)
    all_assumed(cooperation)
    return cooperation, computed(cooperation)


def by_hand():
    """Of each member: paid, own price at the least, likely and most, markup; units and their
    tiers. Written out, not computed by the code that is tested.
    """
    # Laptops cost 1,000.00 by the rule. The tier is 5 per cent from 10 units on and 10 per cent
    # from 20, of the units ordered before; the markup is 2 per cent of what is left.
    # Joint volume before each laptop line: 0, 8, 10, 12, 20, 24, 25, 35, 41.
    at_0, at_5, at_10 = 1_000_00 + 20_00, 950_00 + 19_00, 900_00 + 18_00
    paid_laptops = {
        # 2 at 8 before; 1 at 24 before; 2 at 41 before
        0: 2 * at_0 + 1 * at_10 + 2 * at_10,
        # 2 at 10 before; 4 at 20 before; 6 at 35 before
        1: 2 * at_5 + 4 * at_10 + 6 * at_10,
        # 8 at 0 before; 8 at 12 before; 10 at 25 before
        2: 8 * at_0 + 8 * at_5 + 10 * at_10,
    }
    # Alone, without a markup. Own units before each line: 0, 2, 3 of the smallest: no tier.
    # 0, 2, 6 of the next: no tier. 0, 8, 16 of the largest: the first tier for the last ten.
    own_laptops = {
        0: 5 * 1_000_00,
        1: 12 * 1_000_00,
        2: 16 * 1_000_00 + 10 * 950_00,
    }
    # A bag costs 40.00 and 0.80 of markup. Alone: 0, 10, 20 per cent more than the rule's price.
    bags = {0: 3, 1: 5, 2: 8}
    markup = {
        0: 2 * 20_00 + 3 * 18_00 + 3 * 80,
        1: 2 * 19_00 + 10 * 18_00 + 5 * 80,
        2: 8 * 20_00 + 8 * 19_00 + 10 * 18_00 + 8 * 80,
    }
    return {
        member: {
            "paid_cents": paid_laptops[member] + bags[member] * 40_80,
            "own_cents": [own_laptops[member] + bags[member] * bag for bag in (4000, 4400, 4800)],
            "markup_cents": markup[member],
        }
        for member in (0, 1, 2)
    }


def test_prices_and_markup_of_each_member_are_those_computed_by_hand(counted):
    cooperation, benefit = counted
    figures = {one["party_id"]: one for one in benefit.result["members"]}
    for member, expected in by_hand().items():
        kept = figures[cooperation.members[member].party.pk]
        gain = [own - expected["paid_cents"] for own in expected["own_cents"]]
        assert {name: kept[name] for name in (*expected, "gain_cents", "fee_cents")} == {
            **expected, "gain_cents": gain, "fee_cents": 0,
        }  # fmt: skip
        assert kept["population"] == POPULATIONS[member]
    # The smallest: 2 laptops at 1,020, 3 at 918, 3 bags at 40.80: 4,916.40. Alone 5,132 likely.
    smallest = figures[cooperation.members[0].party.pk]
    assert (smallest["paid_cents"], smallest["own_cents"]) == (
        4_916_40, [5_120_00, 5_132_00, 5_144_00],
    )  # fmt: skip
    assert smallest["gain_cents"] == [203_60, 215_60, 227_60]
    # 1 - 4,916.40 / 5,120 = 39.8 permille; of 5,132: 42.0; of 5,144: 44.2.
    assert smallest["gain_permille"] == [40, 42, 44]


def test_hours_and_their_cost_are_those_computed_by_hand(counted):
    cooperation, benefit = counted
    paid = {member: expected["paid_cents"] for member, expected in by_hand().items()}
    year = Fraction(365, 365 * 3 + 366)  # 2026 of a term from 2026 to 2029
    figures = {one["party_id"]: one for one in benefit.result["members"]}
    for member in (0, 1, 2):
        kept = figures[cooperation.members[member].party.pk]
        share = Fraction(paid[member], sum(paid.values()))
        own = [0 * 70 * year, 1 * 140 * year, 1 * 280 * year]
        joint = [(350 * share + 4) * year, (420 * share + 8) * year, (560 * share + 12) * year]
        saved = [own[0] - joint[2], own[1] - joint[1], own[2] - joint[0]]
        assert kept["own_hours"] == [round(100 * one) for one in own]
        assert kept["joint_hours"] == [round(100 * one) for one in joint]
        assert kept["saved_hours"] == [round(100 * one) for one in saved]
        # The markup pays for the purchasing body's hours: of the joint ones the own alone cost.
        own_cents = [own[0] * 40_00, own[1] * 50_00, own[2] * 60_00]
        joint_cents = [4 * year * 40_00, 8 * year * 50_00, 12 * year * 60_00]
        assert kept["own_hours_cents"] == [round(one) for one in own_cents]
        assert kept["joint_hours_cents"] == [round(one) for one in joint_cents]
        assert kept["saved_cents"] == [
            round(own_cents[0] - joint_cents[2]), round(own_cents[1] - joint_cents[1]),
            round(own_cents[2] - joint_cents[0]),
        ]  # fmt: skip
        assert kept["months"] == [6_00, 9_00, 14_00]
        assert kept["missing"] == []


def test_the_region_is_the_sum_of_its_members(counted):
    _cooperation, benefit = counted
    members, whole = benefit.result["members"], benefit.result["together"]
    for name in ("units", "paid_cents", "compared_units", "markup_cents"):
        assert whole[name] == sum(one[name] for one in members)
    for name in ("own_cents", "gain_cents"):
        assert whole[name] == [sum(one[name][end] for one in members) for end in range(3)]
    assert whole["units"] == sum(units for _member, _code, units in LINES)
    assert [kept["units"] for kept in members] == [34, 17, 8]  # the largest first


def test_the_others_pay_more_without_the_largest_and_each_step_is_shown(counted):
    cooperation, benefit = counted
    small, middle, large = (one.party.pk for one in cooperation.members)
    [without] = [one for one in benefit.result["leaving"] if one["leaver_id"] == large]
    # Joint volume without the largest: 0 for the smallest's first line (as ordered: 8), 2 for the
    # next's 2 (10), 4 for its 4 (20), 8 for the smallest's 1 (24), 9 for 6 (35), 15 for 2 (41).
    at_0, at_5, at_10 = 1_020_00, 969_00, 918_00
    more_small = 1 * (at_0 - at_10) + 2 * (at_5 - at_10)
    more_middle = 2 * (at_0 - at_5) + 4 * (at_0 - at_10) + 6 * (at_0 - at_10)
    assert without["by_buyer"] == {str(small): more_small, str(middle): more_middle}
    assert without["more_cents"] == more_small + more_middle
    assert without["unknown_units"] == 0
    steps = {
        (row["buyer_id"], row["with_permille"], row["without_permille"]): row["quantity"]
        for row in _rows(cooperation, benefit.leavings.filter(
            leaver_id=large, price_group="laptops").values())
    }  # fmt: skip
    assert steps == {
        (small, 0, 0): 2, (small, 100, 0): 1, (small, 100, 50): 2,
        (middle, 50, 0): 2, (middle, 100, 0): 10,
    }  # fmt: skip
    # What the leaver itself would pay is its own price, without the markup.
    [kept] = [one for one in benefit.result["members"] if one["party_id"] == large]
    assert kept["own_cents"][0] == 16 * 1_000_00 + 10 * 950_00 + 8 * 40_00


def test_rows_say_what_the_figures_came_from(counted):
    cooperation, benefit = counted
    rows = _rows(cooperation, benefit.purchases.order_by("id").values())
    assert sum(row["quantity"] for row in rows if row["seller_item_id"] == LAPTOP) == 43
    assert sum(row["quantity"] for row in rows if row["seller_item_id"] == BAG) == 16
    largest = cooperation.members[2].party.pk
    assert {
        (row["joint_permille"], row["own_permille"]): (row["quantity"], row["unit_cents"])
        for row in rows
        if row["buyer_id"] == largest and row["seller_item_id"] == LAPTOP
    } == {(0, 0): (8, 1_020_00), (50, 0): (8, 969_00), (100, 50): (10, 918_00)}


def test_nothing_assumed_is_no_data_and_never_zero(database):
    cooperation = a_cooperation()
    ordered(cooperation)
    benefit = computed(cooperation)
    for kept in (benefit.result["together"], *benefit.result["members"]):
        # Laptops have tiers of their own and are compared; bags are not.
        assert kept["compared_units"] < kept["units"]
        assert kept["gain_cents"] is not None
        for name in ("own_hours", "joint_hours", "saved_hours", "saved_cents", "months"):
            assert kept[name] is None
    assert "own-homework" in benefit.result["together"]["missing"]
    # One hour known of seven is no sum.
    assumed(cooperation, cooperation.counting, Assumed.OWN_HOMEWORK, 1, 2, 3)
    again = computed(cooperation)
    assert again.result["together"]["own_hours"] is None
    assert again.previous_id == benefit.pk
    assert computed(cooperation).pk == again.pk  # nothing has changed since


def _rows(cooperation, rows):
    from samkop.platform.unit_of_work import reading

    with reading(cooperation.counting):
        return list(rows)
