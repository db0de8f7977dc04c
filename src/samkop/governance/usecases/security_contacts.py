"""Whom the region may reach, and what of one's devices it may know: each says it for itself."""

from __future__ import annotations

from datetime import date, datetime

from samkop.governance.models import DeviceSupport, SecurityContact, SupportSharing
from samkop.governance.policies import may_keep_security, may_state_support
from samkop.parties.queries import party_of, person_of
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import require


def become_contact(*, actor: Actor, now: datetime, reach: str) -> SecurityContact:
    """Say how the region reaches the acting security officer; others may name it from then on.

    Raises Refused ``not-allowed``.
    """
    require(may_keep_security(actor))
    name = person_of(actor.own_person_id).name
    known = SecurityContact.objects.filter(
        party_id=actor.own_party_id, person_id=actor.own_person_id
    ).first()
    if known is not None:
        return change(known, name=name, reach=reach)
    return create(
        SecurityContact(
            party_id=actor.own_party_id, person_id=actor.own_person_id, name=name, reach=reach,
            since=now,
        )
    )  # fmt: skip


def stop_being_contact(*, actor: Actor, now: datetime, contact_id: int) -> None:
    """Take oneself, or a colleague who left, off the list. Raises Refused: ``not-found``,
    ``not-allowed``.
    """
    require(may_keep_security(actor))
    found = SecurityContact.objects.filter(id=contact_id, party_id=actor.own_party_id).first()
    if found is None:
        raise not_found()
    remove(found)


def share_support(*, actor: Actor, now: datetime, shared: bool) -> SupportSharing:
    """Say whether the region's other members read how many devices lack support.

    Raises Refused ``not-allowed``.
    """
    require(may_keep_security(actor))
    known = SupportSharing.objects.filter(party_id=actor.own_party_id).first()
    if known is not None:
        return change(known, shared=shared)
    return create(SupportSharing(party_id=actor.own_party_id, shared=shared))


def state_device_support(
    *, actor: Actor, now: datetime, in_use: int, lost: int, losing: int, unknown: int,
    counted_on: date,
) -> DeviceSupport:  # fmt: skip
    """A fleet's own job says how many of its devices lack support. Raises ``not-allowed``."""
    require(may_state_support(actor))
    party = party_of(actor.own_party_id)
    counts = {
        "in_use": in_use, "lost": lost, "losing": losing, "unknown": unknown,
        "counted_on": counted_on,
    }  # fmt: skip
    known = DeviceSupport.objects.select_for_update().filter(party=party).first()
    return change(known, **counts) if known else create(DeviceSupport(party=party, **counts))
