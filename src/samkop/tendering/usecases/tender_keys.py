"""The tender's key of its officers' keys, and the rehearsal of the opening."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import (
    Officer,
    PublicKey,
    Purpose,
    SealingError,
    TenderKey,
    check_tender_key,
    file_key_of,
    open_bid,
    read_header,
)
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import (
    BidAttempt,
    OfficerParts,
    RehearsalBid,
    RehearsalOpening,
    Tender,
    TenderKeyEdition,
)
from samkop.tendering.policies import may_see_opening
from samkop.tendering.queries.officers import editions_of, key_in, officers_of, own_office
from samkop.tendering.queries.tenders import lots_of, tender_of
from samkop.tendering.register_keys import signing_key
from samkop.tendering.sealing_words import refused
from samkop.tendering.usecases.given_parts import given_by, newest_parts
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.usecases.submission import DONE
from samkop.tendering.vocabulary import TenderState

MOST_REHEARSAL = 1024 * 1024  # bytes of a sealed bid of trial
LONGEST_TEXT = 500  # characters of what comes out of it


def make_tender_key(*, actor: Actor, now: datetime, tender_id: int) -> TenderKeyEdition:
    """Make the tender's key as officers, lots and deadline are now.

    The same key is not made twice. Raises Refused ``not-found``, ``not-allowed``,
    ``tender-in-another-state``, ``bids-until-missing``, ``officer-keys-unconfirmed``,
    ``officers-number``, ``not-readable``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    officers = list(officers_of(tender_id))
    if tender.bids_until is None:
        raise Refused("bids-until-missing", _("Say until when bids are received first."))
    if any(one.confirmed_at is None for one in officers):
        raise Refused(
            "officer-keys-unconfirmed",
            _("Each officer makes a key, and a colleague confirms its fingerprint first."),
        )
    signer = signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    try:
        key = TenderKey(
            tender=tender.number, deadline=tender.bids_until,
            lots=tuple(lot.code for lot in lots_of(tender_id)), register=signer,
            officers=tuple(
                Officer(one.name, PublicKey(bytes.fromhex(one.public_key))) for one in officers
            ),
        )  # fmt: skip
    except SealingError as error:
        raise refused(error) from error
    return _kept(tender, key, now)


def extended_key(tender: Tender, now: datetime) -> TenderKeyEdition:
    """The edition of the key with the tender's new deadline, where a correction put it off.

    Officers, lots and register stay; bids sealed to the earlier edition stay good.
    """
    newest = key_in(editions_of(tender.pk)[-1])
    if tender.bids_until is None:
        raise ValueError("a tender that was announced has a deadline")
    return _kept(tender, replace(newest, deadline=tender.bids_until), now)


def _kept(tender: Tender, key: TenderKey, now: datetime) -> TenderKeyEdition:
    editions = editions_of(tender.pk)
    if editions and editions[-1].digest == key.digest.hex():
        return editions[-1]
    return create(
        TenderKeyEdition(
            tender=tender, number=len(editions) + 1, file=key.data.decode(),
            digest=key.digest.hex(), deadline=key.deadline, made_at=now,
        )
    )  # fmt: skip


def keep_rehearsal_bid(
    *, actor: Actor, now: datetime, tender_id: int, sealed: bytes
) -> RehearsalBid:
    """Keep a bid of trial that was sealed to the newest edition of the tender's key.

    Raises Refused ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``not-a-rehearsal``, ``too-large``, ``other-tender-key``, ``not-readable``.
    """
    tender = tender_of(tender_id)
    require(may_see_opening(actor, tender))
    require_state(tender, TenderState.IN_PREPARATION)
    editions = editions_of(tender_id)
    if len(sealed) > MOST_REHEARSAL or not editions:
        raise Refused(
            "too-large", _("A bid of trial is a short text, sealed to a key."), status=422
        )
    try:
        header = read_header(io.BytesIO(sealed))
        check_tender_key(header, key_in(editions[-1]))
    except SealingError as error:
        raise refused(error) from error
    if header.purpose is not Purpose.REHEARSAL:
        raise Refused(
            "not-a-rehearsal",
            _("This is a real bid and no bid of trial: it is opened after the deadline only."),
        )
    row = RehearsalBid(tender=tender, edition=editions[-1], sealed=sealed, made_at=now)
    create_all([row], under=tender)
    return row


def give_rehearsal_parts(
    *, actor: Actor, now: datetime, tender_id: int, rehearsal_id: str, parts: str
) -> RehearsalBid:
    """Keep an officer's parts of a bid of trial; the second officer's open it.

    Raises Refused ``not-found``, ``tender-in-another-state``, and what is wrong with the parts
    (``other-bid``, ``part-forged``, ``not-an-officer`` …).
    """
    officer = own_office(actor, tender_id)
    require_state(officer.tender, TenderState.IN_PREPARATION)
    Tender.objects.select_for_update().get(id=tender_id)  # one officer after the other
    rows = RehearsalBid.objects.select_related("edition", "opening")
    rehearsal = rows.filter(tender_id=tender_id, id=rehearsal_id).first()
    if rehearsal is None:
        raise not_found()
    stream = io.BytesIO(bytes(rehearsal.sealed))
    header = read_header(stream)
    text = given_by(officer, key_in(rehearsal.edition), [header], parts)
    create(
        OfficerParts(tender_id=tender_id, officer=officer, rehearsal=rehearsal, parts=text, at=now)
    )
    create(
        BidAttempt(
            tender_id=tender_id, actor=actor.identity, verb="give_rehearsal_parts", outcome=DONE
        )
    )
    given = newest_parts(rehearsal.parts.select_related("officer").order_by("id"))
    if len(given) > 1 and getattr(rehearsal, "opening", None) is None:
        first, second = list(given)[-2:]
        pair = [one for officer in (first, second) for one in given[officer].values()]
        try:
            content = open_bid(header=header, body=stream, file_key=file_key_of(header, pair))
            files = [b"".join(blocks) for _entry, blocks in content.files()]
        except SealingError as error:
            raise refused(error) from error
        create(
            RehearsalOpening(
                rehearsal=rehearsal, tender_id=tender_id, first=first, second=second, at=now,
                text=files[0].decode(errors="replace").replace("\0", "")[:LONGEST_TEXT],
            )
        )  # fmt: skip
    return rehearsal
