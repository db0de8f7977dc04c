"""Opening officers and their keys: wrong steps, what goes before the announcement, fingerprints."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from factories.bids import (
    a_key_ceremony,
    appointed,
    key_of,
    officers_at_work,
    rehearse,
    sealed,
)
from factories.parties import an_actor
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_in_preparation,
    a_tender_runner,
    an_announced_tender,
)
from samkop.core.sealing import PrivateKey
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import OpeningOfficer
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.officers import key_faults
from samkop.tendering.usecases.announcing import announce_tender, set_tender_dates
from samkop.tendering.usecases.officers import (
    appoint_officer,
    confirm_officer_key,
    dismiss_officer,
    keep_officer_key,
)
from samkop.tendering.usecases.tender_keys import (
    give_rehearsal_parts,
    keep_rehearsal_bid,
    make_tender_key,
)

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
NAMELESS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner()


@pytest.fixture
def tender(runner):
    return a_tender_in_preparation(runner)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, now=AT, **inputs)
    return caught.value.code


def owner_of(runner, tender):
    with reading(runner):
        return party_of(tender.owner_id)


def an_officer(runner, tender, name):
    """Appointed, without a key yet: who acts, and the row."""
    actor = an_actor(owner_of(runner, tender), RoleName.OPENING_OFFICER, name=name)
    row = perform(
        runner, appoint_officer, now=AT, tender_id=tender.pk, person_id=actor.own_person_id
    )
    return actor, row


def faults(runner, tender):
    with reading(runner):
        return [fault.value for fault in key_faults(tender_of(tender.pk))]


def test_each_wrong_step_with_officers_and_keys_is_refused(runner, tender):
    given = {"tender_id": tender.pk}
    (asa, first), (bo, second) = (an_officer(runner, tender, name) for name in ("Åsa", "Bo"))
    again = {"person_id": asa.own_person_id, **given}
    assert refused(runner, appoint_officer, **again) == "officer-appointed-already"
    namesake = an_actor(
        owner_of(runner, tender), RoleName.OPENING_OFFICER, name="Åsa"
    ).own_person_id
    assert refused(runner, appoint_officer, person_id=namesake, **given) == "officer-name-taken"
    assert refused(runner, make_tender_key, **given) == "officer-keys-unconfirmed"
    key = PrivateKey.make().public
    public = {"public_key": key.raw.hex(), **given}
    assert refused(asa, keep_officer_key, **public | {"public_key": "04ff"}) == "key-unusable"
    assert refused(runner, keep_officer_key, **public) == "not-found"
    perform(asa, keep_officer_key, now=AT, **public)
    assert refused(bo, keep_officer_key, **public) == "officer-twice"
    read_out = {"officer_id": first.pk, "fingerprint": key.fingerprint, **given}
    assert refused(asa, confirm_officer_key, **read_out) == "not-allowed"
    swapped = read_out | {"fingerprint": PrivateKey.make().public.fingerprint}
    assert refused(bo, confirm_officer_key, **swapped) == "fingerprint-differs"
    missing = read_out | {"officer_id": second.pk}
    assert refused(runner, confirm_officer_key, **missing) == "fingerprint-differs"
    perform(bo, confirm_officer_key, now=AT, **read_out)
    # Another key is confirmed anew.
    other = PrivateKey.make().public.raw.hex()
    assert (
        perform(asa, keep_officer_key, now=AT, **public | {"public_key": other}).confirmed_at
        is None
    )
    assert refused(asa, dismiss_officer, officer_id=second.pk, **given) == "not-allowed"
    perform(runner, dismiss_officer, now=AT, officer_id=second.pk, **given)
    assert refused(runner, dismiss_officer, officer_id=second.pk, **given) == "not-found"


def test_a_fingerprint_is_the_one_that_is_worked_out_by_hand(runner, tender):
    asa, row = an_officer(runner, tender, "Åsa")
    key = PrivateKey.make().public.raw
    kept = perform(asa, keep_officer_key, now=AT, tender_id=tender.pk, public_key=key.hex())
    digest = hashlib.sha256(b"samkop officer-key/1\x00" + key).hexdigest()
    words = [int(digest[at : at + 8], 16) % 100_000 for at in range(0, 64, 8)]
    by_hand = " ".join(f"{word:05}" for word in words)
    assert (kept.fingerprint, len(by_hand)) == (by_hand, 47)
    assert kept.pk == row.pk


def test_a_tender_is_not_announced_before_its_opening_is_rehearsed_with_the_key_of_now(
    runner, tender
):
    given = {"tender_id": tender.pk}
    assert faults(runner, tender) == ["officers-missing"]
    officers = appointed(tender, runner, now=AT)
    assert faults(runner, tender) == ["tender-key-missing"]
    perform(runner, make_tender_key, now=AT, **given)
    assert faults(runner, tender) == ["opening-not-rehearsed"]
    with pytest.raises(Refused) as caught:
        perform(runner, announce_tender, now=AT, **given)
    assert caught.value.facts["codes"] == ["opening-not-rehearsed"]
    rehearse(tender, officers[:1], now=AT)  # one alone opens nothing
    assert faults(runner, tender) == ["opening-not-rehearsed"]
    rehearse(tender, officers, now=AT)
    assert faults(runner, tender) == []
    # A deadline that is put off makes another key, which the same officers have rehearsed.
    dates = {
        "bids_until": BIDS_UNTIL + timedelta(days=1), "questions_until": tender.questions_until,
        "bids_valid_until": tender.bids_valid_until,
    }  # fmt: skip
    perform(runner, set_tender_dates, now=AT, **given, **dates)
    assert faults(runner, tender) == ["tender-key-missing"]
    perform(runner, make_tender_key, now=AT, **given)
    assert faults(runner, tender) == []
    with reading(runner):
        rehearsed = OpeningOfficer.objects.get(
            tender=tender, person_id=officers[0].actor.own_person_id
        )
    code = refused(runner, dismiss_officer, officer_id=rehearsed.pk, **given)
    assert code == "officer-has-rehearsed"


def test_nothing_of_officers_and_keys_is_changed_once_the_tender_is_announced(runner):
    tender = an_announced_tender(runner)
    (first, *_others) = officers_at_work(tender, runner)
    key = key_of(tender, runner)
    with reading(runner):
        row = OpeningOfficer.objects.filter(tender=tender).order_by("id").first()
    given = {"tender_id": tender.pk}
    colleague = an_actor(owner_of(runner, tender), RoleName.OPENING_OFFICER)
    bid = sealed(key, key.lots[0], "trial", {"trial.txt": b"Late"})
    steps = [
        (runner, appoint_officer, {"person_id": colleague.own_person_id}),
        (runner, dismiss_officer, {"officer_id": row.pk}),
        (first.actor, keep_officer_key, {"public_key": PrivateKey.make().public.raw.hex()}),
        (runner, confirm_officer_key, {"officer_id": row.pk, "fingerprint": row.fingerprint}),
        (runner, make_tender_key, {}),
        (first.actor, keep_rehearsal_bid, {"sealed": bid}),
        (first.actor, give_rehearsal_parts, {"rehearsal_id": NAMELESS, "parts": "{}"}),
    ]
    codes = [refused(actor, use_case, **given, **more) for actor, use_case, more in steps]
    assert codes == ["tender-in-another-state"] * len(steps)


def test_a_real_bid_and_one_to_another_key_are_no_rehearsal(runner, tender):
    officers = a_key_ceremony(tender, runner, now=AT, rehearsed=False)
    key = key_of(tender, runner)
    other = a_tender_in_preparation(runner)
    a_key_ceremony(other, runner, now=AT, rehearsed=False)
    real = sealed(key, key.lots[0], "0007:5560360793", {"bid.json": b"{}"})
    foreign = sealed(key_of(other, runner), "LOT-0001", "trial", {"trial.txt": b"x"})
    for data, code in (
        (real, "not-a-rehearsal"),
        (foreign, "other-tender-key"),
        (b"", "not-readable"),
    ):
        given = {"tender_id": tender.pk, "sealed": data}
        assert refused(officers[0].actor, keep_rehearsal_bid, **given) == code
