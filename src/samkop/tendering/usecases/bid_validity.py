"""How long bidders are bound: asking for longer, each one's answer, and the warning in time."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.procurement import Watch
from samkop.parties.queries import ids_with_any_role
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import OpenedBid, ValidityConsent, ValidityExtension
from samkop.tendering.policies import RUNS, SELLS
from samkop.tendering.queries.awards import bidders_of, watch_of
from samkop.tendering.queries.tenders import day_of, tender_of
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import TenderState

# In between nobody has to be bound: bids are still sealed, or everything is signed.
WATCHED = (TenderState.OPENED, TenderState.DECIDED)
NOTICE_OF = {Watch.ASK: "validity-ends", Watch.LATE: "validity-ends", Watch.ENDED: "validity-over"}


def ask_extension(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    bound_until: date,
    answer_by: date,
    reason: str,
    register_number: str,
) -> ValidityExtension:
    """Ask every bidder to be bound until a later day; each answers for itself.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``extension-not-longer``, ``answers-too-soon``, ``answers-too-late``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, *WATCHED)
    if tender.bids_valid_until is None or bound_until <= tender.bids_valid_until:
        raise Refused(
            "extension-not-longer", _("Bidders are bound until that day already. Ask for longer.")
        )
    if answer_by < day_of(tender.owner, now):
        raise Refused("answers-too-soon", _("Give the bidders days to answer: this day is over."))
    if answer_by >= bound_until:
        raise Refused(
            "answers-too-late", _("The answers have to come before the day that is asked for.")
        )
    made = create(
        ValidityExtension(
            tender=tender, bound_until=bound_until, answer_by=answer_by, reason=reason,
            register_number=register_number, at=now,
        )
    )  # fmt: skip
    tell(
        "validity-extension-asked", owner_id=tender.owner_id, extension_id=made.pk,
        bidder_ids=[bidder.pk for bidder in bidders_of(tender_id)],
    )  # fmt: skip
    return made


def answer_extension(
    *, actor: Actor, now: datetime, extension_id: int, consents: bool
) -> ValidityConsent:
    """A bidder's own answer: bound until the later day, or not beyond the day before.

    Raises Refused: ``not-found``, ``not-allowed``, ``answered-already``, ``answer-too-late``.
    """
    extension = ValidityExtension.objects.filter(id=extension_id).first()
    if extension is None:
        raise not_found()
    bidder_id, tender = actor.own_party_id, tender_of(extension.tender_id)
    require(not SELLS.isdisjoint(actor.roles))
    if not OpenedBid.objects.filter(tender=tender, bidder_id=bidder_id).exists():
        raise not_found()
    if ValidityConsent.objects.filter(extension=extension, bidder_id=bidder_id).exists():
        raise Refused("answered-already", _("Your organisation has answered this already."))
    if day_of(tender.owner, now) > extension.answer_by:
        raise Refused("answer-too-late", _("The days for the answer are over."))
    return create(
        ValidityConsent(
            tender=tender, extension=extension, bidder_id=bidder_id, consents=consents,
            person_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def warn_of_validity(*, actor: Actor, now: datetime, tender_id: int) -> bool:
    """Tell those who run a tender that bidders are soon not bound any more, or are not.

    Returns whether there was anything to tell on this day.
    """
    tender = tender_of(tender_id)
    today = day_of(tender.owner, now)
    watch = watch_of(tender, today)
    if watch is None or watch.state not in NOTICE_OF:
        return False
    notify(
        party_id=tender.owner_id,
        person_ids=ids_with_any_role(tender.owner_id, sorted(RUNS), today),
        kind=NOTICE_OF[watch.state],
        subject=subject_of(tender),
        facts={
            "number": tender.number, "ends_on": watch.ends.isoformat(),
            "ask_by_on": watch.ask_by.isoformat(),
        },
        url=reverse("tender-award", args=[tender.pk]),
    )  # fmt: skip
    return True
