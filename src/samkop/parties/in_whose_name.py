"""Acting for a person who is not there: by a mailed link, or by a job that the person asked for."""

from __future__ import annotations

from datetime import datetime

from samkop.parties.models import Person
from samkop.parties.queries import standings_of
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.models import Account
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import reading


def actor_of_person(person_id: int, party_id: int, now: datetime, *, by: str) -> tuple[Actor, str]:
    """The person as he or she acts in that organisation today, and the person's language.

    ``by`` says what acts for the person. Opens the door. Raises Refused ``not-found`` for
    somebody who has left, or whose account is closed.
    """
    with reading(actors.person(person_id, by), now=now):
        standings = standings_of(person_id, now)
        person = Person.objects.get(id=person_id)
        active = Account.objects.filter(person_id=person_id, is_active=True).exists()
    standing = next((one for one in standings if one.party.pk == party_id), None)
    if standing is None or not active:
        raise not_found()
    return actors.person(person_id, person.name, party_id, standing.roles), person.language
