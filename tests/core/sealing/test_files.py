"""Keys, tender keys and parts as files: read strictly, refused with a sentence."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from core.sealing.tender import DEADLINE, KEYS, OFFICERS, TENDER, parts_of, sealed
from samkop.core.sealing import (
    Fault,
    PrivateKey,
    PublicKey,
    SealingError,
    parts_file,
    private_file,
    public_file,
    read_dossier,
    read_header,
    read_parts_file,
    read_private_file,
    read_proof_file,
    read_public_file,
    read_receipt,
    read_tender_key,
)
from samkop.core.sealing.members import canonical, time_text

PASSPHRASE = "fyra ord på rad"


def fault_of(call, *arguments) -> Fault:
    with pytest.raises(SealingError) as raised:
        call(*arguments)
    return raised.value.code


@pytest.fixture(scope="module")
def kept():
    return private_file("Officer one", KEYS[0], PASSPHRASE)


def test_a_private_key_comes_back_by_its_passphrase_however_it_is_typed(kept):
    decomposed = PASSPHRASE.replace("å", "a\u030a")
    name, key = read_private_file(kept, decomposed)
    assert (name, key.scalar) == ("Officer one", KEYS[0].scalar)
    assert KEYS[0].scalar.hex().encode() not in kept


def test_a_private_key_does_not_come_by_another_passphrase_nor_from_a_changed_file(kept):
    assert fault_of(read_private_file, kept, PASSPHRASE + "!") is Fault.WORDS_WRONG
    renamed = canonical({**json.loads(kept), "name": "Officer two"})
    assert fault_of(read_private_file, renamed, PASSPHRASE) is Fault.WORDS_WRONG
    for rounds in (1, 10**9):
        quick = canonical({**json.loads(kept), "rounds": rounds})
        assert fault_of(read_private_file, quick, PASSPHRASE) is Fault.NOT_READABLE


def test_a_file_with_the_keys_of_two_people_is_refused():
    class Strange(PrivateKey):
        public = KEYS[1].public

    mixed = private_file("Officer one", Strange(KEYS[0].scalar), PASSPHRASE)
    assert fault_of(read_private_file, mixed, PASSPHRASE) is Fault.KEY_UNUSABLE


def test_a_member_given_twice_is_refused():
    twice = TENDER.data[:-1] + b',"tender":"KS 2026/114"}'
    assert fault_of(read_tender_key, twice) is Fault.NOT_READABLE


def test_a_short_passphrase_and_a_name_that_hides_something_are_refused():
    assert fault_of(private_file, "A", KEYS[0], "thirteen char") is Fault.WORDS_SHORT
    assert fault_of(private_file, "A\u200bB", KEYS[0], PASSPHRASE) is Fault.NOT_READABLE


def test_a_public_key_is_a_point_of_the_curve():
    data = public_file(OFFICERS[0])
    assert read_public_file(data) == OFFICERS[0]
    raw = KEYS[0].public.raw
    for bad in (raw[:-1], b"\x02" + raw[1:33], b"\0", raw[:-1] + bytes((raw[-1] ^ 1,)), bytes(65)):
        assert fault_of(PublicKey, bad) is Fault.KEY_UNUSABLE
    for scalar in (bytes(32), b"\xff" * 32):
        assert fault_of(PrivateKey, scalar) is Fault.KEY_UNUSABLE


def test_fingerprints_are_forty_digits_to_be_read_aloud():
    prints = {key.public.fingerprint for key in KEYS} | {TENDER.fingerprint}
    assert len(prints) == 4
    assert all(re.fullmatch(r"\d{5}( \d{5}){7}", one) for one in prints)
    generator = (
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )  # of the curve: a fingerprint stays what it is from version to version
    assert PublicKey(bytes.fromhex(generator)).fingerprint == (
        "75164 89892 37370 67999 34640 57044 02702 60027"
    )


def test_a_tender_key_is_read_as_it_was_written_and_its_digest_is_of_all():
    assert read_tender_key(TENDER.data) == TENDER
    pretty = json.dumps(json.loads(TENDER.data), indent=2).encode()
    assert read_tender_key(pretty).digest == TENDER.digest
    changes = [
        {"tender": "KS 2026/115"}, {"lots": ("1",)}, {"leaves": 128},
        {"officers": OFFICERS[::-1]}, {"officers": OFFICERS[:2]},
        {"deadline": DEADLINE.replace(microsecond=1000)}, {"register": b""},
    ]  # fmt: skip
    made = {replace(TENDER, **change).digest for change in changes}
    assert len({*made, TENDER.digest}) == len(changes) + 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"officers": []}, Fault.OFFICERS_NUMBER),
        ({"officers": [OFFICERS[0].members] * 2}, Fault.OFFICER_TWICE),
        (
            {"officers": [OFFICERS[0].members, {**OFFICERS[1].members, "name": "Officer one"}]},
            Fault.OFFICER_TWICE,
        ),
        ({"officers": [{"name": "A", "public_key": "04" * 65}] * 2}, Fault.KEY_UNUSABLE),
        ({"lots": []}, Fault.NOT_READABLE),
        ({"lots": ["1", "1"]}, Fault.NOT_READABLE),
        ({"lots": [1]}, Fault.NOT_READABLE),
        ({"leaves": 100}, Fault.NOT_READABLE),
        ({"leaves": True}, Fault.NOT_READABLE),
        ({"register": "00"}, Fault.NOT_READABLE),
        ({"deadline": "2026-12-01T11:00:00Z"}, Fault.NOT_READABLE),
        ({"tender": " KS"}, Fault.NOT_READABLE),
        ({"more": 1}, Fault.NOT_READABLE),
        ({"version": 2}, Fault.VERSION_UNKNOWN),
        ({"samkop": "officer-key"}, Fault.NOT_READABLE),
    ],
)
def test_a_tender_key_that_is_none_is_refused(change, code):
    data = json.dumps({**json.loads(TENDER.data), **change}).encode()
    assert fault_of(read_tender_key, data) is code


def test_parts_are_read_as_they_were_written():
    data = sealed()
    given = (parts_of(data, 0), parts_of(sealed(lot="2"), 0))
    assert read_parts_file(parts_file(given)) == given
    members = json.loads(parts_file(given))
    members["bids"][0]["shares"] *= 2
    assert fault_of(read_parts_file, json.dumps(members).encode()) is Fault.NOT_READABLE


READERS = [
    read_tender_key, read_public_file, read_parts_file, read_dossier, read_receipt, read_proof_file,
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"[]", b"null", b"{", b'{"samkop":1}', b"[" * 100_000, b'{"a":1,"a":1}',
     b'{"a":1.5}', b'{"a":NaN}', b"9" * 5000],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused_with_a_sentence(reader, data):
    with pytest.raises(SealingError, match=r"\.$") as raised:
        reader(data)
    assert raised.value.code is Fault.NOT_READABLE


def test_what_is_no_sealed_bid_is_refused():
    import io

    data = sealed()
    for place, value, code in (
        (0, 0, Fault.NOT_READABLE), (11, 2, Fault.VERSION_UNKNOWN), (12, 7, Fault.NOT_READABLE),
        (109, 1, Fault.NOT_READABLE), (109, 11, Fault.NOT_READABLE), (110, 0, Fault.NOT_READABLE),
        (111, 0xFF, Fault.NOT_READABLE), (111, 0x20, Fault.NOT_READABLE),
    ):  # fmt: skip
        changed = bytearray(data)
        changed[place] = value
        assert fault_of(read_header, io.BytesIO(bytes(changed))) is code


def test_times_are_cut_to_the_millisecond():
    assert time_text(DEADLINE.replace(microsecond=999_999)) == "2026-12-01T11:00:00.999Z"
