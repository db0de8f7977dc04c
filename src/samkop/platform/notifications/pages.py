"""What one has been told, and how one wants to be told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.platform.actors import Actor
from samkop.platform.models.notification import Delivery
from samkop.platform.notifications.kinds import told
from samkop.platform.notifications.queries import (
    PAGE,
    choices_of,
    notifications_of,
    offered_kinds,
)
from samkop.platform.notifications.usecases import (
    choose_deliveries,
    open_notification,
    read_all_notifications,
)
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.refusals import viewing_as
from samkop.platform.unit_of_work import perform


@page()
def notifications(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """One's own notifications in the organisation acted for, newest first."""
    if actor.viewing_id is not None:
        raise viewing_as()  # what somebody was told is for that person alone
    unread = request.GET.get("show") == "unread"
    found = list(
        notifications_of(
            actor.own_party_id, actor.own_person_id, unread=unread,
            before=number_of(request.GET.get("after", "")),
        )[: PAGE + 1]
    )  # fmt: skip
    rows = [(one, told(one.kind, one.facts)) for one in found[:PAGE]]
    return "platform/notifications.html", {
        "rows": rows,
        "unread_only": unread,
        "newest": found[0].pk if found else 0,
        "any_unread": any(one.read_at is None for one, _words in rows),
        "following": found[PAGE - 1].pk if len(found) > PAGE else None,
        "elsewhere": [
            standing
            for standing in getattr(request, "standings", [])
            if standing.party.pk != actor.party_id and standing.unread
        ],
    }


@act()
def open_one(request: HttpRequest, actor: Actor, notification_id: int) -> Answer:
    """Mark a notification as read, and go where it leads."""
    return Answer(to=perform(actor, open_notification, notification_id=notification_id))


@act()
def read_all(request: HttpRequest, actor: Actor) -> Answer:
    """Mark all as read that were there when the page was shown."""
    newest = number_of(request.POST.get("newest", "")) or 0
    perform(actor, read_all_notifications, newest=newest)
    return Answer(to=reverse("notifications"), message=_("All are marked as read."))


@page()
def choices(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """How one is told, by kind."""
    chosen = choices_of(actor.own_person_id)
    rows = [
        (name, notice, chosen.get(name, notice.usually))
        for name, notice in offered_kinds(actor.roles).items()
    ]
    return "platform/notification_choices.html", {"rows": rows, "deliveries": Delivery.choices}


@act()
def choose(request: HttpRequest, actor: Actor) -> Answer:
    """Keep what was chosen for the kinds that the form showed."""
    wanted = {
        name.removeprefix("kind-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("kind-")
    }
    perform(actor, choose_deliveries, deliveries=wanted)
    return Answer(to=reverse("notification-choices"), message=_("Kept."))
