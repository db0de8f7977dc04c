"""A stranger checks an opening offline: what was changed, dropped or added is found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.sealing.opening import (
    ENTRIES,
    FIRST,
    LATE,
    MINUTE,
    REPLACED,
    REPLACING,
    SECOND,
    WITHDRAWAL,
    WITHDRAWN,
    dossier,
    entry,
    listed,
    sealed_hash,
)
from core.sealing.tender import DEADLINE, NAMES, REGISTER, TENDER
from samkop.core.sealing import (
    Difference,
    Fault,
    SealingError,
    dossier_file,
    findings,
    padded,
    read_dossier,
    read_receipt,
    receipt_file,
    root_of,
    signed_receipt,
    withdrawal_entry,
)

WHOLE = dossier()


def codes(changed, **more) -> list[str]:
    return sorted({one.code.value for one in findings(changed, **more)})


def opened(**changes):
    return replace(WHOLE, opened=replace(WHOLE.opened, **changes))


def test_a_whole_dossier_has_no_findings_and_is_read_as_it_was_written():
    assert findings(WHOLE, root=WHOLE.root.root) == []
    assert read_dossier(dossier_file(WHOLE)) == WHOLE


def test_a_dropped_bid_is_found_wherever_it_is_dropped():
    without = tuple(one for one in WHOLE.openings if one is not SECOND)
    assert codes(replace(WHOLE, openings=without)) == [
        "bid-added", "leaf-unopened", "proof-wrong",
    ]  # fmt: skip
    assert codes(opened(bids=WHOLE.opened.bids[:1])) == ["bid-missing"]


def test_a_dropped_bid_cannot_be_passed_off_as_padding():
    """Padding is opened as well; no other entry has the dropped one's leaf."""
    stand_in = padded([], TENDER.digest, 16)[0]
    swapped = tuple(stand_in if one is SECOND else one for one in WHOLE.openings)
    bids = tuple(one for one in WHOLE.opened.bids if one.number != SECOND.number)
    changed = replace(opened(bids=bids), openings=swapped, proofs={})
    assert codes(changed) == ["leaf-unopened", "not-under-root"]


def test_an_added_bid_is_found():
    more = entry("added")
    assert codes(opened(bids=(*WHOLE.opened.bids, listed(more)))) == ["bid-added"]
    both = replace(
        opened(bids=(*WHOLE.opened.bids, listed(more))), openings=(*WHOLE.openings, more)
    )
    assert codes(both) == ["not-under-root"]


def test_a_changed_bid_is_found():
    bids = (replace(WHOLE.opened.bids[0], sealed=sealed_hash("another")), *WHOLE.opened.bids[1:])
    assert codes(opened(bids=bids)) == ["bid-differs"]
    for change in ({"sealed": sealed_hash("another")}, {"at": DEADLINE - MINUTE}, {"lot": "2"}):
        other = replace(FIRST, **change)
        openings = tuple(other if one is FIRST else one for one in WHOLE.openings)
        assert {"leaf-unopened", "not-under-root"} < set(codes(replace(WHOLE, openings=openings)))


def test_a_register_made_anew_from_end_to_end_differs_from_the_published_root_alone():
    forged = dossier(
        entries=tuple(one for one in ENTRIES if one is not SECOND), bids=(FIRST, REPLACING)
    )
    assert codes(forged) == []
    assert codes(forged, root=WHOLE.root.root) == ["other-root"]
    receipt = signed_receipt(SECOND, REGISTER)
    assert codes(forged, receipts=[receipt]) == ["receipt-missing"]
    assert codes(WHOLE, receipts=[receipt, signed_receipt(LATE, REGISTER)]) == []


def test_a_receipt_that_the_register_did_not_sign_accuses_nobody():
    made_up = signed_receipt(entry("never sent"), Ed25519PrivateKey.generate())
    assert codes(WHOLE, receipts=[made_up]) == ["receipt-strange"]
    silent = replace(TENDER, register=b"")
    bare = dossier((), (), (), (silent,))
    assert codes(bare, receipts=[made_up]) == ["receipt-missing"]


def test_leaves_that_do_not_make_the_root_are_found():
    leaves = tuple(sorted([*WHOLE.leaves[1:], bytes(32)]))
    assert "root-differs" in codes(replace(WHOLE, leaves=leaves))
    assert "root-differs" in codes(replace(WHOLE, leaves=WHOLE.leaves[::-1]))
    assert "root-differs" in codes(replace(WHOLE, leaves=WHOLE.leaves[:32]))


def test_leaves_in_an_order_that_could_tell_something_are_found():
    """Their order is that of their hashes: no buyer has another to choose."""
    turned = WHOLE.leaves[::-1]
    root = replace(WHOLE.root, root=root_of(turned))
    assert codes(replace(WHOLE, leaves=turned, root=root, proofs={})) == ["root-differs"]


def test_a_withdrawn_a_replaced_or_a_late_bid_that_is_opened_is_found():
    for one in (REPLACED, WITHDRAWN, WITHDRAWAL):
        assert codes(opened(bids=(*WHOLE.opened.bids, listed(one)))) == ["ended-opened"]
    assert codes(opened(bids=(*WHOLE.opened.bids, listed(LATE)))) == ["late-opened"]


def test_a_bid_in_time_that_is_called_late_is_found_and_the_other_way_round():
    assert codes(replace(WHOLE, late=(LATE, entry("in time")))) == ["called-late"]
    turned = replace(LATE, kind=FIRST.kind)
    assert "late-under-root" in codes(dossier(entries=(*ENTRIES, turned), late=()))


@pytest.mark.parametrize(
    "ending",
    [
        entry("no number of any", of=bytes(16)),
        entry("another lot", MINUTE, lot="2", of=FIRST.number),
        entry("earlier", 20 * MINUTE, of=FIRST.number),
        withdrawal_entry(tender=TENDER.digest, at=DEADLINE, bid=WITHDRAWAL),
    ],
)
def test_an_entry_that_ends_what_it_cannot_is_found(ending):
    entries = (*ENTRIES, ending)
    bids = [one for one in (FIRST, SECOND, REPLACING) if one.number != ending.of]
    bids += [ending] if ending.kind is FIRST.kind else []
    assert codes(dossier(entries=entries, bids=bids)) == ["ends-nothing"]


def test_an_opening_too_early_or_by_others_is_found():
    assert codes(opened(at=DEADLINE)) == ["opened-early"]
    for officers in (NAMES[:1], (NAMES[0], NAMES[0]), (NAMES[0], "A stranger"), ()):
        assert codes(opened(officers=officers)) == ["officers-differ"]
    early = replace(WHOLE, root=replace(WHOLE.root, published_at=DEADLINE))
    assert codes(early) == ["root-early"]


def test_a_proof_that_does_not_hold_and_a_number_given_twice_are_found():
    first, second = WHOLE.proofs[FIRST.number], WHOLE.proofs[SECOND.number]
    swapped = {**WHOLE.proofs, FIRST.number: second, SECOND.number: first}
    assert codes(replace(WHOLE, proofs=swapped)) == ["proof-wrong"]
    assert codes(opened(bids=(*WHOLE.opened.bids, WHOLE.opened.bids[0]))) == ["number-twice"]
    twin = replace(entry("twin"), number=FIRST.number)
    assert "number-twice" in codes(dossier(entries=(*ENTRIES, twin)))


def test_an_entry_or_root_of_another_tender_is_found():
    other = replace(TENDER, tender="KS 2026/999")
    strange = entry("of another", tender=other)
    bids = (FIRST, SECOND, REPLACING, strange)
    assert codes(dossier(entries=(*ENTRIES, strange), bids=bids)) == ["other-tender"]
    assert codes(replace(WHOLE, root=replace(WHOLE.root, tender=other.digest))) == ["other-tender"]


def test_a_deadline_that_was_put_off_keeps_the_bids_sealed_before():
    later = replace(TENDER, deadline=DEADLINE + timedelta(days=7))
    after = entry("sealed to the second edition", tender=later)
    bids = (FIRST, SECOND, REPLACING, after)
    assert codes(dossier((*ENTRIES, after), (), bids, (TENDER, later))) == []
    others = replace(later, officers=TENDER.officers[:2])
    assert "keys-differ" in codes(dossier((), (), (), (others, later)))
    assert "keys-differ" in codes(dossier((), (), (), (later, TENDER)))


def test_every_difference_has_a_case_here():
    """Each code stands in a test above, as the value that it has for programs."""
    from pathlib import Path

    text = Path(__file__).read_text("utf-8")
    assert [code.value for code in Difference if f'"{code.value}"' not in text] == []


def test_a_receipt_is_what_was_signed_or_is_refused():
    data = receipt_file(signed_receipt(FIRST, REGISTER))
    assert read_receipt(data).entry == FIRST
    members = json.loads(data)
    for path, value in (
        (("entry", "at"), "2026-12-01T10:00:00.000Z"), (("entry", "salt"), "00" * 32),
        (("signature",), "00" * 64), (("signer",), "00" * 32),
    ):  # fmt: skip
        changed = json.loads(data)
        inner = changed["entry"] if len(path) == 2 else changed
        inner[path[-1]] = value
        with pytest.raises(SealingError) as raised:
            read_receipt(json.dumps(changed).encode())
        assert raised.value.code is Fault.SIGNATURE_WRONG
    assert set(members) == {"samkop", "version", "entry", "signer", "signature"}


def test_each_letter_of_a_dossier_that_is_changed_is_found():
    """As far as it says anything: the root is kept by who asks."""
    data = dossier_file(WHOLE)
    root = WHOLE.root.root
    unseen = []
    for place in range(0, len(data), 151):
        letter = b"a" if data[place : place + 1] != b"a" else b"b"
        changed = data[:place] + letter + data[place + 1 :]
        try:
            if not findings(read_dossier(changed), root=root):
                unseen.append(place)
        except SealingError:
            pass
    assert [place for place in unseen if not harmless(data, place)] == []
    assert root_of(WHOLE.leaves) == root


def harmless(data: bytes, place: int) -> bool:
    """The names that the list gives to bidders, and late entries: no root tells of them."""
    late = data.index(b'"late":[') < place < data.index(b'"leaves":[')
    return late or b'"bidder":"' in data[place - 30 : place + 1]
