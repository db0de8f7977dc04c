"""What the award benchmark measures: the same tender twice, and one optimum for all."""

from __future__ import annotations

import pytest

from samkop.core.award.optimise import solve_award
from samkop.core.award.reading import problem_of
from samkop.site.bench.award import DiffersError, check_equal
from samkop.site.bench.tendered import Size, a_tender
from samkop.site.bench.tendered_plainly import Plain, solved_plainly

SMALL = Size(20, 40)


def test_a_tender_has_its_size_and_is_the_same_again():
    tender = a_tender(SMALL, 1)
    assert tender == a_tender(SMALL, 1)
    assert len(tender["lots"]) == 20
    assert {bid["bidder"] for bid in tender["bids"]} == {f"S{number}" for number in range(40)}
    assert {len(bid["lots"]) for bid in tender["bids"]} == {1, 2, 3, 4}


def test_the_plain_model_and_ours_agree_to_the_cent():
    problem = problem_of(a_tender(SMALL, 1))
    plain, ours = solved_plainly(problem, 60), solve_award(problem, asked=())
    assert plain.proven
    check_equal(ours, plain)
    with pytest.raises(DiffersError):
        check_equal(ours, Plain(plain.cost - 1, plain.seconds, proven=True))
