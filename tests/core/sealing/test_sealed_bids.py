"""A bid that is sealed is opened by any two officers as it was, or not at all."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sealing.tender import (
    AFTER,
    BIDDER,
    CHUNK,
    DEADLINE,
    KEYS,
    OFFICERS,
    TENDER,
    content_of,
    file_key_of,
    head_of,
    opened,
    parts_of,
    rehearsal,
    sealed,
)
from samkop.core.sealing import (
    Fault,
    FileEntry,
    GivenParts,
    PrivateKey,
    SealingError,
    TenderKey,
    check_received,
    give_parts,
    join_parts,
    read_header,
    seal_bid,
)
from samkop.core.sealing import file_key_of as key_by_parts
from samkop.core.sealing.chunks import body_length, content_length, sealed_chunks
from samkop.core.sealing.content import padded_length
from samkop.core.sealing.header import PART, Part, part_commitment, part_info
from samkop.core.sealing.sealing import joined, split

SMALL = sealed()
HEAD = len(head_of(SMALL)[0].data)
KEY = file_key_of(SMALL)


def fault_of(call, *arguments, **named) -> Fault:
    with pytest.raises(SealingError) as raised:
        call(*arguments, **named)
    return raised.value.code


def test_any_two_of_three_officers_open_a_bid():
    for pair in combinations(range(3), 2):
        assert opened(SMALL, pair) == {"prices.csv": b"Price: 899.00"}
        assert opened(SMALL, pair[::-1]) == {"prices.csv": b"Price: 899.00"}


def test_two_officers_are_enough_and_one_is_too_few():
    two = TenderKey("KS 2026/115", DEADLINE, ("1",), OFFICERS[:2])
    data = sealed(tender=two)
    given_parts = [parts_of(data, officer, tender=two) for officer in (0, 1)]
    assert content_of(data, join_parts(head_of(data)[0], *given_parts))
    assert fault_of(TenderKey, "KS 1", DEADLINE, ("1",), OFFICERS[:1]) is Fault.OFFICERS_NUMBER


def test_ten_officers_have_forty_five_pairs_and_each_opens():
    keys = tuple(PrivateKey.make() for _ in range(10))
    officers = tuple(
        replace(OFFICERS[0], name=f"Officer {n}", key=key.public) for n, key in enumerate(keys)
    )
    tender = TenderKey("KS 2026/116", DEADLINE, ("1",), officers)
    data = sealed(tender=tender)
    header = head_of(data)[0]
    given_parts = [parts_of(data, n, tender=tender, keys=keys) for n in range(10)]
    found = {join_parts(header, *pair) for pair in combinations(given_parts, 2)}
    assert len(found) == 1
    assert fault_of(replace, tender, officers=(*officers, OFFICERS[1])) is Fault.OFFICERS_NUMBER


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=200),
            st.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]).map(bytes),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_files_of_any_size_come_out_as_they_went_in(contents):
    named = {f"file {n}.pdf": content for n, content in enumerate(contents)}
    files = [
        (FileEntry(name, len(content)), [content[:7], content[7:]])
        for name, content in named.items()
    ]
    made = seal_bid(tender_key=TENDER, lot="2", bidder=BIDDER, files=files)
    data = b"".join(made.blocks)
    assert len(data) == made.length
    assert opened(data) == named


def test_each_byte_of_the_head_that_is_changed_is_found():
    """Whatever is changed, no pair opens the bid as it was, and each says what is wrong."""
    key_before = KEY
    for place in range(HEAD):
        changed = bytearray(SMALL)
        changed[place] ^= 1
        assert changed_head(bytes(changed), key_before), place


def changed_head(data: bytes, file_key: bytes) -> bool:
    """Whether a bid is refused by who opens it, even by who knows its key."""
    try:
        content_of(data, file_key)
    except SealingError as error:
        return error.code in {
            Fault.NOT_READABLE, Fault.VERSION_UNKNOWN, Fault.SEALED_WRONG, Fault.BODY_CHANGED,
        }  # fmt: skip
    return False


def test_a_part_that_is_changed_opens_for_nobody_and_the_bid_is_changed_for_all():
    changed = bytearray(SMALL)
    changed[HEAD - 1] ^= 1  # the last officer's part with the second
    data = bytes(changed)
    header = head_of(data)[0]
    third = give_parts(header=header, tender_key=TENDER, key=KEYS[2], now=AFTER)
    assert set(third.shares) == {0}
    second = parts_of(data, 1)
    assert fault_of(join_parts, header, second, third) is Fault.PART_UNOPENABLE
    assert fault_of(opened, data, (0, 1)) is Fault.BODY_CHANGED


def test_an_officer_none_of_whose_parts_open_says_so():
    changed = bytearray(SMALL)
    for place in (2, 3, 4, 5):  # those of the third officer's pairs
        changed[HEAD - PART * (6 - place) + 40] ^= 1
    assert fault_of(parts_of, bytes(changed), 2) is Fault.PART_UNOPENABLE


def test_each_byte_of_a_chunk_that_is_changed_is_found():
    body = len(SMALL) - HEAD
    places = {*range(40), *range(body - 40, body), *range(0, body, 997)}
    for place in sorted(places):
        changed = bytearray(SMALL)
        changed[HEAD + place] ^= 128
        assert fault_of(content_of, bytes(changed), KEY) is Fault.BODY_CHANGED


@pytest.fixture(scope="module")
def large():
    """A bid of four chunks, its key, its head and its chunks."""
    data = sealed(bytes(3 * CHUNK + 100))
    head = len(head_of(data)[0].data)
    step = CHUNK + 16
    chunks = [data[at : at + step] for at in range(head, len(data), step)]
    assert len(chunks) >= 4
    return file_key_of(data), data[:head], chunks


def test_chunks_that_are_swapped_dropped_repeated_or_added_are_found(large):
    key, head, chunks = large
    one, two, *rest = chunks
    cases = {
        "swapped": ([two, one, *rest], Fault.BODY_CHANGED),
        "first dropped": ([two, *rest], Fault.BODY_CHANGED),
        "repeated": ([one, one, two, *rest], Fault.BODY_CHANGED),
        "last dropped": (chunks[:-1], Fault.BODY_CUT),
        "all dropped": ([], Fault.BODY_CUT),
        "another added": ([*chunks, chunks[-1]], Fault.BODY_CHANGED),
        "a byte added": ([*chunks, b"0"], Fault.BODY_CHANGED),
        "cut within": ([*chunks[:-1], chunks[-1][:-1]], Fault.BODY_CHANGED),
        "cut to a tag": ([*chunks[:-1], chunks[-1][:16]], Fault.BODY_CHANGED),
    }
    found = {
        name: fault_of(content_of, head + b"".join(body), key) for name, (body, _) in cases.items()
    }
    wanted = {name: code for name, (_, code) in cases.items()}
    assert found == wanted


def test_what_stands_after_a_bid_of_full_chunks_is_found():
    """A bid of 64 KiB is one full chunk: what is added is a chunk of its own."""
    assert len(SMALL) == HEAD + CHUNK + 16
    assert fault_of(content_of, SMALL + b"0", KEY) is Fault.BODY_EXTENDED
    assert fault_of(content_of, SMALL + SMALL[HEAD:], KEY) is Fault.BODY_EXTENDED


def test_chunks_of_another_bid_with_the_same_content_are_found(large):
    key, head, _ = large
    other = sealed(bytes(3 * CHUNK + 100))
    body = other[len(head) :]
    assert fault_of(content_of, head + body, key) is Fault.BODY_CHANGED


def test_a_file_cut_anywhere_is_refused():
    for length in {*range(0, HEAD, 13), HEAD, HEAD + 1, len(SMALL) - 1}:
        assert fault_of(content_of, SMALL[:length], KEY) in {
            Fault.NOT_READABLE, Fault.BODY_CUT, Fault.BODY_CHANGED,
        }  # fmt: skip


def test_parts_are_bound_to_their_bid_their_pair_and_their_officer():
    """A part moved elsewhere opens nothing: no officer can be made to open another bid by it."""
    header, other = head_of(SMALL)[0], head_of(sealed())[0]
    for place in range(6):
        parts = list(other.parts)
        parts[place] = header.parts[place]
        moved = replace(other, parts=tuple(parts))
        pair, officer = TENDER.pairs[place // 2], TENDER.pairs[place // 2][place % 2]
        found = give_parts(header=moved, tender_key=TENDER, key=KEYS[officer], now=AFTER)
        assert sum(pair) - officer not in found.shares
    swapped = replace(header, parts=header.parts[2:4] + header.parts[:2] + header.parts[4:])
    first = fault_of(give_parts, header=swapped, tender_key=TENDER, key=KEYS[0], now=AFTER)
    assert first is Fault.PART_UNOPENABLE


def test_a_bid_is_bound_to_its_tender_its_lot_and_its_deadline():
    later = replace(TENDER, deadline=DEADLINE + timedelta(days=1))
    other = replace(TENDER, tender="KS 2026/200")
    for tender in (later, other, replace(TENDER, lots=("1",)), replace(TENDER, leaves=128)):
        assert fault_of(parts_of, SMALL, 0, tender=tender) is Fault.OTHER_TENDER_KEY
    header = replace(head_of(SMALL)[0], lot="2")
    fault = fault_of(give_parts, header=header, tender_key=TENDER, key=KEYS[0], now=AFTER)
    assert fault is Fault.PART_UNOPENABLE
    assert fault_of(sealed, lot="3") is Fault.LOT_UNKNOWN


def test_a_bid_sent_in_by_another_bidder_is_known_when_opened():
    assert content_of(SMALL, KEY, bidder=BIDDER)
    assert fault_of(content_of, SMALL, KEY, bidder="0007:5560000000") is Fault.OTHER_BIDDER
    assert BIDDER.encode() not in SMALL


def test_no_officer_gives_out_a_part_before_the_deadline_but_of_a_rehearsal():
    for now in (DEADLINE - timedelta(days=1), DEADLINE):
        assert fault_of(parts_of, SMALL, 0, now=now) is Fault.TOO_EARLY
    trial = rehearsal()
    header = head_of(trial)[0]
    early = DEADLINE - timedelta(days=20)
    key = join_parts(header, *(parts_of(trial, officer, now=early) for officer in (0, 2)))
    assert content_of(trial, key) == {"prices.csv": b"A text of trial"}


def test_a_deadline_that_was_put_off_holds_for_bids_sealed_before():
    header = head_of(SMALL)[0]
    asked = {"header": header, "tender_key": TENDER, "key": KEYS[0], "now": AFTER}
    later = DEADLINE + timedelta(days=7)
    assert fault_of(give_parts, **asked, deadline=later) is Fault.TOO_EARLY
    assert give_parts(**asked, deadline=DEADLINE - timedelta(days=1)).officer == 0
    early = asked | {"now": DEADLINE}
    assert fault_of(give_parts, **early, deadline=DEADLINE - timedelta(1)) is Fault.TOO_EARLY


def test_a_bid_that_is_called_a_rehearsal_gives_nothing_away():
    """The mark is bound: a server that wants bids opened early cannot set it."""
    changed = bytearray(SMALL)
    changed[12] = 1
    early = DEADLINE - timedelta(days=1)
    for officer in range(3):
        assert fault_of(parts_of, bytes(changed), officer, now=early) is Fault.PART_UNOPENABLE


def test_somebody_else_is_no_officer():
    stranger = PrivateKey.make()
    header = head_of(SMALL)[0]
    fault = fault_of(give_parts, header=header, tender_key=TENDER, key=stranger, now=AFTER)
    assert fault is Fault.NOT_AN_OFFICER


def test_a_forged_part_is_told_from_a_damaged_bid_and_by_whom_it_is():
    header = head_of(SMALL)[0]
    one, two = parts_of(SMALL, 0), parts_of(SMALL, 1)
    for place in range(32):
        share = bytearray(two.shares[0])
        share[place] ^= 1
        forged = replace(two, shares={**two.shares, 0: bytes(share)})
        with pytest.raises(SealingError, match="officer 2") as raised:
            join_parts(header, one, forged)
        assert raised.value.code is Fault.PART_FORGED
    assert fault_of(join_parts, header, one, one) is Fault.SAME_OFFICER
    elsewhere = parts_of(sealed(), 1)
    assert fault_of(join_parts, header, one, elsewhere) is Fault.OTHER_BID
    nobody = GivenParts(header.digest, 9, {0: bytes(32)})
    assert fault_of(join_parts, header, one, nobody) is Fault.PART_UNOPENABLE


def test_a_forged_part_does_not_keep_two_others_from_opening():
    header = head_of(SMALL)[0]
    one, two, three = (parts_of(SMALL, officer) for officer in range(3))
    forged = replace(one, shares={1: bytes(32), 2: bytes(32)})
    assert key_by_parts(header, [forged, two, three]) == KEY
    assert key_by_parts(header, [one, one, two]) == KEY
    assert fault_of(key_by_parts, header, [forged, two]) is Fault.PART_FORGED
    for few in ([], [one], [one, one]):
        assert fault_of(key_by_parts, header, few) is Fault.SAME_OFFICER


def test_a_sealer_cannot_give_two_pairs_two_different_bids():
    """Parts that match their commitments and make another key are the sealer's doing."""
    header = head_of(SMALL)[0]
    parts = list(header.parts)
    for place, officer in ((2, 0), (3, 2)):  # the pair of the first and the third
        info = part_info(header.context, (0, 2), officer)
        share = bytes([place]) * 32
        parts[place] = Part(part_commitment(info, share), OFFICERS[officer].key.seal(share, info))
    double = replace(header, parts=tuple(parts))
    one, two, three = (
        give_parts(header=double, tender_key=TENDER, key=key, now=AFTER) for key in KEYS
    )
    assert fault_of(join_parts, double, one, three) is Fault.SEALED_WRONG
    assert join_parts(double, one, two) == join_parts(double, two, three) == KEY


def test_a_part_that_opens_to_another_share_than_the_committed_one_is_not_given_out():
    header = head_of(SMALL)[0]
    parts = list(header.parts)
    info = part_info(header.context, (0, 1), 0)
    parts[0] = replace(parts[0], sealed=OFFICERS[0].key.seal(bytes(32), info))
    wrong = replace(header, parts=tuple(parts))
    found = give_parts(header=wrong, tender_key=TENDER, key=KEYS[0], now=AFTER)
    assert set(found.shares) == {2}


def test_a_key_that_is_not_the_committed_one_opens_nothing():
    assert fault_of(content_of, SMALL, bytes(32)) is Fault.SEALED_WRONG


def test_what_one_officer_holds_is_independent_of_the_key():
    """For every key there is a chance with which the same shares come about."""
    keys = bytes(32), bytes(range(32))
    shares = bytes(range(100, 132))
    one, of_first = split(keys[0], lambda _: shares)
    other, of_second = split(keys[1], lambda _: shares)
    assert one == other == shares
    assert joined(one, of_first) == keys[0]
    assert joined(other, of_second) == keys[1]
    # And the second officer's share comes about from either key, by another chance.
    again = split(keys[1], lambda _: joined(keys[1], of_first))[1]
    assert again == of_first


def test_shares_are_spread_evenly():
    """A fixed key's second share has each bit set about half the time; of one bid all differ."""
    key = b"\xff" * 32
    import secrets

    seconds = [split(key, secrets.token_bytes)[1] for _ in range(500)]
    ones = [sum(share[n // 8] >> n % 8 & 1 for share in seconds) for n in range(256)]
    assert min(ones) > 150
    assert max(ones) < 350
    shares = [share for officer in range(3) for share in parts_of(SMALL, officer).shares.values()]
    assert len(set(shares)) == 6


def test_one_officers_parts_and_all_that_the_server_has_open_nothing():
    """Whatever 32 bytes the server can find or combine, none is the key of the bid."""
    header = head_of(SMALL)[0]
    for officer in range(3):
        known = [*parts_of(SMALL, officer).shares.values(), header.commitment, header.nonce,
                 header.digest, TENDER.digest, bytes(32)]  # fmt: skip
        known += [part.commitment for part in header.parts]
        known += [SMALL[at : at + 32] for at in range(HEAD - 31)]
        tried = {*known, *(joined(a, b) for a, b in combinations(known[:12], 2))}
        tried |= {joined(a, b) for a in known[:2] for b in known}
        assert KEY not in tried
        assert fault_of(content_of, SMALL, known[0]) is Fault.SEALED_WRONG


def test_a_bid_of_another_length_looks_alike_up_to_an_eighth():
    assert len(sealed(b"1")) == len(sealed(bytes(60_000)))
    lengths = [padded_length(n) for n in range(1, 2**21, 4097)]
    assert all(a <= b for a, b in pairwise(lengths))
    assert all(n <= padded_length(n) <= max(CHUNK, n + n // 8) for n in range(1, 2**21, 4097))
    assert len({padded_length(n) for n in range(2**20 + 1, 2**21 + 1, 1021)}) == 32
    assert [body_length(n) for n in (1, CHUNK, CHUNK + 1)] == [17, CHUNK + 16, CHUNK + 33]


def test_a_server_sees_at_once_that_an_upload_is_cut_or_for_another_lot():
    header, size = head_of(SMALL)[0], len(SMALL)
    check_received(header, TENDER, lot="1", size=size)
    for less in (1, 16, 17, 1000, size - HEAD - 1, size - HEAD, size):
        fault = fault_of(check_received, header, TENDER, lot="1", size=size - less)
        assert fault is Fault.BODY_CUT
    assert fault_of(check_received, header, TENDER, lot="1", size=size + 1) is Fault.BODY_CUT
    assert fault_of(check_received, header, TENDER, lot="2", size=size) is Fault.LOT_UNKNOWN
    other = replace(TENDER, tender="KS 2026/200")
    fault = fault_of(check_received, header, other, lot="1", size=size)
    assert fault is Fault.OTHER_TENDER_KEY


@given(st.integers(1, 2**33))
def test_a_padded_length_stays_what_it_is(length):
    padded = padded_length(length)
    assert padded_length(padded) == padded >= length
    assert content_length(body_length(padded)) == padded


def test_names_that_some_system_cannot_keep_are_refused():
    bad = ["../up", "a/b", "a\\b", "c:", "CON", "aux.pdf", ".hidden", "end.", " blank", "",
           "tab\t", "\u202egpj.exe", "x" * 121]  # fmt: skip
    assert {fault_of(sealed, name=name) for name in bad} == {Fault.FILE_NAME}
    twice = [(FileEntry(name, 0), [b""]) for name in ("A.pdf", "a.pdf")]
    fault = fault_of(seal_bid, tender_key=TENDER, lot="1", bidder=BIDDER, files=twice)
    assert fault is Fault.FILE_NAME
    assert opened(sealed(name="Pris på möbler (1).xlsx"))


LIST = b'{"bidder":"0007:5567891234","files":[{"name":"a","size":3}]}'


def with_content(content: bytes):
    """The result of opening a bid whose sealer did not keep to the format."""
    entry = FileEntry("a", 0)
    chance = bytes(range(32)).__getitem__
    made = seal_bid(
        tender_key=TENDER, lot="1", bidder=BIDDER, files=[(entry, [])],
        chance=lambda n: chance(slice(n)),
    )  # fmt: skip
    body = b"".join(sealed_chunks(bytes(range(32)), made.header.digest, [content]))
    return content_of(made.header.data + body, bytes(range(32)))


def padded_content(listed: bytes, files: bytes, *, more: int = 0) -> bytes:
    return (len(listed).to_bytes(4) + listed + files).ljust(CHUNK + more, b"\0")


def test_a_content_that_is_not_as_it_has_to_be_is_refused():
    """So that one content has one form: nothing can hide in it, and none reads it otherwise."""
    assert with_content(padded_content(LIST, b"abc")) == {"a": b"abc"}
    good = padded_content(LIST, b"abc")
    bad = {
        "something after the files": good[:-1] + b"1",
        "more zeros": padded_content(LIST, b"abc", more=1),
        "fewer zeros": good[:-1],
        "blanks in the list": padded_content(LIST.replace(b",", b", "), b"abc"),
        "members in another order": padded_content(
            b'{"files":[{"name":"a","size":3}],"bidder":"0007:5567891234"}', b"abc"
        ),
        "no files": padded_content(b'{"bidder":"0007:5567891234","files":[]}', b""),
        "a list longer than all": (2**20).to_bytes(4) + good[4:],
        "an empty list": bytes(CHUNK),
        "a list beyond all measure": b"\xff" * CHUNK,
        "a file beyond all measure": padded_content(LIST.replace(b"3", b"99999999999"), b""),
        "a file up": padded_content(LIST.replace(b'"a"', b'"../a"'), b"abc"),
    }
    found = {name: fault_of(with_content, content) for name, content in bad.items()}
    readable = {"no files": Fault.TOO_LARGE, "a file up": Fault.FILE_NAME}
    assert found == {name: readable.get(name, Fault.NOT_READABLE) for name in bad}


def test_a_file_that_changes_while_it_is_sealed_is_found():
    for size in (4, 6):
        made = seal_bid(
            tender_key=TENDER, lot="1", bidder=BIDDER,
            files=[(FileEntry("a", size), iter([b"12", b"345"]))],
        )  # fmt: skip
        assert fault_of(b"".join, made.blocks) is Fault.FILE_CHANGED


def test_a_head_is_read_from_a_stream_that_gives_little_at_a_time():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7))

    assert read_header(Slow(SMALL)) == head_of(SMALL)[0]


def test_a_head_is_written_as_it_was_read():
    header = head_of(SMALL)[0]
    assert header.data == SMALL[:HEAD]
    assert HEAD == 11 + 2 + 96 + 2 + 1 + 6 * PART
