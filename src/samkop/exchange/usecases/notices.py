"""Telling people of documents that need them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.exchange.queries import message_of
from samkop.parties.queries import people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of


def tell_of_unsent(*, actor: Actor, now: datetime, message_id: int) -> None:
    """Tell the owner's ICT managers, or where there is none its administrators."""
    _tell(message_id, now, "message-unsent")


def tell_of_refused(*, actor: Actor, now: datetime, message_id: int) -> None:
    """Tell the same people that the receiver of a document refuses it."""
    _tell(message_id, now, "message-refused")


def _tell(message_id: int, now: datetime, kind: str) -> None:
    message = message_of(message_id)
    today = day_of(now, message.owner.time_zone)
    for role in (RoleName.ICT_MANAGER, RoleName.ADMINISTRATOR):
        people = list(people_with_role(message.owner_id, role, today).values_list("id", flat=True))
        if people:
            break
    notify(
        party_id=message.owner_id,
        person_ids=people,
        kind=kind,
        subject=subject_of(message),
        facts={
            "number": message.number,
            "receiver": message.receiver.legal_name if message.receiver else None,
        },
        url=reverse("message", args=[message.pk]),
    )  # fmt: skip
