"""What a person does with notifications: reads them, and chooses how to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.models import Notification, NotificationChoice
from samkop.platform.models.notification import Delivery
from samkop.platform.notifications.kinds import kinds
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found


def open_notification(*, actor: Actor, now: datetime, notification_id: int) -> str:
    """Note that one's own notification was read; returns the page that it leads to.

    Read again, it keeps its first time. Refuses ``not-found``.
    """
    found = Notification.objects.filter(
        id=notification_id, person_id=actor.own_person_id, party_id=actor.own_party_id
    ).first()
    if found is None:
        raise not_found()
    if found.read_at is None:
        change(found, read_at=now)
    return found.url


def read_all_notifications(*, actor: Actor, now: datetime, newest: int) -> int:
    """Note that all one's own, up to the id ``newest`` that was shown, were read; how many."""
    return Notification.objects.filter(
        person_id=actor.own_person_id, party_id=actor.own_party_id,
        read_at__isnull=True, id__lte=newest,
    ).update(read_at=now)  # fmt: skip


def choose_deliveries(
    *, actor: Actor, now: datetime, deliveries: Mapping[str, str]
) -> dict[str, str]:
    """Choose, by kind, how one is told from now on; kinds not named stay as they are.

    Refuses ``notification-kind-unknown``, ``delivery-unknown``.
    """
    if set(deliveries) - set(kinds()):
        raise Refused(
            "notification-kind-unknown",
            _("There is no such kind of notification: load the page again."), status=422,
        )  # fmt: skip
    if set(deliveries.values()) - set(Delivery.values):
        raise Refused("delivery-unknown", _("Choose one of the ways offered."), status=422)
    held = {
        row.kind: row
        for row in NotificationChoice.objects.filter(
            person_id=actor.own_person_id, kind__in=deliveries
        )
    }
    for kind, delivery in deliveries.items():
        if kind in held:
            change(held[kind], delivery=delivery)
        elif delivery != kinds()[kind].usually:
            create(NotificationChoice(person_id=actor.own_person_id, kind=kind, delivery=delivery))
    return dict(deliveries)
