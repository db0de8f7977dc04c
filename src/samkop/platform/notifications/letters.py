"""Mails in words: one notification, or a day's, in the language of who gets it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from samkop.platform.models import Account, Notification
from samkop.platform.notifications.kinds import Told, kinds, told


def letter(account: Account, notification: Notification, now: datetime) -> EmailMessage:
    """The mail about one notification; it may carry a link of its own (``Notice.link``)."""
    notice = kinds().get(notification.kind)
    link = notice.link(notification, now) if notice and notice.link else None
    with translation.override(account.language):
        words = told(notification.kind, notification.facts)
        name = f"notification-{notification.pk}"
        return _mail(account, name, words.label, [(words, link or notification.url)])


def digest(account: Account, notifications: Sequence[Notification]) -> EmailMessage:
    """The mail about all that a person has not read since the last one, the oldest first."""
    with translation.override(account.language):
        told_of = [(told(one.kind, one.facts), one.url) for one in notifications]
        subject = ngettext(
            "%(count)d notification from Samköp", "%(count)d notifications from Samköp",
            len(told_of),
        ) % {"count": len(told_of)}  # fmt: skip
        name = f"digest-{notifications[0].pk}-{notifications[-1].pk}"
        return _mail(account, name, subject, told_of)


def _mail(
    account: Account, name: str, subject: str, told_of: Sequence[tuple[Told, str]]
) -> EmailMessage:
    address = settings.PUBLIC_ADDRESS
    context = {
        "told_of": [(words, f"{address}{url}") for words, url in told_of],
        "choose": f"{address}{reverse('notification-choices')}",
    }
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("platform/mail/notifications.txt", context),
        to=[account.email],
        headers={
            "Message-ID": f"<{name}@{urlsplit(address).hostname}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence answers it
        },
    )
    mail.attach_alternative(
        render_to_string("platform/mail/notifications.html", context), "text/html"
    )
    return mail
