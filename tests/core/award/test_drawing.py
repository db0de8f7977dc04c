"""Ties by lot: the order that is drawn decides, and everybody draws the same."""

from __future__ import annotations

import os
import random
import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from core.award.small import problems
from core.award.twin import allocations
from samkop.core.award.drawing import drawn, lot_of, seed_of
from samkop.core.award.optimise import Asked, solve_award

MANY = settings(max_examples=5_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 60)
ROOT = "ab" * 32


def by_hand(found, order):
    """Of all cheapest allocations, narrowed bid by bid."""
    left = [one for one in found if one.cost == found[0].cost]
    for place in order:
        left = [one for one in left if place in one.awards] or left
    return left


@MANY
@given(problem=problems(), chance=st.integers(0, 10**6))
def test_the_order_picks_the_one_that_narrowing_all_allocations_leaves(problem, chance):
    found = allocations(problem)
    order = list(range(len(problem.bids)))
    random.Random(chance).shuffle(order)
    award = solve_award(problem, asked={Asked.RUNNER_UP}, order=order)
    if not found:
        assert award.allocation is None
        return
    left = by_hand(found, order)
    assert [award.allocation] == left
    ties = sum(one.cost == found[0].cost for one in found) - 1
    assert award.ties == min(100, ties)


def test_whoever_knows_the_seed_draws_the_same_with_a_program_of_their_own():
    seed = seed_of("2027/14", "Dnr 4/2027", ROOT)
    told = f"samkop award lot 1\n2027/14\nDnr 4/2027\n{ROOT}\n"
    assert seed == sha256sum(told)
    assert lot_of(seed, "B2") == sha256sum(f"{seed}\nB2\n")
    names = [f"B{n}" for n in range(9)]
    assert drawn(seed, names) == sorted(names, key=lambda name: sha256sum(f"{seed}\n{name}\n"))
    assert drawn(seed, reversed(names)) == drawn(seed, names)


def sha256sum(text):
    done = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode().split()[0]
