"""Looking at the pages as somebody else: begun with a reason, and told to that person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.models import Viewing
from samkop.parties.policies import may_manage_people
from samkop.parties.queries import membership_of
from samkop.parties.rules import holds_on
from samkop.parties.viewings import belongs_elsewhere
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LASTS = timedelta(minutes=15)


def start_viewing(*, actor: Actor, now: datetime, person_id: int, reason: str) -> Viewing:
    """See the pages as a member of one's own organisation does, for a quarter of an hour.

    The person is told, with the reason. Refuses ``not-allowed``, ``not-found`` (no member
    today), ``viewing-oneself``, ``reason-missing``, ``belongs-elsewhere``: whoever belongs
    to another organisation too could be looked at across the wall between the two.
    """
    party_id = actor.own_party_id
    require(may_manage_people(actor, party_id))
    membership = membership_of(person_id, party_id)
    today = day_of(now, membership.party.time_zone)
    if not holds_on(today, membership.valid_from, membership.valid_until):
        raise not_found()
    if person_id == actor.own_person_id:
        raise Refused("viewing-oneself", _("You see your own pages already."))
    if not reason.strip():
        sentence = _("Write why: the person reads it.")
        raise Refused("reason-missing", sentence, status=422, fields={"reason": sentence})
    if belongs_elsewhere(person_id, party_id, today):
        raise Refused(
            "belongs-elsewhere",
            _("This person belongs to another organisation too, so nobody else sees the pages"
              " as that person does. Ask the person to show them to you."),
            status=403,
        )  # fmt: skip
    viewing = create(
        Viewing(
            party_id=party_id, viewer_id=actor.own_person_id, person_id=person_id,
            reason=reason.strip()[:300], started_at=now, ends_at=now + LASTS,
        )
    )  # fmt: skip
    notify(
        party_id=party_id, person_ids=[person_id], kind="viewed-as",
        subject=subject_of(membership.person),
        facts={"viewer": actor.name, "reason": viewing.reason},
        url=reverse("own-settings"),
    )  # fmt: skip
    return viewing


def end_viewing(*, actor: Actor, now: datetime, viewing_id: int) -> Viewing:
    """End one's own viewing before its time. Refuses ``not-found``."""
    viewing = Viewing.objects.filter(id=viewing_id, viewer_id=actor.own_person_id).first()
    if viewing is None:
        raise not_found()
    return viewing if viewing.ended_at else change(viewing, ended_at=now)
