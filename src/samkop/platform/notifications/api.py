"""Notifications for programs: what the token's person has been told."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.models import Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.notifications.queries import PAGE, notifications_of
from samkop.platform.notifications.usecases import read_all_notifications
from samkop.platform.unit_of_work import perform

router = Router(tags=["Notifications"])

Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]


class NotificationOut(Schema):
    """One thing that the person was told; ``label`` and ``sentence`` in the asked language."""

    id: int
    kind: str
    label: str
    sentence: str
    facts: dict[str, Any]
    subject: str = Field(description="What it is about, such as ordering.order:17")
    url: str = Field(description="The path of its page")
    at: datetime
    read_at: datetime | None


class NotificationsOut(Schema):
    """A page of notifications, newest first; ``next`` is the cursor of the page after."""

    notifications: list[NotificationOut]
    next: int | None


class ReadUntil(Schema):
    """The newest notification that has been dealt with."""

    newest: int = Field(ge=1, le=2**63 - 1)


class ReadOut(Schema):
    """How many were unread until now."""

    read: int


@router.get("/notifications", response={200: NotificationsOut, **PROBLEMS}, summary="Notifications")
@reads("notifications:read")
def notifications(
    request: HttpRequest, *, before: Cursor = None, unread: Annotated[bool, Query()] = False
) -> NotificationsOut:
    """What the token's person was told in this organisation."""
    actor = caller(request)
    found = list(
        notifications_of(actor.own_party_id, actor.own_person_id, before=before, unread=unread)[
            : PAGE + 1
        ]
    )
    return NotificationsOut(
        notifications=[_out(one) for one in found[:PAGE]],
        next=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


@router.post("/notifications/read", response={200: ReadOut, **PROBLEMS}, summary="Mark as read")
@writes("notifications:write")
def read_notifications(request: HttpRequest, key: IdempotencyKey, until: ReadUntil) -> ReadOut:
    """Mark all notifications up to one, and that one, as read."""
    read = perform(caller(request), read_all_notifications, key=key, newest=until.newest)
    return ReadOut(read=read)


def _out(one: Notification) -> NotificationOut:
    words = told(one.kind, one.facts)
    return NotificationOut(
        id=one.pk, kind=one.kind, label=words.label, sentence=words.sentence, facts=one.facts,
        subject=one.subject, url=one.url, at=one.at, read_at=one.read_at,
    )  # fmt: skip
