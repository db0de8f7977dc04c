"""The register and its one root: who can tell what from it, and what can be proven by it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sealing.opening import (
    ENTRIES,
    FIRST,
    LATE,
    REPLACING,
    SECOND,
    WITHDRAWAL,
    entry,
)
from core.sealing.tender import DEADLINE, TENDER
from samkop.core.sealing import (
    Fault,
    Kind,
    Proof,
    Root,
    SealingError,
    holds,
    in_time,
    padded,
    proof_file,
    proofs,
    proves,
    read_proof_file,
    root_of,
    standing,
)
from samkop.core.sealing.members import canonical
from samkop.core.sealing.register import entry_of


def under(count: int, size: int = 64):
    return padded([entry(f"bid {n}") for n in range(count)], TENDER.digest, size)


def test_the_deadline_holds_to_the_millisecond():
    step = timedelta(milliseconds=1)
    assert in_time(DEADLINE, DEADLINE)
    assert in_time(DEADLINE + timedelta(microseconds=999), DEADLINE)
    assert not in_time(DEADLINE + step, DEADLINE)
    assert entry("at", timedelta()).kind is Kind.BID
    assert entry("after", -step).kind is Kind.LATE


def test_a_root_tells_nothing_of_how_many_there_are():
    """None, one or all: as many leaves, and proofs as long."""
    shapes = set()
    for count in (0, 1, 9, 64):
        leaves = [one.leaf for one in under(count)]
        lengths = {len(proof.path) for proof in proofs(leaves).values()}
        shapes.add((len(leaves), *lengths, len(root_of(leaves))))
        assert leaves == sorted(set(leaves))
    assert shapes == {(64, 6, 32)}


def test_places_of_bids_are_chance():
    """A bid's place among the leaves is not that of its time or its kind."""
    first = [[one.kind for one in under(8, 16)].index(Kind.BID) for _ in range(60)]
    assert {0, 1} < set(first)


def test_numbers_and_salts_are_chance_and_not_in_a_row():
    made = [entry("the same") for _ in range(50)]
    assert len({one.number for one in made}) == len({one.leaf for one in made}) == 50
    assert [one.number for one in made] != sorted(one.number for one in made)


def test_more_entries_than_leaves_take_the_next_power_of_two():
    assert len(under(65, 64)) == 128
    assert len(under(64, 64)) == 64


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 6), st.data())
def test_each_leaf_is_proven_and_nothing_else(depth, data):
    leaves = [one.leaf for one in under(0, 2**depth)]
    root, made = root_of(leaves), proofs(leaves)
    place = data.draw(st.integers(0, len(leaves) - 1))
    leaf, proof = leaves[place], made[leaves[place]]
    assert proves(proof, leaf, root, len(leaves))
    assert not proves(proof, leaf, root, 2 * len(leaves))
    assert not proves(proof, entry("another").leaf, root, len(leaves))
    assert not proves(replace(proof, place=len(leaves)), leaf, root, len(leaves))
    for step in range(depth):
        path = list(proof.path)
        path[step] = bytes(32)
        assert not proves(replace(proof, path=tuple(path)), leaf, root, len(leaves))
        assert not proves(replace(proof, place=place ^ 1 << step), leaf, root, len(leaves))


def test_a_node_is_never_taken_for_a_leaf():
    leaves = [one.leaf for one in under(3, 16)]
    above = root_of(leaves[:2])
    assert not proves(Proof(0, proofs(leaves)[leaves[0]].path[1:]), above, root_of(leaves), 16)
    assert root_of([above, root_of(leaves[2:4])]) == root_of(leaves[:4])
    assert FIRST.leaf != root_of([FIRST.leaf, FIRST.leaf])


def test_leaves_and_nodes_are_hashed_as_rfc_6962_says():
    assert FIRST.leaf == hashlib.sha256(b"\x00" + canonical(FIRST.members)).digest()
    pair = [FIRST.leaf, SECOND.leaf]
    assert root_of(pair) == hashlib.sha256(b"\x01" + b"".join(pair)).digest()
    assert root_of(pair[:1]) == FIRST.leaf


def test_a_tree_is_over_a_power_of_two():
    with pytest.raises(ValueError, match="power of two"):
        root_of([bytes(32)] * 3)


def test_what_stands_was_neither_replaced_nor_withdrawn_nor_late():
    assert set(standing([*ENTRIES, LATE])) == {FIRST.number, SECOND.number, REPLACING.number}
    late = replace(entry("late too", -timedelta(1)), of=FIRST.number)
    assert FIRST.number in standing([*ENTRIES, late])


def test_a_private_proof_holds_until_a_letter_of_it_is_changed():
    leaves = [one.leaf for one in padded(ENTRIES, TENDER.digest, 64)]
    root = Root(TENDER.digest, 64, root_of(leaves), DEADLINE)
    data = proof_file(WITHDRAWAL, proofs(leaves)[WITHDRAWAL.leaf], root)
    assert holds(*read_proof_file(data))
    start = data.index(b'"sealed":"') + 10
    for place in (start, data.index(b'"salt":"') + 8, data.index(b'"path":["') + 9):
        digit = b"0" if data[place : place + 1] != b"0" else b"1"
        assert not holds(*read_proof_file(data[:place] + digit + data[place + 1 :]))


def test_an_entry_is_read_strictly():
    good = FIRST.members
    assert entry_of(good, "entry") == FIRST
    bad = [
        {"kind": "other"}, {"kind": 1}, {"kind": "padding"}, {"kind": "withdrawal"}, {"of": "00"},
        {"at": "2026-12-01"}, {"at": "2026-13-01T00:00:00.000Z"}, {"salt": ""}, {"lot": ""},
        {"sealed": FIRST.sealed.hex().upper()}, {"more": 1}, {"lot": "1 "}, {"number": None},
    ]  # fmt: skip
    for change in bad:
        with pytest.raises(SealingError) as raised:
            entry_of({**good, **change}, "entry")
        assert raised.value.code is Fault.NOT_READABLE
    padding = under(0)[0].members
    assert entry_of(padding, "entry").kind is Kind.PADDING
    with pytest.raises(SealingError):
        entry_of({**padding, "lot": "1"}, "entry")
