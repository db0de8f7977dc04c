"""Appointing opening officers; each makes a key of its own, and a colleague confirms it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import PublicKey, SealingError
from samkop.parties.queries import person_of
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import OpeningOfficer, Tender
from samkop.tendering.policies import may_confirm_key
from samkop.tendering.queries.officers import own_office
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import TenderState


def appoint_officer(
    *, actor: Actor, now: datetime, tender_id: int, person_id: int
) -> OpeningOfficer:
    """Appoint a colleague to open the tender's bids with another.

    Raises Refused ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``officer-appointed-already``, ``officer-name-taken``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    person = person_of(person_id)
    known = OpeningOfficer.objects.filter(tender=tender)
    if known.filter(person=person).exists():
        raise Refused(
            "officer-appointed-already", _("%(name)s opens the bids already."), name=person.name
        )
    if known.filter(name=person.name).exists():
        raise Refused(
            "officer-name-taken",
            _("Another officer is called %(name)s too, and names stand in the tender's key."
              " Appoint somebody else, or write the name in full."),
            name=person.name,
        )  # fmt: skip
    return create(OpeningOfficer(tender=tender, person=person, name=person.name))


def dismiss_officer(*, actor: Actor, now: datetime, tender_id: int, officer_id: int) -> Tender:
    """Take back an appointment before the tender is announced.

    Raises Refused ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``officer-has-rehearsed``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    officer = OpeningOfficer.objects.filter(tender=tender, id=officer_id).first()
    if officer is None:
        raise not_found()
    if officer.parts.exists():
        raise Refused(
            "officer-has-rehearsed",
            _("%(name)s has opened a bid of trial and stays on record. Prepare the tender anew"
              " where others are to open it."),
            name=officer.name,
        )  # fmt: skip
    remove(officer)
    return tender


def keep_officer_key(
    *, actor: Actor, now: datetime, tender_id: int, public_key: str
) -> OpeningOfficer:
    """Keep the public key that the officer has made; another one replaces it, unconfirmed.

    ``public_key`` is a point of P-256, 65 bytes in hexadecimal. Raises Refused ``not-found``,
    ``tender-in-another-state``, ``key-unusable``, ``officer-twice``.
    """
    officer = own_office(actor, tender_id)
    require_state(officer.tender, TenderState.IN_PREPARATION)
    try:
        key = PublicKey(bytes.fromhex(public_key))
    except (SealingError, ValueError):
        raise Refused(
            "key-unusable", _("This is no officer's public key. Make the key again."), status=422
        ) from None
    others = OpeningOfficer.objects.filter(tender_id=tender_id, public_key=key.raw.hex())
    if others.exclude(id=officer.pk).exists():
        raise Refused("officer-twice", _("Another officer has this key. Make one of your own."))
    return change(
        officer, public_key=key.raw.hex(), key_at=now, confirmed_by=None, confirmed_at=None
    )


def confirm_officer_key(
    *, actor: Actor, now: datetime, tender_id: int, officer_id: int, fingerprint: str
) -> OpeningOfficer:
    """Confirm that the officer read out this very fingerprint.

    Raises Refused ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``fingerprint-differs``.
    """
    rows = OpeningOfficer.objects.select_related("tender").filter(tender_id=tender_id)
    officer = rows.filter(id=officer_id).first()
    if officer is None:
        raise not_found()
    require(may_confirm_key(actor, officer))
    require_state(officer.tender, TenderState.IN_PREPARATION)
    if not officer.public_key or _digits(fingerprint) != _digits(officer.fingerprint):
        raise Refused(
            "fingerprint-differs",
            _("The key's fingerprint is another. Have the officer read it out again, and make a"
              " new key where it differs still."),
            status=422,
        )  # fmt: skip
    return change(officer, confirmed_by=person_of(actor.own_person_id), confirmed_at=now)


def _digits(fingerprint: str) -> str:
    return "".join(fingerprint.split())
