"""Telling people of incidents: that there is news, by number and mark, and never what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify

TOLD = (RoleName.SECURITY_OFFICER, RoleName.ICT_MANAGER)


def tell_of_incident(
    *, actor: Actor, now: datetime, incident_id: int, number: str, kind: str, mark: str,
    person_ids: Sequence[int] | None, by_id: int,
) -> None:  # fmt: skip
    """Tell the persons named, or the acting party's security officers and ICT managers.

    A notification outlives the mark that it was told under, and a mail leaves the system: so
    neither has anything of the incident in it.
    """
    party = party_of(actor.own_party_id)
    people = (
        ids_with_any_role(party.pk, TOLD, day_of(now, party.time_zone))
        if person_ids is None
        else list(person_ids)
    )
    notify(
        party_id=party.pk, person_ids=[one for one in people if one != by_id], kind=kind,
        subject=f"governance.securityincident:{incident_id}",
        facts={"number": number, "mark": mark}, url=reverse("incident", args=[incident_id]),
    )  # fmt: skip
