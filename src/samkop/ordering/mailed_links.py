"""The address that a mail about a waiting requisition carries."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.crypto import salted_hmac

from samkop.ordering.usecases.approval_links import digest_of, open_link
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.unit_of_work import perform


def link_to_decide(notification: Notification, now: datetime) -> str | None:
    """The path of the link for whom the notification tells; None when nothing waits.

    Made of the notification by the installation's secret key, so that a mail sent again
    carries the same link, and the database alone knows none.
    """
    token = salted_hmac(
        "samkop.ordering.approval-link", str(notification.pk), algorithm="sha256"
    ).hexdigest()
    link = perform(
        actors.job("notices", notification.party_id), open_link, now=now,
        digest=digest_of(token), person_id=notification.person_id,
        requisition_id=int(notification.subject.rpartition(":")[2]),
    )  # fmt: skip
    return reverse("decide-by-link", args=[token]) if link else None
