"""What a person has been told; read as that person."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samkop.platform.models import Notification, NotificationChoice
from samkop.platform.models.notification import Delivery
from samkop.platform.notifications.kinds import Notice, kinds

PAGE = 50


def notifications_of(
    party_id: int, person_id: int, *, before: int | None = None, unread: bool = False
) -> QuerySet[Notification]:
    """What the person was told in this party, newest first, without the kinds turned off."""
    turned_off = NotificationChoice.objects.filter(person_id=person_id, delivery=Delivery.OFF)
    found = Notification.objects.filter(party_id=party_id, person_id=person_id)
    found = found.exclude(kind__in=turned_off.values("kind")).order_by("-id")
    if unread:
        found = found.filter(read_at__isnull=True)
    return found if before is None else found.filter(id__lt=before)


def unread_count(person: str, party: str) -> Coalesce:
    """An annotation: how many the person has not read, for outer fields of these names."""
    turned_off = NotificationChoice.objects.filter(
        person_id=OuterRef("person_id"), delivery=Delivery.OFF
    )
    waiting = (
        Notification.objects.filter(
            person_id=OuterRef(person), party_id=OuterRef(party), read_at__isnull=True
        )
        .exclude(kind__in=turned_off.values("kind"))
        .order_by()
        .values("person_id")
        .annotate(number=Count("id"))
        .values("number")
    )
    return Coalesce(Subquery(waiting, output_field=IntegerField()), 0)


def choices_of(person_id: int) -> dict[str, str]:
    """What the person has chosen, by kind; kinds without a choice are left out."""
    rows = NotificationChoice.objects.filter(person_id=person_id)
    return dict(rows.values_list("kind", "delivery"))


def offered_kinds(roles: frozenset[str]) -> dict[str, Notice]:
    """The kinds that somebody in these roles can be told of."""
    return {
        name: notice
        for name, notice in kinds().items()
        if not notice.roles or not notice.roles.isdisjoint(roles)
    }
