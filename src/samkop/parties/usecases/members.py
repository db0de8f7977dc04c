"""A new member in one go, as an administrator makes one."""

from __future__ import annotations

from datetime import datetime

from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.usecases.accounts import open_account
from samkop.parties.usecases.people import add_membership, assign_role, register_person
from samkop.platform.actors import Actor


def take_on(
    *,
    actor: Actor,
    now: datetime,
    party_id: int,
    name: str,
    email: str,
    language: str,
    role: str,
) -> int:
    """Register a person who is a member in a role from today on, with an open account.

    Returns the person's id. Refuses as ``register_person`` and ``assign_role`` do.
    """
    person = register_person(
        actor=actor, now=now, party_id=party_id, name=name, email=email, language=language
    )
    today = day_of(now, Party.objects.get(id=party_id).time_zone)
    add_membership(actor=actor, now=now, person_id=person.pk, party_id=party_id, valid_from=today)
    assign_role(
        actor=actor, now=now, person_id=person.pk, party_id=party_id, role=role, valid_from=today
    )
    open_account(actor=actor, now=now, person_id=person.pk)
    return person.pk
